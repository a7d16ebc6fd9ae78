"""Which year a review is of, and which days of it have been."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

YEARS: Final = range(2000, 2101)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The days of a year that have been: from `first` to the eve of `before`."""

    year: int
    first: date
    before: date

    @property
    def last(self) -> date:
        """Return the last day counted."""
        return self.before - DAY

    @property
    def running(self) -> bool:
        """Tell whether the year is not over."""
        return self.before < date(self.year + 1, 1, 1)

    def holds(self, day: date) -> bool:
        """Tell whether a day is counted."""
        return self.first <= day < self.before


def span(year: int, today: date) -> Span:
    """Return the days of `year` until `today`."""
    return Span(year, date(year, 1, 1), min(date(year + 1, 1, 1), today + DAY))


def offered(filled: Collection[int], today: date) -> list[int]:
    """Return the years to choose among, the newest first: those that have something, and this one."""
    return sorted({today.year, *(year for year in filled if year <= today.year)}, reverse=True)


def chosen(asked: str, filled: Collection[int], today: date) -> int | None:
    """Return the year that an address asks for; None when it is none that has been.

    Nothing asked: this year, or the last one that has something when this one has nothing yet.
    """
    if not asked:
        return max((year for year in filled if year <= today.year), default=today.year)
    readable = len(asked) == len("2026") and asked.isascii() and asked.isdigit()
    year = int(asked) if readable else 0
    return year if year in YEARS and year <= today.year else None


def month_of(day: date, later: int = 0) -> date:
    """Return the first day of a month, so many months later (or before)."""
    count = day.year * 12 + day.month - 1 + later
    return date(count // 12, count % 12 + 1, 1)
