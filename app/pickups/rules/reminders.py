"""Whether a visit is to be recalled, when the moment comes."""

from collections.abc import Iterable
from datetime import date

from app.base.core import clock
from app.pickups.models import Pickup, PickupEvent, PickupStatus
from app.pickups.rules.times import reminder_due

SETTLING = frozenset({"ask", "confirm", "move", "schedule", "accept"})
"""After these verbs a message has just told the day."""


def reminder_of(pickup: Pickup, *, today: date) -> int | None:
    """Return which reminder (days before) a visit needs today, or None.

    A day that was told less than so many days before needs none: it was just read.
    """
    visit = pickup.occurrence
    if pickup.status is not PickupStatus.CONFIRMED or visit is None:
        return None
    return reminder_due(visit.day, booked_on=_told_on(pickup, pickup.events), today=today)


def _told_on(pickup: Pickup, events: Iterable[PickupEvent]) -> date:
    told = [event.at for event in events if event.verb in SETTLING]
    return clock.local(max(told, default=pickup.created_at)).date()
