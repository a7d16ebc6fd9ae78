"""Why a day is as it is: what staff read beside each day of the calendar."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from app.base.core.hours.holidays import holiday_name
from app.slots.models import ExceptionKind, SlotException, SlotPattern
from app.slots.rules.calendar import WEEK, added, covers, landing, starts_on


class Mark(StrEnum):
    """How a day came into the calendar, or why it left it."""

    USUAL = "prevu"
    CHANGED = "change"
    ADDED = "ajoute"
    MOVED = "reporte"
    HOLIDAY = "ferie"
    CLOSED = "ferme"


OFF = frozenset({Mark.HOLIDAY, Mark.CLOSED})
"""Marks of a day on which nothing is offered."""


@dataclass(frozen=True)
class Told:
    """A day of a pattern and why it is so.

    `reason` is what staff wrote, or the holiday's name; `other` is the day a moved one comes
    from, or the day a holiday's goes to.
    """

    pattern_id: UUID
    day: date
    mark: Mark
    reason: str = ""
    other: date | None = None


def explain(
    patterns: Iterable[SlotPattern], exceptions: Sequence[SlotException], first: date, last: date
) -> dict[tuple[UUID, date], Told]:
    """Return what there is to say of each day of active `patterns`, those off included."""
    found: dict[tuple[UUID, date], Told] = {}
    for pattern in patterns:
        if pattern.active:
            own = [each for each in exceptions if each.pattern_id in {None, pattern.id}]
            found |= {(pattern.id, told.day): told for told in _of(pattern, own, first, last)}
    return found


def _of(
    pattern: SlotPattern, own: Sequence[SlotException], first: date, last: date
) -> Iterator[Told]:
    """Yield the holidays off, then the days offered or closed: of a day told twice the last holds."""
    rhythm = list(_rhythm(pattern, first, last))
    yield from (told for told in rhythm if told.mark is Mark.HOLIDAY)
    extra = {day: Told(pattern.id, day, Mark.ADDED) for day in added(own, first, last)}
    usual = {told.day: told for told in rhythm if told.mark is not Mark.HOLIDAY}
    for told in (extra | usual).values():
        yield _excepted(told, own)


def _rhythm(pattern: SlotPattern, first: date, last: date) -> Iterator[Told]:
    start = first - timedelta(days=WEEK)
    day = start + timedelta(days=(pattern.weekday - start.weekday()) % WEEK)
    while day <= last:
        if starts_on(pattern, day):
            landed, holiday = landing(pattern, day), holiday_name(day) or ""
            if landed != day and day >= first:
                yield Told(pattern.id, day, Mark.HOLIDAY, holiday, landed)
            if landed is not None and first <= landed <= last:
                moved = landed != day
                yield Told(
                    pattern.id,
                    landed,
                    Mark.MOVED if moved else Mark.USUAL,
                    holiday,
                    day if moved else None,
                )
        day += timedelta(days=WEEK)


def _excepted(told: Told, own: Iterable[SlotException]) -> Told:
    """Return the day with the exception that says most of it: closed, then changed, then added."""
    covering = [each for each in own if covers(each, told.day)]
    for kind, mark in (
        (ExceptionKind.CLOSED, Mark.CLOSED),
        (ExceptionKind.CHANGED, Mark.CHANGED),
        (ExceptionKind.ADDED, told.mark),
    ):
        for each in covering:
            if each.kind is kind:
                return replace(told, mark=mark, reason=each.reason or told.reason)
    return told
