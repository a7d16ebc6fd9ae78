"""Before and after a partner joined: whole months side by side, or why they cannot be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.partners.registry import Total
from app.reviews.rules.years import month_of

FEWEST: Final = 3
"""Whole months needed on each side: fewer are chance."""
MOST: Final = 12
OTHERS: Final = 2
"""So many other sources at least, before everybody's months are told beside one partner's."""


class Unsaid(StrEnum):
    """Why two times cannot be compared."""

    NOTHING_SIGNED = "rien-de-signe"
    SHORT_BEFORE = "trop-court-avant"
    SHORT_AFTER = "trop-court-apres"


@dataclass(frozen=True)
class Joined:
    """The day from which a partner counts as one.

    By its first signed agreement, whose `reference` it bears, or else by the partnership's start.
    """

    day: date
    reference: str = ""


@dataclass(frozen=True)
class Mean:
    """Some whole months: grams a month from the partner, and from everybody when that can be told."""

    first: date
    months: int
    mass_g: int
    whole_g: int | None


@dataclass(frozen=True)
class Compared:
    """Two times side by side, or why not."""

    joined: Joined | None
    before: Mean | None = None
    after: Mean | None = None
    unsaid: Unsaid | None = None


def windows(joined: date, before: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return the months to compare, each (first day, day after the last).

    Twelve at most before the month in which it joined and after it, whole ones only: that month
    itself is on neither side, since a visit whose day is erased counts on its first.
    """
    month = month_of(joined)
    end = month_of(before)
    return (month_of(month, -MOST), month), (max(month_of(month, 1), month_of(end, -MOST)), end)


def compare(
    joined: Joined | None, totals: Collection[Total], organisation_id: UUID, before: date
) -> Compared:
    """Return the two times side by side.

    What was before the first month in which anything was noted of anybody is no time without
    gifts, it is a time without notes: it does not count.
    """
    if joined is None:
        return Compared(None, unsaid=Unsaid.NOTHING_SIGNED)
    (old, met), (new, end) = windows(joined.day, before)
    known = min((each.month for each in totals), default=met)
    then = _mean(totals, organisation_id, max(old, known), met)
    since = _mean(totals, organisation_id, new, end)
    if since.months < FEWEST:
        return Compared(joined, unsaid=Unsaid.SHORT_AFTER)
    if then.months < FEWEST:
        return Compared(joined, unsaid=Unsaid.SHORT_BEFORE)
    return Compared(joined, then, since)


def _mean(totals: Iterable[Total], organisation_id: UUID, first: date, end: date) -> Mean:
    months = max(0, (end.year - first.year) * 12 + end.month - first.month)
    some = [each for each in totals if first <= each.month < end]
    own = sum(each.mass_g for each in some if each.organisation_id == organisation_id)
    others = {each.organisation_id for each in some} - {organisation_id}
    whole = sum(each.mass_g for each in some) if len(others) >= OTHERS else None
    return Mean(
        first,
        months,
        _part(own, months),
        None if whole is None else _part(whole, months),
    )


def _part(mass_g: int, months: int) -> int:
    return (2 * mass_g + months) // (2 * months) if months else 0
