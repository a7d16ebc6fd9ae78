"""What was promised against what came: periods, what counts, how far it is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.agreements.models import Counted, Rhythm, Source
from app.agreements.rules.terms import add_months
from app.base.core.text import fold
from app.catalog.models import Family
from app.partners.registry import Arrival

MONTHS: Final = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}
MARGIN: Final = 10
"""Percent of the promise by which one is ahead or late of the time that went by."""
MILESTONES: Final = (25, 50, 75, 100)
"""Percents of a period at which being late is told, once each."""
MOST_PERIODS: Final = 240
DAY: Final = timedelta(days=1)


class Trend(StrEnum):
    """How a promise stands against the time that went by."""

    TO_COME = "a-venir"
    KEPT = "tenu"
    AHEAD = "en-avance"
    ON_TIME = "dans-les-temps"
    LATE = "en-retard"
    MISSED = "non-tenu"


@dataclass(frozen=True)
class Promise:
    """A commitment as the rules see it, its days filled in from its agreement.

    `last` is its last day, none when its agreement has no bound. `quantity` per period, in the
    unit stored.
    """

    id: UUID
    organisation_id: UUID
    kind: Counted
    quantity: int
    rhythm: Rhythm
    source: Source
    first: date
    last: date | None
    family: Family | None = None
    words: str = ""


@dataclass(frozen=True)
class Period:
    """One round of a promise: its days, and how much of it is due in them."""

    number: int
    first: date
    last: date
    quantity: int

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Counting:
    """One thing that counts for a promise: when, how much, and the record that it comes from."""

    day: date
    amount: int
    words: str = ""
    href: str = ""
    estimated: bool = False


@dataclass(frozen=True)
class Progress:
    """How far a promise is in one period, on one day.

    `elapsed` and `share` are percents; `projected` is what the period would end with at this
    pace, none while it is too early to say.
    """

    period: Period
    done: int
    elapsed: int
    trend: Trend
    projected: int | None

    @property
    def share(self) -> int:
        """Return how much of the promise is done, in percent."""
        return self.done * 100 // self.period.quantity

    @property
    def left(self) -> int:
        """Return what is still missing."""
        return max(0, self.period.quantity - self.done)


def periods(promise: Promise, until: date) -> list[Period]:
    """Return the periods of a promise that began by `until`, the first one first.

    Each is counted from the promise's own first day; one that its end cuts short owes its share.
    """
    found: list[Period] = []
    while len(found) < MOST_PERIODS:
        period = _period(promise, len(found))
        if period is None or (found and period.first > until):
            break
        found.append(period)
    return found


def period_on(promise: Promise, today: date) -> Period:
    """Return the period that runs on `today`: the first one before, the last one after."""
    months = MONTHS.get(promise.rhythm)
    number = 0
    if months is not None:
        until = min(today, promise.last or today)
        gone = (until.year - promise.first.year) * 12 + until.month - promise.first.month
        number = min(max(gone // months, 0), MOST_PERIODS - 1)
        while number and add_months(promise.first, number * months) > until:
            number -= 1
    found = _period(promise, number)
    assert found is not None
    return found


def counts(promise: Promise, arrivals: Iterable[Arrival]) -> list[Counting]:
    """Return what counts for a promise among what came from its structure.

    Several things of one visit are one pickup.
    """
    fit = [
        each
        for each in arrivals
        if each.organisation_id == promise.organisation_id
        and (promise.family is None or each.family is promise.family)
        and said(promise.words, each.thing)
    ]
    if promise.kind is not Counted.PICKUPS:
        return [_counting(promise.kind, each) for each in fit]
    visits: dict[str, list[Arrival]] = {}
    for each in fit:
        visits.setdefault(each.visit, []).append(each)
    return [
        Counting(things[0].day, 1, ", ".join(each.thing for each in things)[:120], things[0].href)
        for things in visits.values()
    ]


def said(words: str, thing: str) -> bool:
    """Tell whether a thing is one of those named: `ordinateur, écran`; no name means anything.

    A French name begins with what the thing is: a computer's screen is no computer.
    """
    names = [fold(name).split() for name in words.replace(";", ",").split(",")]
    names = [[_singular(word) for word in name] for name in names if name]
    if not names:
        return True
    known = [_singular(word) for word in fold(thing).split()]
    return any(known[: len(name)] == name for name in names)


def progress(period: Period, countings: Collection[Counting], today: date) -> Progress:
    """Return how far a promise is in one of its periods, as known on `today`."""
    done = sum(each.amount for each in countings if period.holds(each.day))
    whole = (period.last - period.first).days + 1
    gone = min(max((today - period.first).days + 1, 0), whole)
    elapsed = gone * 100 // whole
    early = gone * 10 < whole
    projected = None if early else done * whole // gone
    return Progress(period, done, elapsed, _trend(period, done, gone, today), projected)


def may_be_late(period: Period, today: date) -> bool:
    """Tell whether enough of a period went by for the first milestone; before, none is passed."""
    whole = (period.last - period.first).days + 1
    return ((today - period.first).days + 1) * 100 // whole >= MILESTONES[0]


def milestone(found: Progress) -> int | None:
    """Return the last milestone that a late promise has passed, in percent; none if it is not late."""
    if found.trend not in {Trend.LATE, Trend.MISSED}:
        return None
    passed = [each for each in MILESTONES if each <= found.elapsed]
    return passed[-1] if passed else None


def milestone_day(period: Period, percent: int) -> date:
    """Return the day on which a milestone of a period is passed."""
    whole = (period.last - period.first).days + 1
    return period.first + timedelta(days=-(-whole * percent // 100) - 1)


def history(
    promise: Promise, countings: Sequence[Counting], today: date
) -> tuple[list[Progress], int]:
    """Return each period that began with its progress, and all that was ever counted."""
    found = [progress(each, countings, today) for each in periods(promise, today)]
    return found, sum(each.done for each in found)


def _period(promise: Promise, number: int) -> Period | None:
    months = MONTHS.get(promise.rhythm)
    if months is None:
        last = promise.last or date(2099, 12, 31)
        return Period(1, promise.first, last, promise.quantity) if number == 0 else None
    first = add_months(promise.first, number * months)
    if promise.last is not None and first > promise.last:
        return None
    last = add_months(promise.first, (number + 1) * months) - DAY
    if promise.last is None or last <= promise.last:
        return Period(number + 1, first, last, promise.quantity)
    whole, kept = (last - first).days + 1, (promise.last - first).days + 1
    owed = max(1, (promise.quantity * kept * 2 + whole) // (2 * whole))
    return Period(number + 1, first, promise.last, owed)


def _counting(kind: Counted, arrival: Arrival) -> Counting:
    amount = arrival.mass_g if kind is Counted.MASS else arrival.units
    weighed = kind is Counted.MASS and arrival.estimated
    return Counting(arrival.day, amount, arrival.thing, arrival.href, weighed)


def _trend(period: Period, done: int, gone: int, today: date) -> Trend:
    whole = (period.last - period.first).days + 1
    if done >= period.quantity:
        return Trend.KEPT
    if gone == 0:
        return Trend.TO_COME
    if today > period.last:
        return Trend.MISSED
    gap = done * whole * 100 - period.quantity * gone * 100
    margin = period.quantity * whole * MARGIN
    if gap > margin:
        return Trend.AHEAD
    return Trend.LATE if gap < -margin else Trend.ON_TIME


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word  # noqa: PLR2004 - "bus", "os" stay
