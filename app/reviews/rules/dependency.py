"""Whom we lean on: the share of the first source, and what would stop with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.base.core.text import N_
from app.partners.registry import Arrival, Sum

Came = Arrival | Sum

FRAGILE: Final = 50
"""From this share of one structure on, in per cent, what comes hangs by a thread."""
WATCHED: Final = 33


class Measure(StrEnum):
    """What is counted."""

    MASS = "kg"
    UNITS = "pieces"

    def of(self, arrival: Came) -> int:
        """Return grams or pieces."""
        return arrival.mass_g if self is Measure.MASS else arrival.units

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return N_("En kilogrammes") if self is Measure.MASS else N_("En pièces")


class By(StrEnum):
    """What is told apart."""

    FAMILY = "famille"
    THING = "objet"

    def of(self, arrival: Came) -> str:
        """Return the word under which an arrival is counted; empty for what nobody named."""
        if self is By.THING:
            return arrival.thing
        return arrival.family.value if arrival.family else ""

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return N_("Par famille") if self is By.FAMILY else N_("Par objet")


@dataclass(frozen=True)
class Share:
    """What one source gave of a whole; None stands for all residents together."""

    organisation_id: UUID | None
    amount: int
    whole: int

    @property
    def percent(self) -> int:
        """Return the share in per cent, rounded half up."""
        return (200 * self.amount + self.whole) // (2 * self.whole) if self.whole else 0


@dataclass(frozen=True)
class Dependence:
    """What came under one word, and from whom, the largest source first."""

    key: str
    whole: int
    shares: tuple[Share, ...]

    @property
    def first(self) -> Share | None:
        """Return the structure that gives most; residents are many, so they are no source."""
        return next((each for each in self.shares if each.organisation_id is not None), None)

    @property
    def fragile(self) -> bool:
        """Tell whether one structure gives half of it or more."""
        return self.first is not None and 100 * self.first.amount >= FRAGILE * self.whole

    @property
    def watched(self) -> bool:
        """Tell whether one structure gives a third of it or more."""
        return self.first is not None and 100 * self.first.amount >= WATCHED * self.whole


def year_before(today: date) -> tuple[date, date]:
    """Return the first day of the last twelve whole and current months, and tomorrow's eve + 1."""
    first = date(today.year - 1, today.month, 1)
    first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(today.toordinal() + 1)


def dependences(arrivals: Iterable[Came], by: By, measure: Measure) -> list[Dependence]:
    """Return each family or object with its sources, the largest whole first."""
    found: dict[str, dict[UUID | None, int]] = {}
    for arrival in arrivals:
        given = found.setdefault(by.of(arrival), {})
        source = arrival.organisation_id
        given[source] = given.get(source, 0) + measure.of(arrival)
    told = [_dependence(key, given) for key, given in found.items()]
    return sorted(told, key=lambda each: (-each.whole, each.key))


def lost(found: Iterable[Dependence], structure: UUID) -> list[tuple[str, Share]]:
    """Return what stops, word by word, when `structure` stops: of which whole."""
    return [
        (each.key, share)
        for each in found
        for share in each.shares
        if share.organisation_id == structure and share.amount
    ]


def by_key(
    arrivals: Iterable[Came], key: Callable[[Came], str], measure: Measure
) -> Mapping[str, int]:
    """Return how much came under each word."""
    found: dict[str, int] = {}
    for arrival in arrivals:
        found[key(arrival)] = found.get(key(arrival), 0) + measure.of(arrival)
    return found


def _dependence(key: str, given: Mapping[UUID | None, int]) -> Dependence:
    whole = sum(given.values())
    ranked = sorted(given.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return Dependence(key, whole, tuple(Share(who, amount, whole) for who, amount in ranked))
