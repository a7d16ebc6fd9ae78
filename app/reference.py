"""Reference data that every installation has: communes, dictionary, first slot, first terms."""

from sqlmodel import Session

from app.catalog import actions as catalog
from app.pickups.actions import policies
from app.slots import actions as slots
from app.territory import actions as territory


def load(session: Session) -> None:
    """Load what changed since last time; a second call changes nothing."""
    territory.load(session)
    catalog.load(session)
    slots.offer_thursday(session)
    policies.offer_default(session)
