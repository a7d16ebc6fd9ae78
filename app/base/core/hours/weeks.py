"""Days one after the other: the week of a place, and the next day it closes unusually."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.base.core.hours.holidays import holiday_name
from app.base.core.hours.reading import Hours
from app.base.core.hours.spans import (
    DAY_MIN,
    DOUBT,
    Exceptional,
    Span,
    exception_on,
    plain_spans,
    spans_on,
    usual_spans,
)


@dataclass(frozen=True)
class Day:
    """What a place does on one local day.

    `intervals`: ("09:00", "12:00") pairs of sure opening, ends up to "24:00", an end before its
    start is the next morning. `perhaps`: (start, end, comment) by appointment and the like.
    `exceptional`: the reason ("" when none was given) on exceptional days, else None.
    `unknown`: nothing is known of this day. None of them: closed.
    """

    date: date
    intervals: tuple[tuple[str, str], ...] = ()
    holiday_name: str | None = None
    exceptional: str | None = None
    unknown: bool = False
    perhaps: tuple[tuple[str, str, str], ...] = ()

    @property
    def closed(self) -> bool:
        """Tell whether the place is known to be closed all day."""
        return not (self.intervals or self.perhaps or self.unknown)

    @property
    def pattern(self) -> tuple[object, ...]:
        """Return what two days must share to be told in one line."""
        return self.intervals, self.perhaps, self.unknown


def week(
    hours: Hours | None,
    exceptions: Sequence[Exceptional],
    first_day: date,
    days: int = 7,
) -> list[Day]:
    """Return `days` days from `first_day`, with holidays and exceptions."""
    dates = [first_day + timedelta(days=n) for n in range(days)]
    return [_day(d, spans_on(hours, exceptions, d), exception_on(exceptions, d)) for d in dates]


def usual_week(hours: Hours | None, monday: date) -> list[Day]:
    """Return the week of `monday` as if it held no holiday and nothing exceptional."""
    dates = [monday + timedelta(days=n) for n in range(7)]
    if hours is None:
        return [Day(day, unknown=True) for day in dates]
    return [_day(day, plain_spans(hours, day), None) for day in dates]


def next_closing(
    hours: Hours | None, exceptions: Sequence[Exceptional], today: date, days: int = 30
) -> Day | None:
    """Return the first day, among `days` from `today`, closed though its week would open it.

    A holiday or an exception closes it; None when none does or the hours are unknown.
    """
    if hours is None:
        return None
    for n in range(days):
        day = today + timedelta(days=n)
        exception = exception_on(exceptions, day)
        if exception is None and holiday_name(day) is None:
            continue
        spans = spans_on(hours, exceptions, day)
        if not spans and (usual_spans(hours, day) or plain_spans(hours, day)):
            return _day(day, spans, exception)
    return None


def _day(day: date, spans: Sequence[Span], exception: Exceptional | None) -> Day:
    sure = tuple((_clock(s.start_min), _clock(s.end_min)) for s in spans if s.sure)
    perhaps = tuple(
        (_clock(s.start_min), _clock(s.end_min), s.comment)
        for s in spans
        if not s.sure and s not in DOUBT
    )
    return Day(
        date=day,
        intervals=sure,
        holiday_name=holiday_name(day),
        exceptional=exception.reason if exception else None,
        unknown=tuple(spans) == DOUBT,
        perhaps=perhaps,
    )


def _clock(minute: int) -> str:
    """Return "09:00"; midnight at the end of a day is "24:00", past it the next morning."""
    if minute > DAY_MIN:
        minute -= DAY_MIN
    return f"{minute // 60:02d}:{minute % 60:02d}"
