"""What is left of each day, and which days suit somebody's need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from app.base.core import clock
from app.slots.loads import NOTHING, Load
from app.slots.rules.calendar import Planned


@dataclass(frozen=True)
class Window:
    """The days somebody may choose from, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Slot:
    """A day with what it can take and what is taken; hours are local.

    `planned` is false for a day that people booked and that the calendar no longer has: it
    is shown to staff, never offered.
    """

    pattern_id: UUID
    zone_id: UUID | None
    name: str
    day: date
    starts: time
    ends: time
    capacity: Load
    used: Load
    crew: int
    planned: bool = True

    @property
    def key(self) -> str:
        """Return what a form sends to name this slot."""
        return f"{self.pattern_id}.{self.day.isoformat()}"

    @property
    def left(self) -> Load:
        """Return what can still be taken."""
        return self.capacity - self.used

    @property
    def starts_at(self) -> datetime:
        """Return the instant at which it begins: the wall's hour, whatever the clocks did."""
        return clock.instant(self.day, self.starts)


Taken = Mapping[tuple[UUID, date], "Written"]


@dataclass(frozen=True)
class Written:
    """What the database holds of a day on which something is taken."""

    starts: time
    ends: time
    capacity: Load
    used: Load


def slots(planned: Iterable[Planned], taken: Taken) -> list[Slot]:
    """Return the planned days with what is taken of them; what was promised that day stands."""
    found = []
    for each in planned:
        written = taken.get((each.pattern_id, each.day))
        found.append(
            Slot(
                each.pattern_id,
                each.zone_id,
                each.name,
                each.day,
                written.starts if written else each.starts,
                written.ends if written else each.ends,
                written.capacity if written else each.capacity,
                written.used if written else NOTHING,
                each.crew,
            )
        )
    return found


def fitting(
    found: Iterable[Slot],
    need: Load,
    *,
    people: int = 1,
    zones: frozenset[UUID] | None = None,
    after: datetime | None = None,
) -> list[Slot]:
    """Return the slots that can carry `need` with a crew of `people`, in `found`'s order.

    `zones` are those of the asker's commune (None: anywhere); a slot without zone is
    everywhere. `after`: begins later than this instant.
    """
    return [
        slot
        for slot in found
        if slot.planned
        and slot.left.carries(need)
        and slot.crew >= people
        and (zones is None or slot.zone_id is None or slot.zone_id in zones)
        and (after is None or slot.starts_at > after)
    ]
