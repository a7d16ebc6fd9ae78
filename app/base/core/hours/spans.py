"""The spans that each local day owns: the week, then what is exceptional on top.

A span belongs to the day on which it begins: a bar's Friday evening stays Friday's until
2 in the morning, so a Saturday exceptionally closed does not shorten it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, State

from app.base.core.hours.reading import Hours, HoursError, guarded, read

DAY_MIN = 24 * 60
"""Minutes of a day on the wall."""

FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)
"""Days between which hours are computed; outside nobody knows."""

_NIGHT_MIN = DAY_MIN // 2
"""What runs over midnight and ends before noon belongs to the evening it began in."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A stretch of one day, in minutes since its midnight; `end_min` passes 1440 overnight.

    `sure` is False when the place may be open (by appointment…); `comment` says why.
    """

    start_min: int
    end_min: int
    sure: bool
    comment: str = ""


@dataclass(frozen=True)
class Exceptional:
    """What replaces the week from `first_day` to `last_day` included.

    `hours` is an opening_hours text, or None: closed. `reason` is shown to the public.
    """

    first_day: date
    last_day: date
    hours: str | None = None
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether `day` is one of these days."""
        return self.first_day <= day <= self.last_day


DOUBT = (Span(0, DAY_MIN, sure=False),)
"""The spans of a day that nobody can tell."""


def exception_on(exceptions: Sequence[Exceptional], day: date) -> Exceptional | None:
    """Return what is exceptional on `day`; of two, the shorter, then the later in the list."""
    found = [(e.last_day - e.first_day, -n, e) for n, e in enumerate(exceptions) if e.covers(day)]
    return min(found)[2] if found else None


def spans_on(hours: Hours | None, exceptions: Sequence[Exceptional], day: date) -> tuple[Span, ...]:
    """Return the spans that begin on `day`, in order; unknown hours are one doubtful day."""
    exception = exception_on(exceptions, day) if exceptions else None
    if exception is None:
        return usual_spans(hours, day)
    if exception.hours is None:
        return ()
    try:
        return usual_spans(read(exception.hours), day)
    except HoursError:
        return DOUBT


def usual_spans(hours: Hours | None, day: date) -> tuple[Span, ...]:
    """Return the spans of `day` by the week and its public holidays."""
    if hours is None or not FIRST <= day <= LAST:
        return DOUBT
    week, weekday = divmod(day.toordinal(), 7)
    return _week_of(hours, week)[weekday]


def plain_spans(hours: Hours, day: date) -> tuple[Span, ...]:
    """Return the spans of `day` as if it were no public holiday."""
    if not FIRST <= day <= LAST:
        return DOUBT
    week, weekday = divmod(day.toordinal(), 7)
    return _plain_week_of(hours, week)[weekday]


def coming(
    hours: Hours | None, exceptions: Sequence[Exceptional], today: date, days: int
) -> Iterator[tuple[int, Span]]:
    """Yield each span from yesterday on for `days` days, with its day's offset in minutes.

    The offset counts from the midnight that begins `today`. Weeks without any span are
    passed at once, so that a place closed for the winter costs little.
    """
    first = today.toordinal() - 1
    number = first
    opens_unusually = any(e.hours is not None for e in exceptions)
    while number < first + days:
        week, weekday = divmod(number, 7)
        if hours and not opens_unusually and not any(_week_of(hours, week)):
            number += 7 - weekday
            continue
        if hours and not exceptions:
            spans = _week_of(hours, week)[weekday]
        else:
            spans = spans_on(hours, exceptions, date.fromordinal(number))
        offset_min = (number - first - 1) * DAY_MIN
        for span in spans:
            yield offset_min, span
        number += 1


@lru_cache(maxsize=8192)
def _week_of(hours: Hours, week: int) -> tuple[tuple[Span, ...], ...]:
    """Return the spans of the seven days from ordinal 7 × `week`: one call pays for all."""
    return _spans_by_day(hours.rules, date.fromordinal(7 * week), 7)


@lru_cache(maxsize=2048)
def _plain_week_of(hours: Hours, week: int) -> tuple[tuple[Span, ...], ...]:
    """Return the same without public holidays."""
    return _spans_by_day(hours.plain, date.fromordinal(7 * week), 7)


def _spans_by_day(rules: OpeningHours, first: date, days: int) -> tuple[tuple[Span, ...], ...]:
    """Return the spans that begin on each of `days` days from `first`."""
    found: list[list[Span]] = [[] for _ in range(days)]
    rows = guarded(lambda: list(_rows(rules, first, days)), None)
    if rows is None:
        return (DOUBT,) * days
    for row in rows:
        for day, span in _cut(*row):
            n = (day - first).days
            if 0 <= n < days:
                found[n].append(span)
    return tuple(tuple(spans) for spans in found)


def _rows(
    rules: OpeningHours, first: date, days: int
) -> Iterator[tuple[datetime, datetime, State, str]]:
    """Yield what is not closed, from the day before to the noon after, on the wall clock."""
    start = datetime.combine(first, datetime.min.time()) - _ONE_DAY
    end = start + timedelta(days=days + 3)
    for begin, finish, state, comment in rules.intervals(start, end):
        if state != State.CLOSED:
            yield begin.replace(tzinfo=None), finish.replace(tzinfo=None), state, comment


def _cut(
    begin: datetime, finish: datetime, state: State, comment: str
) -> Iterator[tuple[date, Span]]:
    """Yield the day and span of each piece of a stretch, cut at the midnights it passes."""
    while begin < finish:
        day = begin.date()
        midnight = datetime.combine(day, datetime.min.time())
        start_min = (begin - midnight).seconds // 60
        end_min = int((finish - midnight).total_seconds()) // 60
        if end_min - DAY_MIN >= _NIGHT_MIN or start_min == 0:
            end_min = min(end_min, DAY_MIN)
        yield day, Span(start_min, end_min, state == State.OPEN, comment)
        begin = midnight + timedelta(minutes=max(end_min, 1))
