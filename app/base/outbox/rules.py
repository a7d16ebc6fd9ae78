"""When to try again, and when to give up."""

from datetime import timedelta

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
KEPT_FOR = timedelta(days=30)
"""Rows done or given up, and letters kept as files, are forgotten after this: they hold addresses."""


def pause(attempts: int) -> timedelta:
    """Return how long to wait after the given number of failed attempts: 1, 2, 4… minutes."""
    return timedelta(minutes=min(2 ** max(attempts - 1, 0), 240))


def gives_up(attempts: int) -> bool:
    """Tell whether a row that failed this many times is left for a person to look at."""
    return attempts >= MAX_ATTEMPTS


def kills(attempts: int) -> bool:
    """Tell whether a row was claimed again after its last attempt: its worker died each time."""
    return attempts > MAX_ATTEMPTS
