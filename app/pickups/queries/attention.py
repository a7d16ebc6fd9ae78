"""What waits for the team, counted."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from app.pickups.models import (
    Pickup,
    PickupStatus,
)
from app.slots.models import SlotOccurrence


@dataclass(frozen=True)
class Attention:
    """What waits for the team, counted."""

    asked: int
    today: int
    to_call: int
    missed: int


def attention(session: Session, *, today: date) -> Attention:
    """Return the counts of what waits, in one statement."""
    dated = sa.select(sa.func.count(col(Pickup.id))).join(
        SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id)
    )
    bare = sa.select(sa.func.count(col(Pickup.id)))
    asked = dated.where(
        col(Pickup.status) == PickupStatus.REQUESTED, col(SlotOccurrence.day) >= today
    )
    planned = dated.where(
        col(Pickup.status) == PickupStatus.CONFIRMED, col(SlotOccurrence.day) == today
    )
    to_call = bare.where(col(Pickup.status) == PickupStatus.CALLBACK)
    missed = bare.where(
        col(Pickup.missed_at).is_not(None),
        col(Pickup.status) == PickupStatus.CONFIRMED,
        col(Pickup.erased_at).is_(None),
    )
    statement = sa.select(*(each.scalar_subquery() for each in (asked, planned, to_call, missed)))
    return Attention(*session.execute(statement).one())
