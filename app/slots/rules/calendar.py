"""The days of a pattern, computed on read: a series cannot stop because a worker died."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from app.base.core.hours import holidays
from app.slots.loads import MEASURES, Load
from app.slots.models import ExceptionKind, OnHoliday, SlotException, SlotPattern

WEEK = 7
SATURDAY = 5


@dataclass(frozen=True)
class Planned:
    """One day of a pattern; hours are local."""

    pattern_id: UUID
    zone_id: UUID | None
    name: str
    day: date
    starts: time
    ends: time
    capacity: Load
    crew: int


def plan(
    patterns: Iterable[SlotPattern], exceptions: Sequence[SlotException], first: date, last: date
) -> list[Planned]:
    """Return the days of active `patterns` from `first` to `last`, by day, hour and pattern.

    A closed day takes away what is usual, moved or added; a changed day keeps what it does not
    say; a day added twice is one.
    """
    found: dict[tuple[UUID, date], Planned] = {}
    for pattern in patterns:
        if not pattern.active:
            continue
        own = [each for each in exceptions if each.pattern_id in {None, pattern.id}]
        closed = [each for each in own if each.kind is ExceptionKind.CLOSED]
        for day in (*_usual(pattern, first, last), *added(own, first, last)):
            if not any(covers(each, day) for each in closed):
                found[pattern.id, day] = _on(pattern, own, day)
    return sorted(found.values(), key=lambda p: (p.day, p.starts, p.name, str(p.pattern_id)))


def starts_on(pattern: SlotPattern, day: date) -> bool:
    """Tell whether the weekly rhythm of `pattern` falls on `day`, holidays left aside."""
    if day.weekday() != pattern.weekday:
        return False
    if pattern.first_day is not None and day < pattern.first_day:
        return False
    if pattern.last_day is not None and day > pattern.last_day:
        return False
    if pattern.every_weeks == 1:
        return True
    assert pattern.first_day is not None
    return (_monday(day) - _monday(pattern.first_day)).days // WEEK % pattern.every_weeks == 0


def _usual(pattern: SlotPattern, first: date, last: date) -> Iterator[date]:
    """Yield the days of the rhythm that fall into the period, moved ones where they land.

    A day is moved by a week at most: the search begins a week before.
    """
    start = first - timedelta(days=WEEK)
    day = start + timedelta(days=(pattern.weekday - start.weekday()) % WEEK)
    while day <= last:
        if starts_on(pattern, day):
            landed = landing(pattern, day)
            if landed is not None and first <= landed <= last:
                yield landed
        day += timedelta(days=WEEK)


def landing(pattern: SlotPattern, day: date) -> date | None:
    """Return where a day of the rhythm lands: itself, the next working day, or nowhere."""
    if pattern.on_holiday is OnHoliday.KEPT or not _is_holiday(day):
        return day
    if pattern.on_holiday is OnHoliday.OFF:
        return None
    day += timedelta(days=1)
    while day.weekday() >= SATURDAY or _is_holiday(day):
        day += timedelta(days=1)
    return day


def added(own: Iterable[SlotException], first: date, last: date) -> Iterator[date]:
    """Yield the days of a period that exceptions add."""
    for each in own:
        if each.kind is not ExceptionKind.ADDED:
            continue
        day = max(each.first_day, first)
        while day <= min(each.last_day, last):
            yield day
            day += timedelta(days=1)


def _on(pattern: SlotPattern, own: Iterable[SlotException], day: date) -> Planned:
    planned = Planned(
        pattern.id,
        pattern.zone_id,
        pattern.name,
        day,
        pattern.starts,
        pattern.ends,
        pattern.capacity,
        pattern.crew,
    )
    for each in own:
        if each.kind is not ExceptionKind.CLOSED and covers(each, day):
            planned = _changed(planned, each)
    return planned


def _changed(planned: Planned, change: SlotException) -> Planned:
    capacity = replace(
        planned.capacity,
        **{m: getattr(change, m) for m in MEASURES if getattr(change, m) is not None},
    )
    starts, ends = change.starts or planned.starts, change.ends or planned.ends
    if starts >= ends:
        starts, ends = planned.starts, planned.ends
    return replace(planned, starts=starts, ends=ends, capacity=capacity)


def covers(each: SlotException, day: date) -> bool:
    """Tell whether `day` is one of these exceptional days."""
    return each.first_day <= day <= each.last_day


def _is_holiday(day: date) -> bool:
    return day in holidays(day.year)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
