"""The practical arrangements: a new version asks everybody again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.agreements.actions.agreements import MEANWHILE
from app.agreements.actions.trail import record
from app.agreements.models import (
    AcceptedBy,
    Agreement,
    Arrangement,
    ArrangementAcceptance,
    ArrangementVersion,
)
from app.agreements.queries import arrangements as queries
from app.base.core.actors import Actor
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.text import N_
from app.partners.models import Organisation

EMPTY: Final = N_("Écrivez au moins une de ces rubriques.")
OLD: Final = N_("Ces modalités ont changé depuis : relisez la nouvelle version.")


@dataclass(frozen=True)
class ArrangementFacts:
    """Who, when, where, in what, with which papers."""

    who: str = ""
    moment: str = ""
    place: str = ""
    packaging: str = ""
    papers: str = ""

    @classmethod
    def of(cls, row: ArrangementVersion) -> "ArrangementFacts":
        """Return the facts of a kept version."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


def write(  # noqa: PLR0913 - what, for whom, who, since which reading
    session: Session,
    organisation: Organisation,
    agreement: Agreement | None,
    facts: ArrangementFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> ArrangementVersion | None:
    """Write a new version; none when nothing changed. Raises Stale, RuleBroken."""
    session.refresh(organisation, with_for_update=True)
    if not any(vars(facts).values()):
        raise RuleBroken(EMPTY, field="who")
    page = queries.find(session, organisation.id, agreement.id if agreement else None)
    if page is None:
        page = Arrangement(
            organisation_id=organisation.id, agreement_id=agreement.id if agreement else None
        )
        session.add(page)
        session.flush()
    if seen is not None and seen != page.latest:
        raise Stale(MEANWHILE)
    kept = queries.versions(session, page.id)
    if kept and ArrangementFacts.of(kept[0]) == facts:
        return None
    page.latest += 1
    made = ArrangementVersion(
        arrangement_id=page.id,
        number=page.latest,
        created_at=now,
        created_by=actor.label,
        **vars(facts),
    )
    session.add_all([page, made])
    session.flush()
    _tell(session, page, "arrange", actor, now, {"number": made.number})
    return made


def accept(  # noqa: PLR0913 - which version, who, how it was heard
    session: Session,
    version: ArrangementVersion,
    page: Arrangement,
    contact_id: UUID,
    *,
    how: AcceptedBy,
    actor: Actor,
    now: datetime,
    today: date,
    words: str = "",
) -> bool:
    """Note that a relay person accepts a version; tell whether it is news.

    Raises NotFound for somebody who is no relay person there, RuleBroken for an old version.
    """
    session.refresh(page, with_for_update=True)
    if contact_id not in {each.id for each in queries.relays(session, page.organisation_id, today)}:
        raise NotFound
    if queries.acceptance(session, version.id, contact_id) is not None:
        return False
    if version.number != page.latest:
        raise RuleBroken(OLD)
    session.add(
        ArrangementAcceptance(
            version_id=version.id,
            contact_id=contact_id,
            how=how,
            words=words,
            noted_by=actor.label,
            at=now,
        )
    )
    session.flush()
    after = {"number": version.number, "how": how.value, "contact": str(contact_id)}
    _tell(session, page, "accept", actor, now, after)
    return True


def _tell(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    page: Arrangement,
    verb: str,
    actor: Actor,
    now: datetime,
    after: Mapping[str, object],
) -> None:
    record(session, verb, f"arrangement:{page.id}", actor, now, None, after)
