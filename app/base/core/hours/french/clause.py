"""One statement of a text on opening hours, and the arithmetic of its times."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.base.core.hours.french.tokens import EVERY_DAY

Spans = tuple[tuple[int, int], ...]

NOON_MIN, AFTERNOON_MIN = 13 * 60, 12 * 60
"""A morning ends at 13:00 at the latest; an afternoon starts at 12:00 at the earliest."""


@dataclass
class Clause:
    """One statement: these days (None: not said), these spans, or closed."""

    days: list[int] = field(default_factory=list)
    nth: list[int] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    spans: Spans = ()
    closed: bool = False
    half: str | None = None
    note: str = ""
    holiday: bool = False
    school: bool = False
    excepted: bool = False


def says_something(clause: Clause) -> bool:
    """Tell whether a clause teaches anything about opening."""
    days = clause.days or clause.holiday or clause.school or clause.months
    return bool(clause.spans or clause.closed or (clause.note and not days) or clause.half)


def paired(times: Sequence[int]) -> Spans:
    """Return times two by two as spans; none when one is missing or time runs backwards."""
    if len(times) % 2:
        return ()
    spans = tuple(zip(times[::2], times[1::2], strict=True))
    if len(spans) == 1 and spans[0][0] != spans[0][1]:
        start, end = spans[0]
        return ((start, end if end > start else end + 24 * 60),)
    in_order = all(a < b for a, b in pairwise(times))
    return spans if in_order else ()


def days_of(clause: Clause) -> tuple[int, ...]:
    """Return the weekdays a clause speaks of; all when it names none."""
    return tuple(dict.fromkeys(clause.days)) or EVERY_DAY
