"""Which slots exist, computed on read: a series cannot stop because a worker died."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from app.slots.models import SlotPattern

NOTICE_DAYS = 2
"""A round is planned two days ahead."""
HORIZON_DAYS = 28


@dataclass(frozen=True)
class Slot:
    """A day on which a place can be taken; hours are local."""

    pattern_id: UUID
    day: date
    starts: time
    ends: time
    left: int

    @property
    def key(self) -> str:
        """Return what a form sends to name this slot."""
        return f"{self.pattern_id}.{self.day.isoformat()}"


def open_slots(
    patterns: Iterable[SlotPattern],
    used: Mapping[tuple[UUID, date], int],
    holidays: frozenset[date],
    *,
    today: date,
) -> list[Slot]:
    """Return the slots that still have a place, by day and hour.

    The first is `NOTICE_DAYS` from `today`, the last `HORIZON_DAYS`; holidays are off.
    """
    first = today + timedelta(days=NOTICE_DAYS)
    days = [first + timedelta(days=n) for n in range(HORIZON_DAYS - NOTICE_DAYS + 1)]
    found = [
        Slot(p.id, day, p.starts, p.ends, p.places - used.get((p.id, day), 0))
        for p in patterns
        if p.active
        for day in days
        if day.weekday() == p.weekday and day not in holidays
    ]
    kept = [slot for slot in found if slot.left > 0]
    return sorted(kept, key=lambda slot: (slot.day, slot.starts, str(slot.pattern_id)))
