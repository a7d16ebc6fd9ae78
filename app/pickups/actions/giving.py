"""Whose things they are: a structure of the register, or a resident."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners.models import Organisation
from app.pickups.actions.events import record
from app.pickups.models import Pickup

CLOSED = N_("Cette structure est fermée dans le registre : choisissez celle qui la suit.")


def give_from(
    session: Session, pickup: Pickup, organisation_id: UUID | None, *, actor: Actor, now: datetime
) -> bool:
    """Say which structure gives the things (None: a resident); tell whether it changed.

    What it gave counts for it from its first day on. Raises RuleBroken for a closed structure.
    """
    session.refresh(pickup, ["organisation_id"], with_for_update=True)
    if pickup.organisation_id == organisation_id:
        return False
    giver = session.get(Organisation, organisation_id) if organisation_id else None
    if organisation_id is not None and (giver is None or giver.closed_at is not None):
        raise RuleBroken(CLOSED, field="structure")
    before = {"structure": str(pickup.organisation_id) if pickup.organisation_id else None}
    pickup.organisation_id = organisation_id
    after = {"structure": str(organisation_id) if organisation_id else None}
    record(session, pickup, "give", actor, now=now, before=before, after=after)
    return True
