"""What a year of one family would weigh, ask, cost and bring.

Everything is exact until each line is rounded to the cent, the gram or the minute, half up; the
balance is the sum of the rounded lines, so that what people read adds up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

from app.feasibility.words import Assumption, Per

FULL_TIME_MINUTES: Final = 1607 * 60
"""A full-time year in France: 1,607 hours (Code du travail, article L. 3121-41)."""
TONNE_G: Final = 1_000_000
RATE: Final = 1000
"""A rate of reuse is told per mille."""
LINES: Final = 7
"""How many rounded lines a balance sums."""


@dataclass(frozen=True)
class Value:
    """One assumption: its base, and how low and high it may be, of what."""

    base: int
    per: Per
    low: int | None = None
    high: int | None = None

    @property
    def least(self) -> int:
        """Return the lowest it may be."""
        return self.base if self.low is None else self.low

    @property
    def most(self) -> int:
        """Return the highest it may be."""
        return self.base if self.high is None else self.high

    @property
    def open(self) -> bool:
        """Tell whether it may be something else than its base."""
        return self.least < self.most


@dataclass(frozen=True)
class Year:
    """One year: grams, minutes, cents."""

    reused_g: int
    discarded_g: int
    minutes: int
    work_cents: int
    transport_cents: int
    storage_cents: int
    disposal_cents: int
    fixed_cents: int
    sales_cents: int
    support_cents: int

    @property
    def cost_cents(self) -> int:
        """Return all that is paid."""
        return (
            self.work_cents
            + self.transport_cents
            + self.storage_cents
            + self.disposal_cents
            + self.fixed_cents
        )

    @property
    def income_cents(self) -> int:
        """Return all that comes in."""
        return self.sales_cents + self.support_cents

    @property
    def balance_cents(self) -> int:
        """Return what is left, or (negative) what has to be funded."""
        return self.income_cents - self.cost_cents

    @property
    def full_time_hundredths(self) -> int:
        """Return the work in hundredths of a full-time year."""
        return _half_up(Fraction(100 * self.minutes, FULL_TIME_MINUTES))


Values = Mapping[Assumption, Value]


def year(amounts: Mapping[Assumption, int], values: Values) -> Year:
    """Return the year of some amounts, each told in the unit of `values`."""
    mass = amounts[Assumption.VOLUME]
    reused = Fraction(mass * amounts[Assumption.REUSE], RATE)
    reused_g = _half_up(reused)
    weight = amounts.get(Assumption.WEIGHT)

    def total(kind: Assumption) -> Fraction:
        return amounts[kind] * times(values[kind].per, Fraction(mass), reused, weight)

    work = total(Assumption.WORK)
    return Year(
        reused_g=reused_g,
        discarded_g=mass - reused_g,
        minutes=_half_up(work),
        work_cents=_half_up(work * amounts[Assumption.HOURLY] / 60),
        transport_cents=_half_up(total(Assumption.TRANSPORT)),
        storage_cents=_half_up(total(Assumption.STORAGE)),
        disposal_cents=_half_up(total(Assumption.DISPOSAL)),
        fixed_cents=amounts[Assumption.FIXED],
        sales_cents=_half_up(total(Assumption.PRICE)),
        support_cents=_half_up(total(Assumption.SUPPORT)),
    )


def times(per: Per, mass: Fraction, reused: Fraction, weight: int | None) -> Fraction:
    """Return how many tonnes, kilos or pieces a year holds, of what `per` says."""
    if per is Per.TONNE:
        return mass / TONNE_G
    if per is Per.REUSED_TONNE:
        return reused / TONNE_G
    if per is Per.LOST_TONNE:
        return (mass - reused) / TONNE_G
    if per is Per.REUSED_KG:
        return reused / 1000
    assert weight
    return (mass if per is Per.PIECE else reused) / weight


def _half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))
