"""How long a partnership stayed at each step, and where it stands on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.partnerships.models.words import Standing, Step


@dataclass(frozen=True)
class Mark:
    """One event as time sees it: from `at` on, this step and this standing."""

    at: datetime
    step: Step
    standing: Standing


def spent(marks: Sequence[Mark], *, now: datetime) -> dict[Step, timedelta]:
    """Return the time spent at each step, pauses and losses left out.

    `marks` in the order of time; the last one lasts until `now`. A step that was taken twice
    counts both times.
    """
    found: dict[Step, timedelta] = {}
    ends = [*(mark.at for mark in marks[1:]), now]
    for mark, end in zip(marks, ends, strict=False):
        if mark.standing is Standing.ACTIVE and end > mark.at:
            found[mark.step] = found.get(mark.step, timedelta()) + (end - mark.at)
    return found


def days(length: timedelta) -> int:
    """Return whole days, rounded down."""
    return max(length.days, 0)


def is_late(next_on: date | None, standing: Standing, *, today: date) -> bool:
    """Tell whether the next action of a partnership should be done already."""
    return standing is Standing.ACTIVE and next_on is not None and next_on < today
