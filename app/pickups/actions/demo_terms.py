"""The demonstration's own terms: a zone where a visit costs a little and is seen first."""

from dataclasses import replace

from sqlmodel import Session

from app.pickups import queries
from app.pickups.rules.terms import Terms
from app.slots import queries as slots
from app.slots.actions.demo import EAST

NAME = "Est, avec participation"


def load_demo(session: Session) -> bool:
    """Write the terms of the east from those of everywhere; tell whether they were missing."""
    known = queries.policies(session)
    zone = next((each for each in slots.zones(session) if each.name == EAST), None)
    if zone is None or any(policy.name == NAME for policy in known):
        return False
    model = next((each for each in known if each.zone_id is None), None)
    terms = replace(
        Terms.of(model) if model else Terms(name=NAME),
        name=NAME,
        zone_id=zone.id,
        active=True,
        price_cents=500,
        price_note="gratuit sur présentation du quotient familial",
        at_once=False,
    )
    session.add(terms.policy())
    session.flush()
    return True
