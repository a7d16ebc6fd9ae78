"""What staff see of the calendar: each day with why it is so, and who is booked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.slots import queries, rules
from app.slots.loads import MEASURES, Load
from app.slots.models import SlotException, SlotPattern
from app.slots.queries import desk as looks
from app.slots.rules import OFF, Mark, Slot, Told, Window

_NOBODY: Final = (0, 0)


@dataclass(frozen=True)
class Line:
    """A day of a pattern; `slot` is none on a day off that nobody booked.

    `booked` bookings stand, `typing` are held by people who fill in the form.
    """

    day: date
    pattern_id: UUID
    name: str
    zone_id: UUID | None
    told: Told | None
    slot: Slot | None
    booked: int
    typing: int

    @property
    def offered(self) -> bool:
        """Tell whether people may choose this day."""
        return self.slot is not None and self.slot.planned

    @property
    def full(self) -> bool:
        """Tell whether some measure of an offered day is used up."""
        return self.slot is not None and any(getattr(self.slot.left, m) <= 0 for m in MEASURES)

    @property
    def to_move(self) -> bool:
        """Tell whether people are booked on a day that is not offered any more."""
        return bool(self.booked) and not self.offered


def calendar(
    session: Session,
    known: Sequence[SlotPattern],
    window: Window,
    *,
    now: datetime,
    resized: bool = False,
) -> list[Line]:
    """Return every day of some patterns in a period, those off with their reason.

    `resized` shows days that people booked with the capacity that saving would give them.
    """
    found = {
        (slot.pattern_id, slot.day): slot
        for slot in queries.slots_of(session, known, window, now=now)
    }
    exceptions = queries.exceptions(session, window.first, window.last)
    if resized:
        for planned in rules.plan(known, exceptions, window.first, window.last):
            key = (planned.pattern_id, planned.day)
            found[key] = replace(found[key], capacity=_room(planned.capacity, found[key].used))
    told = rules.explain(known, exceptions, window.first, window.last)
    people = looks.holds_by_day(session, {each.id for each in known}, window, now=now)
    names = {each.id: each for each in known}
    lines = [
        _line(names[key[0]], key[1], told.get(key), found.get(key), people.get(key, _NOBODY))
        for key in {*found, *told}
    ]
    return sorted(lines, key=lambda each: (each.day, _hour(each), each.name, str(each.pattern_id)))


def above(session: Session, pattern: SlotPattern, today: date) -> list[tuple[date, dict[str, int]]]:
    """Return the days to come that keep more than the calendar says: day, measure → what is taken."""
    rows = looks.written(session, pattern.id, today)
    if not rows:
        return []
    exceptions = queries.exceptions(session, rows[0].day, rows[-1].day)
    planned = {p.day: p for p in rules.plan([pattern], exceptions, rows[0].day, rows[-1].day)}
    found = [
        (row.day, {m: getattr(row.used, m) for m in planned[row.day].capacity.lacks(row.used)})
        for row in rows
        if row.day in planned
    ]
    return [(day, more) for day, more in found if more]


def exceptional(session: Session, first: date) -> Sequence[SlotException]:
    """Return the exceptional days that end on `first` or later."""
    return queries.exceptions(session, first, date.max)


def unserved(
    codes: Collection[str],
    patterns: Collection[SlotPattern],
    zones_of: Mapping[str, set[UUID]],
    today: date,
) -> list[str]:
    """Return the communes that no living pattern serves."""
    living = [p for p in patterns if p.active and (p.last_day is None or p.last_day >= today)]
    if any(pattern.zone_id is None for pattern in living):
        return []
    served = {pattern.zone_id for pattern in living}
    return sorted(code for code in codes if not zones_of.get(code, set()) & served)


def _line(
    pattern: SlotPattern, day: date, told: Told | None, slot: Slot | None, people: tuple[int, int]
) -> Line:
    if slot is not None and told is not None and told.mark in OFF and slot.planned:
        told = Told(pattern.id, day, Mark.USUAL)
    return Line(day, pattern.id, pattern.name, pattern.zone_id, told, slot, *people)


def _hour(line: Line) -> str:
    return line.slot.starts.isoformat() if line.slot else ""


def _room(capacity: Load, used: Load) -> Load:
    return Load(*(max(getattr(capacity, m), getattr(used, m)) for m in MEASURES))
