"""The fewest places that take everything somebody has in hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.base.core.errors import RuleBroken
from app.base.core.text import N_

LIMIT: Final = 6
"""Objects answered at once: 2^6 sets of objects are tried, each against each useful place."""


@dataclass(frozen=True)
class Candidate:
    """A place that takes some of the objects (by their position in the question).

    `unsure` when nobody knows whether it is open then; distance is from the origin.
    """

    point_id: int
    takes: frozenset[int]
    distance_m: int
    unsure: bool = False


@dataclass(frozen=True)
class Stop:
    """A place to go to, and what to leave there."""

    point_id: int
    objects: tuple[int, ...]
    distance_m: int
    unsure: bool


@dataclass(frozen=True)
class Cover:
    """Where to go, nearest first, and the objects that nobody takes."""

    stops: tuple[Stop, ...]
    orphans: tuple[int, ...]


class _Cost(NamedTuple):
    """What is compared, in this order; the points' numbers settle a draw, always alike."""

    stops: int
    unsure: int
    distance_m: int
    points: tuple[int, ...]


def cover(candidates: Iterable[Candidate], objects: int) -> Cover:
    """Return the stops that together take all objects that anybody takes.

    Fewest stops, then fewest stops with unknown hours, then least total distance from the
    origin. Exact: a greedy choice may take the nearest place first and need three where two
    do. Among places that take the same objects only the best counts, so at most 63 are
    tried, and a cost that adds up lets each set of objects remember its best way only.
    Raises RuleBroken beyond six objects.
    """
    if objects > LIMIT:
        raise RuleBroken(N_("Cherchez au plus %(limit)d objets à la fois."), limit=LIMIT)
    useful = _best_by_objects(candidates, objects)
    reach = 0
    for mask in useful:
        reach |= mask
    chosen = _cheapest(useful, reach)
    orphans = tuple(n for n in range(objects) if not reach >> n & 1)
    return Cover(_shared_out(chosen, reach), orphans)


def _best_by_objects(candidates: Iterable[Candidate], objects: int) -> dict[int, Candidate]:
    """Return the best candidate for each set of objects (as a mask) that some place takes."""
    best: dict[int, Candidate] = {}
    for candidate in sorted(candidates, key=_rank):
        mask = sum(1 << n for n in candidate.takes if 0 <= n < objects)
        if mask:
            best.setdefault(mask, candidate)
    return best


def _rank(candidate: Candidate) -> tuple[bool, int, int]:
    return candidate.unsure, candidate.distance_m, candidate.point_id


def _cheapest(useful: dict[int, Candidate], reach: int) -> Sequence[Candidate]:
    """Return the candidates of the cheapest cover of `reach`."""
    by_id = {candidate.point_id: candidate for candidate in useful.values()}
    best: dict[int, _Cost] = {0: _Cost(0, 0, 0, ())}
    for mask, candidate in useful.items():
        for covered, cost in list(best.items()):
            union = covered | mask
            longer = _with(cost, candidate)
            if union not in best or longer < best[union]:
                best[union] = longer
    return [by_id[point_id] for point_id in best[reach].points]


def _with(cost: _Cost, candidate: Candidate) -> _Cost:
    return _Cost(
        cost.stops + 1,
        cost.unsure + candidate.unsure,
        cost.distance_m + candidate.distance_m,
        tuple(sorted((*cost.points, candidate.point_id))),
    )


def _shared_out(chosen: Sequence[Candidate], reach: int) -> tuple[Stop, ...]:
    """Return the stops nearest first; what two of them take is left at the first."""
    left = {n for n in range(LIMIT) if reach >> n & 1}
    stops = []
    for candidate in sorted(chosen, key=lambda one: (one.distance_m, one.point_id)):
        here = tuple(sorted(left & candidate.takes))
        left.difference_update(here)
        stops.append(Stop(candidate.point_id, here, candidate.distance_m, candidate.unsure))
    return tuple(stops)
