"""Open, closed or unknown at an instant, and when that changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from app.base.core.clock import LOCAL
from app.base.core.hours.holidays import holiday_name
from app.base.core.hours.reading import Hours
from app.base.core.hours.spans import (
    FIRST,
    LAST,
    Exceptional,
    Span,
    exception_on,
    plain_spans,
    spans_on,
)

_HORIZON_DAYS = 400
"""How far a closed place looks for its next opening: past a season, and bounded."""

_STAYS_OPEN_DAYS = 14
"""How far an open place looks for its closing before it counts as always open."""


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


@dataclass(frozen=True)
class _Stretch:
    """A span put on the calendar: naive instants of the clock on the wall."""

    begin: datetime
    finish: datetime
    state: State
    comment: str


def status(hours: Hours | None, exceptions: Sequence[Exceptional], at: datetime) -> Status:
    """Return the status at `at` (aware), on the clock of Europe/Paris.

    Hours that are None are unknown, but for the days that `exceptions` settle.
    """
    if not FIRST.year < at.year < LAST.year:
        return Status(State.UNKNOWN)
    here = at.astimezone(LOCAL)
    wall = here.replace(tzinfo=None, fold=0)
    stretches = _stretches(hours, exceptions, wall.date())
    for stretch in stretches:
        if stretch.begin <= wall < stretch.finish:
            return _during(hours, exceptions, here, stretch, stretches)
        if stretch.begin > wall:
            comment = _why_closed(hours, exceptions, wall.date())
            return Status(State.CLOSED, _instant(stretch.begin, here), comment, stretch.state)
    return Status(State.CLOSED, None, _why_closed(hours, exceptions, wall.date()))


def _during(
    hours: Hours | None,
    exceptions: Sequence[Exceptional],
    here: datetime,
    now: _Stretch,
    following: Iterator[_Stretch],
) -> Status:
    """Return the status inside `now`, prolonged by what follows it without a gap."""
    finish, then = now.finish, State.CLOSED
    limit = now.finish + timedelta(days=_STAYS_OPEN_DAYS)
    comment = now.comment or _reason(exceptions, here.date())
    for stretch in following:
        if stretch.begin > finish:
            break
        if stretch.state != now.state or stretch.comment != now.comment:
            then = stretch.state
            finish = stretch.begin
            break
        finish = max(finish, stretch.finish)
        if finish > limit:
            return Status(now.state, None, comment, None, _unsaid(hours, exceptions, here.date()))
    unsaid = _unsaid(hours, exceptions, here.date()) if now.state == State.OPEN else None
    return Status(now.state, _instant(finish, here), comment, then, unsaid)


def _stretches(
    hours: Hours | None, exceptions: Sequence[Exceptional], today: date
) -> Iterator[_Stretch]:
    """Yield what is not closed from yesterday on, in order, for a bounded number of days."""
    for n in range(-1, _HORIZON_DAYS):
        day = today + timedelta(days=n)
        spans = spans_on(hours, exceptions, day)
        if spans:
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall clock
            for span in spans:
                yield _on(midnight, span)


def _on(midnight: datetime, span: Span) -> _Stretch:
    state = State.OPEN if span.sure else State.UNKNOWN
    begin = midnight + timedelta(minutes=span.start_min)
    return _Stretch(begin, midnight + timedelta(minutes=span.end_min), state, span.comment)


def _instant(wall: datetime, after: datetime) -> datetime:
    """Return the local instant when the wall shows `wall`, the first one past `after`."""
    first = wall.replace(tzinfo=LOCAL)
    shown = first.astimezone(UTC).astimezone(LOCAL)
    if shown.replace(tzinfo=None, fold=0) != wall:
        return wall.replace(hour=3, minute=0, tzinfo=LOCAL)  # skipped in spring: 2 h is 3 h
    if first.astimezone(UTC) <= after.astimezone(UTC):
        return first.replace(fold=1)
    return first


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
