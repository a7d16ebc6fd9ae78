"""Until when one may choose, change, be reminded; until when an address is kept."""

from datetime import date, datetime, timedelta

from app.pickups.models import PickupPolicy
from app.slots.rules import Window

KEPT_DAYS = 60
"""Contact and address are erased this long after the visit (PRODUCT rule 9)."""
REMINDERS = (3, 1)
"""Days before the visit."""
CHANGE_HOURS = 24


def window(policy: PickupPolicy, today: date) -> Window:
    """Return the days that the terms let people choose from."""
    return Window(
        today + timedelta(days=policy.notice_days), today + timedelta(days=policy.horizon_days)
    )


def change_until(policy: PickupPolicy | None, starts_at: datetime) -> datetime:
    """Return the instant until which a visit may be moved or cancelled by its link."""
    hours = policy.change_hours if policy is not None else CHANGE_HOURS
    return starts_at - timedelta(hours=hours)


def can_change(policy: PickupPolicy | None, starts_at: datetime, *, now: datetime) -> bool:
    """Tell whether a visit may still be moved or cancelled by its link."""
    return now <= change_until(policy, starts_at)


def reminder_due(visit: date, *, booked_on: date, today: date) -> int | None:
    """Return which reminder (days before) is due today for a visit on `visit`, or None.

    The nearest one alone: after a stop of some days nobody gets two at once. A visit booked
    less than so many days before needs no such reminder: its confirmation was just read.
    """
    away = (visit - today).days
    due = [days for days in sorted(REMINDERS) if 0 < away <= days]
    if not due or (visit - booked_on).days <= due[0]:
        return None
    return due[0]


def must_be_erased(visit: date, *, today: date) -> bool:
    """Tell whether the contact of a visit on `visit` has been kept long enough."""
    return today > visit + timedelta(days=KEPT_DAYS)
