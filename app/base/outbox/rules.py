"""When to try again, and when to give up; what a letter may carry."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
KEPT_FOR = timedelta(days=30)
"""Rows done or given up, and letters kept as files, are forgotten after this: they hold addresses."""
PERIODS_KEPT_FOR = timedelta(days=7)
"""A job of every minute leaves 1,440 periods a day; one that is over never comes back."""
BEAT_EVERY = timedelta(seconds=25)
"""A worker writes that it lives no more often than this."""
BEATS_KEPT_FOR = timedelta(days=1)
UNSURE = "unsure"
"""The error of a text message that may have left: nobody answered whether it did."""
SILENT_AFTER = timedelta(minutes=5)
"""Without a worker's sign of life for so long, people are warned."""


@dataclass(frozen=True)
class CalendarPart:
    """A calendar entry that a letter carries, for the reader to see and as a file.

    `method` is iTIP's: REQUEST puts it into the calendar, CANCEL takes it out.
    """

    name: str
    method: str
    text: str


def is_silent(seen_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether no worker lives any more, as far as one can see."""
    return seen_at is None or now - seen_at > SILENT_AFTER


def pause(attempts: int) -> timedelta:
    """Return how long to wait after the given number of failed attempts: 1, 2, 4… minutes."""
    return timedelta(minutes=min(2 ** max(attempts - 1, 0), 240))


def gives_up(attempts: int) -> bool:
    """Tell whether a row that failed this many times is left for a person to look at."""
    return attempts >= MAX_ATTEMPTS


def kills(attempts: int) -> bool:
    """Tell whether a row was claimed again after its last attempt: its worker died each time."""
    return attempts > MAX_ATTEMPTS
