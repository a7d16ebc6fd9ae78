"""What a structure could give: one estimate for a year and a family."""

from datetime import datetime

from sqlmodel import Session

from app.base.core.actors import Actor
from app.partners import queries
from app.partners.actions.organisations import lock, note
from app.partners.models import Organisation, Supply
from app.partners.rules.supplies import SupplyFacts, faults


def estimate(
    session: Session,
    organisation: Organisation,
    facts: SupplyFacts,
    *,
    actor: Actor,
    now: datetime,
) -> Supply:
    """Note an estimate, instead of the one for the same year and family. Raises RuleBroken."""
    lock(session, organisation)
    for fault in faults(facts):
        raise fault
    row = queries.supply(session, organisation.id, facts.year, facts.family)
    before = _told(row) if row else {}
    if row is None:
        row = Supply(organisation_id=organisation.id, year=facts.year, family=facts.family)
    row.units, row.mass_g, row.source = facts.units, facts.mass_g, facts.source
    session.add(row)
    session.flush()
    if before != _told(row):
        note(session, "estimate", organisation.id, actor, now, before, _told(row))
    return row


def drop_estimate(session: Session, row: Supply, *, actor: Actor, now: datetime) -> None:
    """Forget an estimate."""
    note(session, "drop-estimate", row.organisation_id, actor, now, _told(row), {})
    session.delete(row)
    session.flush()


def _told(row: Supply) -> dict[str, object]:
    return {
        "year": row.year,
        "family": row.family.value,
        "units": row.units,
        "mass_g": row.mass_g,
        "source": "…" if row.source else "",
    }
