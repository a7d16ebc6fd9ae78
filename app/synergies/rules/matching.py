"""How well a need and an offer fit, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rapidfuzz import fuzz

from app.base.core.geo import distance_m
from app.base.core.text import fold
from app.synergies.models import Domain, Material, Side, Unit

REACH_M: Final = 60_000
"""Further apart, nobody drives for a pallet or a training day."""
WORDS, AMOUNT, NEARNESS, PERIOD = 45, 25, 20, 10
"""What each reason weighs in a score of 100."""
LEAST_WORDS: Final = 45
"""Below this likeness of words, of 100, two entries speak of different things."""


@dataclass(frozen=True)
class Fact:
    """What is compared of an entry."""

    side: Side
    domain: Domain
    title: str
    words: str
    lat: float
    lon: float
    quantity: int | None = None
    """What no match takes yet."""
    unit: Unit | None = None
    starts: date | None = None
    until: date | None = None
    material: Material | None = None


@dataclass(frozen=True)
class Fit:
    """How well two entries fit: a score of 100 and the reasons that make it."""

    score: int
    likeness: int
    """Of the words, of 100."""
    covered: int | None
    """Which share of what is needed is offered, in percent; None: not comparable."""
    distance_m: int
    days: int | None
    """On how many days both hold; None: neither says when it ends or begins."""
    material: Material | None = None
    """What both are made of, when both say the same."""


def fit(one: Fact, other: Fact) -> Fit | None:
    """Return how well two entries fit, or None when they cannot. The order does not matter.

    They cannot on the same side, in two fields, in two units, at no common time, further apart
    than one drives, with nothing left, or speaking of different things: words that are not alike,
    unless both name one material.
    """
    if one.side is other.side or one.domain is not other.domain:
        return None
    need, offer = (one, other) if one.side is Side.NEED else (other, one)
    if need.unit is not None and offer.unit is not None and need.unit is not offer.unit:
        return None
    if 0 in {need.quantity, offer.quantity}:
        return None
    apart = distance_m(need.lat, need.lon, offer.lat, offer.lon)
    starts, until = _common(need, offer)
    if apart > REACH_M or (starts and until and until < starts):
        return None
    like = likeness(need, offer)
    same = need.material if need.material is offer.material else None
    if like < LEAST_WORDS and same in {None, Material.OTHER}:
        return None
    covered = _covered(need, offer)
    score = (
        WORDS * like / 100
        + (AMOUNT * covered / 100 if covered is not None else AMOUNT / 2)
        + NEARNESS * (1 - apart / REACH_M)
        + PERIOD
    )
    days = (until - starts).days + 1 if starts and until else None
    return Fit(round(score), like, covered, apart, days, same)


def likeness(one: Fact, other: Fact) -> int:
    """Return how alike two entries' words are, of 100; titles tell most."""
    titles = fuzz.token_set_ratio(fold(one.title), fold(other.title))
    bodies = fuzz.token_set_ratio(
        fold(f"{one.title} {one.words}"), fold(f"{other.title} {other.words}")
    )
    return round(max(titles, bodies))


def best(fact: Fact, others: Iterable[tuple[UUID, Fact]], *, limit: int) -> list[tuple[UUID, Fit]]:
    """Return the `limit` entries that fit best, the best and then the nearest first."""
    found = [(key, how) for key, other in others if (how := fit(fact, other)) is not None]
    found.sort(key=lambda each: (-each[1].score, each[1].distance_m, each[0]))
    return found[:limit]


def _covered(need: Fact, offer: Fact) -> int | None:
    if need.quantity is None or offer.quantity is None:
        return None
    return min(100, offer.quantity * 100 // need.quantity)


def _common(one: Fact, other: Fact) -> tuple[date | None, date | None]:
    starts = [day for day in (one.starts, other.starts) if day]
    until = [day for day in (one.until, other.until) if day]
    return max(starts, default=None), min(until, default=None)
