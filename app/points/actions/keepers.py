"""Which structure keeps a place: staff's own word, that no import touches."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners.models import Organisation
from app.points.actions.published import hold, note
from app.points.models import Point

UNKNOWN = N_("Cette structure n’est plus dans le registre. Choisissez-en une autre.")


def entrust(  # noqa: PLR0913 - what, to whom, by whom, when, since which version
    session: Session,
    point: Point,
    organisation_id: UUID | None,
    *,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> bool:
    """Say which structure keeps a place, or None for none; tell whether that changed.

    Raises Stale when the place is not at `version`, RuleBroken for a structure that is closed.
    """
    hold(session, point, version)
    before = point.organisation_id
    if before == organisation_id:
        return False
    if organisation_id is not None:
        chosen = session.get(Organisation, organisation_id, with_for_update=True)
        if chosen is None or chosen.closed_at is not None:
            raise RuleBroken(UNKNOWN, field="organisation")
    point.organisation_id = organisation_id
    point.version += 1
    session.add(point)
    session.flush()
    note(
        session,
        "entrust",
        point,
        actor,
        now=now,
        before={"organisation_id": _plain(before)},
        after={"organisation_id": _plain(organisation_id)},
    )
    return True


def _plain(organisation_id: UUID | None) -> str | None:
    return None if organisation_id is None else str(organisation_id)
