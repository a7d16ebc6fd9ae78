"""Open, closed or unknown at an instant, and when that changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from app.base.core.clock import LOCAL
from app.base.core.hours.holidays import holiday_name
from app.base.core.hours.reading import Hours
from app.base.core.hours.spans import (
    DAY_MIN,
    FIRST,
    LAST,
    Exceptional,
    Span,
    coming,
    exception_on,
    plain_spans,
    spans_on,
)

_HORIZON_DAYS = 400
"""How far a closed place looks for its next opening: past a season, and bounded."""

_ENDLESS_MIN = 8 * 24 * 60
"""An opening longer than this counts as one without end."""


class State(StrEnum):
    """What is known of a place at an instant. Unknown is never shown as closed."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Status:
    """The state at an instant.

    `until`: local aware instant of the next change, None when none is in sight; `then`: the
    state after it. `comment`: by appointment…, or why it is closed. `holiday`: name of the
    public holiday of an open place whose hours say nothing of holidays: to be checked.
    """

    state: State
    until: datetime | None = None
    comment: str = ""
    then: State | None = None
    holiday: str | None = None


def status(hours: Hours | None, exceptions: Sequence[Exceptional], at: datetime) -> Status:
    """Return the status at `at` (aware), on the clock of Europe/Paris.

    Hours that are None are unknown, but for the days that `exceptions` settle.
    """
    if not FIRST.year < at.year < LAST.year:
        return Status(State.UNKNOWN)
    here = at.astimezone(LOCAL)
    today = here.date()
    now_min = here.hour * 60 + here.minute
    spans = coming(hours, exceptions, today, _HORIZON_DAYS)
    for offset_min, span in spans:
        if offset_min + span.start_min > now_min:
            until = _instant(offset_min + span.start_min, here)
            return Status(State.CLOSED, until, _why_closed(hours, exceptions, today), _state(span))
        if now_min < offset_min + span.end_min:
            finish_min, then = _finish(offset_min, span, spans)
            closes = None if finish_min is None else _instant(finish_min, here)
            comment = span.comment or _reason(exceptions, today)
            holiday = _unsaid(hours, exceptions, today) if span.sure else None
            return Status(_state(span), closes, comment, then, holiday)
    return Status(State.CLOSED, None, _why_closed(hours, exceptions, today))


def _state(span: Span) -> State:
    return State.OPEN if span.sure else State.UNKNOWN


def _finish(
    offset_min: int, now: Span, following: Iterator[tuple[int, Span]]
) -> tuple[int | None, State | None]:
    """Return when `now`, prolonged by what follows without a gap, ends, and what comes then."""
    finish_min = offset_min + now.end_min
    endless_min = finish_min + _ENDLESS_MIN
    for next_offset_min, span in following:
        start_min = next_offset_min + span.start_min
        if start_min > finish_min:
            break
        if (span.sure, span.comment) != (now.sure, now.comment):
            return start_min, _state(span)
        finish_min = max(finish_min, next_offset_min + span.end_min)
        if finish_min > endless_min:
            return None, None
    return finish_min, State.CLOSED


def _instant(wall_min: int, after: datetime) -> datetime:
    """Return the local instant when the wall shows the minute counted from today's midnight.

    A minute that autumn shows twice is the first one past `after`; one that spring skips
    is the 3 o'clock that stands in its place.
    """
    days, minute = divmod(wall_min, DAY_MIN)
    day = after.date() + timedelta(days=days)
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=LOCAL)
    if wall.utcoffset() == wall.replace(fold=1).utcoffset():
        return wall
    if wall.astimezone(UTC).astimezone(LOCAL).hour != wall.hour:
        return wall.replace(hour=3, minute=0)
    return wall if wall.astimezone(UTC) > after.astimezone(UTC) else wall.replace(fold=1)


def _why_closed(hours: Hours | None, exceptions: Sequence[Exceptional], day: date) -> str:
    """Return the reason given for the day, or the holiday that closes it."""
    if exception_on(exceptions, day):
        return _reason(exceptions, day)
    name = holiday_name(day)
    if name and hours and plain_spans(hours, day) and not spans_on(hours, (), day):
        return name
    return ""


def _reason(exceptions: Sequence[Exceptional], day: date) -> str:
    exception = exception_on(exceptions, day)
    return exception.reason if exception else ""


def _unsaid(hours: Hours | None, exceptions: Sequence[Exceptional], day: date) -> str | None:
    """Return the holiday's name when neither the hours nor an exception speaks of it."""
    name = holiday_name(day)
    if name is None or hours is None or hours.names_holidays or exception_on(exceptions, day):
        return None
    return name
