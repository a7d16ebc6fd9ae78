"""What a family answers: its year in the base, worst and best case, and where it balances."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Final

from app.feasibility.rules.years import RATE, Value, Values, Year, times, year
from app.feasibility.words import Assumption, Per

NEEDED: Final = tuple(kind for kind in Assumption if kind is not Assumption.WEIGHT)
COSTS: Final = (
    Assumption.WORK,
    Assumption.HOURLY,
    Assumption.TRANSPORT,
    Assumption.STORAGE,
    Assumption.DISPOSAL,
    Assumption.FIXED,
)
INCOMES: Final = (Assumption.PRICE, Assumption.SUPPORT)
EITHER_WAY: Final = (Assumption.VOLUME, Assumption.REUSE, Assumption.WEIGHT)
"""More of these may help or hurt: it depends on the others."""


@dataclass(frozen=True)
class Swing:
    """How far the balance moves when one assumption goes from its lowest to its highest."""

    kind: Assumption
    at_least_cents: int
    at_most_cents: int

    @property
    def spread_cents(self) -> int:
        """Return the distance between both."""
        return abs(self.at_most_cents - self.at_least_cents)


@dataclass(frozen=True)
class Answer:
    """What a complete sheet answers: base, worst and best year, break-even, what weighs most.

    `price_cents` is the price, in the unit of the sheet's own, at which base costs are covered
    (None when nothing is reused); `rate` the rate of reuse from which they are (None when none
    does, 0 when all do).
    """

    base: Year
    worst: Year
    best: Year
    price_cents: int | None
    rate: int | None
    swings: tuple[Swing, ...]
    assumed_volume: bool


@dataclass(frozen=True)
class Unknown:
    """What has to be found out before anything can be answered."""

    missing: tuple[Assumption, ...]


def answer(values: Values, measured_g: int) -> Answer | Unknown:
    """Return what a family's year would be, or what is missing to tell.

    `measured_g` came in twelve months: it stands for the volume when nobody assumes one.
    """
    known = dict(values)
    assumed = Assumption.VOLUME in known
    if not assumed and measured_g:
        known[Assumption.VOLUME] = Value(measured_g, Per.YEAR)
    missing = tuple(_missing(known))
    if missing:
        return Unknown(missing)
    base = year({kind: value.base for kind, value in known.items()}, known)
    worst, best = _extremes(known, base)
    return Answer(
        base=base,
        worst=worst,
        best=best,
        price_cents=_price(known, base),
        rate=_rate(known),
        swings=_swings(known),
        assumed_volume=assumed,
    )


def _missing(known: Values) -> Iterator[Assumption]:
    pieces = {Per.PIECE, Per.REUSED_PIECE}
    for kind in Assumption:
        if kind in known:
            continue
        by_piece = any(
            each.per in pieces for name, each in known.items() if name is not Assumption.WEIGHT
        )
        if kind in NEEDED or by_piece:
            yield kind


def _extremes(known: Values, base: Year) -> tuple[Year, Year]:
    """Return the worst and the best year that the assumptions leave open.

    Costs only hurt and incomes only help; of the three that may do both, each end is tried: the
    balance is monotone in each when the others stand, so no year between does worse or better.
    """
    found = [base]
    ends = [{known[kind].least, known[kind].most} if kind in known else {0} for kind in EITHER_WAY]
    for amounts in product(*ends):
        tried = {k: a for k, a in zip(EITHER_WAY, amounts, strict=True) if k in known}
        for hard in (True, False):
            tried |= {kind: known[kind].most if hard else known[kind].least for kind in COSTS}
            tried |= {kind: known[kind].least if hard else known[kind].most for kind in INCOMES}
            found.append(year(tried, known))
    return min(found, key=_balance), max(found, key=_balance)


def _balance(each: Year) -> int:
    return each.balance_cents


def _price(known: Values, base: Year) -> int | None:
    """Return the price that covers the base year's costs, rounded up to the cent."""
    amounts = {kind: value.base for kind, value in known.items()}
    reused = Fraction(amounts[Assumption.VOLUME] * amounts[Assumption.REUSE], RATE)
    per = known[Assumption.PRICE].per
    sold = times(per, Fraction(0), reused, amounts.get(Assumption.WEIGHT))
    lacking = base.cost_cents - base.support_cents
    if lacking <= 0:
        return 0
    return ceil(lacking / sold) if sold else None


def _rate(known: Values) -> int | None:
    """Return the lowest rate of reuse, per mille, from which the base year balances."""
    amounts = {kind: value.base for kind, value in known.items()}

    def at(rate: int) -> int:
        return year({**amounts, Assumption.REUSE: rate}, known).balance_cents

    none, all_of_it = at(0), at(RATE)
    if none >= 0:
        return 0
    if all_of_it < 0:
        return None
    guess = floor(Fraction(-none * RATE, all_of_it - none))
    found = next(rate for rate in range(max(0, guess - 1), RATE + 1) if at(rate) >= 0)
    while at(found - 1) >= 0:  # a year of a few cents is round enough to balance earlier
        found -= 1
    return found


def _swings(known: Values) -> tuple[Swing, ...]:
    """Return what moves the balance, one assumption after the other, the strongest first."""
    amounts = {kind: value.base for kind, value in known.items()}
    found = [
        Swing(
            kind,
            year({**amounts, kind: value.least}, known).balance_cents,
            year({**amounts, kind: value.most}, known).balance_cents,
        )
        for kind, value in known.items()
        if value.open
    ]
    moving = [each for each in found if each.spread_cents]
    return tuple(sorted(moving, key=lambda each: (-each.spread_cents, each.kind)))
