"""The nearest places of a category, by the index alone.

Rings grow around the origin; each is complete, so the order is exact however far it goes.
The first ring is as wide as earlier searches from near there went: most find all in one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from math import cos, floor, radians, sqrt
from typing import Final

from sqlmodel import Session

from app.base.core.geo import distance_m
from app.points.queries.seeks import few as few_places
from app.points.queries.seeks import seek

Keep = Callable[[Sequence[int]], Collection[int]]
"""Given points in order of distance, return those that also satisfy the other filters."""

FIRST_RADIUS_M: Final = 250
FARTHEST_M: Final = 1_000_000
"""Beyond the radius a search goes on this far: across the country."""
BEYOND: Final = 5
"""Places returned at least, the nearest beyond the radius if there are fewer within it."""
MOST_EXAMINED: Final = 2_000
"""Places examined at most, give or take one ring; a filter that keeps none ends there."""

_METRES_PER_DEGREE: Final = 111_195
_FASTEST, _SLOWEST = 6.0, 1.4
_CHUNK: Final = 100
_CELLS_PER_DEGREE: Final = 20
_REGIONS_PER_DEGREE: Final = 2
_MOST_REACHES: Final = 20_000
_MARGIN, _MEMORY = 1.2, 0.95
_REGION_MARGIN, _NEWEST = 1.4, 0.3

Found = tuple[int, int]
"""A point's number and its distance in metres."""
_Cell = tuple[object, ...]

_reaches: dict[_Cell, float] = {}
"""How far searches from a cell or its region went, in metres: a hint for the cost, never for
the answer."""


def nearest(  # noqa: PLR0913 - where, what, how far, how many
    session: Session,
    category: int | Sequence[int],
    lat: float,
    lon: float,
    *,
    limit: int = 20,
    radius_m: int = 30_000,
    beyond: int = BEYOND,
    keep: Keep | None = None,
) -> list[Found]:
    """Return the nearest active points under a category, or any of several, with distances.

    Sorted by distance then number, `limit` at most within `radius_m`. When there are fewer
    than `beyond` within it the next nearest complete them: never a dead end. Work is bounded:
    2,000 places examined, 1,000 km.
    """
    categories = (category,) if isinstance(category, int) else tuple(category)
    asked = (categories, limit, radius_m, keep is None)
    cell = (floor(lat * _CELLS_PER_DEGREE), floor(lon * _CELLS_PER_DEGREE), asked)
    region = (floor(lat * _REGIONS_PER_DEGREE), floor(lon * _REGIONS_PER_DEGREE), asked, "region")
    few = min(beyond, limit)
    rings = _rings(
        session,
        categories,
        lat,
        lon,
        wanted=(limit, few),
        first_m=_first_radius(cell, region, radius_m if few == 0 else FARTHEST_M),
        radius_m=radius_m,
    )
    found, went_m = _gathered(rings, keep, limit=limit, few=few, radius_m=radius_m)
    _remember(cell, region, went_m)
    return found


def _gathered(
    rings: "Iterator[_Ring]", keep: Keep | None, *, limit: int, few: int, radius_m: int
) -> tuple[list[Found], int]:
    """Return the points of the rings until there are enough, and how far that was in metres."""
    found: list[Found] = []
    reached_m = 0
    for ring in rings:
        reached_m = ring.to_m
        enough = limit if ring.to_m <= radius_m else few
        for chosen in _kept(ring.points, keep, limit):
            if len(found) >= enough:
                return found, found[-1][1] if found else reached_m
            found.append(chosen)
        if len(found) >= (enough if ring.to_m < radius_m else few):
            break
    all_wanted = len(found) == limit or (found and found[-1][1] > radius_m)
    return found, found[-1][1] if all_wanted else min(reached_m, radius_m)


def _first_radius(cell: _Cell, region: _Cell, most_m: int) -> int:
    """Return how far the first ring goes, in metres: as far as searches from near there went."""
    hint = _reaches.get(cell) or _reaches.get(region, 0.0) * _REGION_MARGIN
    return min(round(max(hint, FIRST_RADIUS_M)), most_m)


def _remember(cell: _Cell, region: _Cell, went_m: float) -> None:
    """Keep how far a search went, so that the next one from there needs one ring, hardly wider."""
    if len(_reaches) >= _MOST_REACHES:
        _reaches.clear()
    _reaches[cell] = max(went_m * _MARGIN, _reaches.get(cell, 0.0) * _MEMORY)
    usual_m = _reaches.get(region, went_m)
    _reaches[region] = usual_m + (went_m - usual_m) * _NEWEST


class _Ring:
    """The points farther than the last ring and up to `to_m`, nearest first."""

    def __init__(self, points: list[Found], to_m: int) -> None:
        self.points = points
        self.to_m = to_m


def _rings(  # noqa: PLR0913 - as nearest
    session: Session,
    categories: Sequence[int],
    lat: float,
    lon: float,
    *,
    wanted: tuple[int, int],
    first_m: int,
    radius_m: int,
) -> Iterator[_Ring]:
    """Yield rings that grow by how many points the last one held; one ends at the radius.

    `wanted` is how many are wanted within the radius, and how many at least. A disc wider than
    the radius is read at once and told as two rings.
    """
    inner, outer = -1, first_m
    while True:
        disc = _disc(session, categories, lat, lon, outer)
        if inner < radius_m < outer:
            yield _Ring([one for one in disc if inner < one[1] <= radius_m], radius_m)
            inner = radius_m
        yield _Ring([one for one in disc if one[1] > inner], outer)
        if outer >= FARTHEST_M or len(disc) >= MOST_EXAMINED:
            return
        inner, grown = outer, _next_radius(outer, len(disc), wanted[inner >= radius_m])
        crosses = inner < radius_m < grown and not few_places(session, categories)
        outer = radius_m if crosses else min(grown, FARTHEST_M)


def _next_radius(radius_m: int, held: int, wanted: int) -> int:
    """Return the radius at which `wanted` points are likely, if they lie as densely as here."""
    growth = _FASTEST if held == 0 else 1.2 * sqrt(wanted / held)
    return round(radius_m * min(max(growth, _SLOWEST), _FASTEST))


def _disc(
    session: Session, categories: Sequence[int], lat: float, lon: float, radius_m: int
) -> list[Found]:
    """Return every point within `radius_m`, nearest first."""
    high = radius_m / _METRES_PER_DEGREE
    wide = high / max(cos(radians(min(abs(lat) + high, 89.0))), 0.01)
    box = seek(session, categories, lat - high, lat + high, lon - wide, lon + wide)
    near: dict[int, int] = {}
    for point_id, point_lat, point_lon in box:
        away = distance_m(lat, lon, point_lat, point_lon)
        if away <= radius_m:
            near[point_id] = away
    return sorted(near.items(), key=lambda one: (one[1], one[0]))


def _kept(points: Sequence[Found], keep: Keep | None, limit: int) -> Iterable[Found]:
    """Yield the points that `keep` keeps, asked first about those that may suffice."""
    if keep is None:
        yield from points
        return
    start, size = 0, min(limit + limit // 4, _CHUNK)
    while chunk := points[start : start + size]:
        start, size = start + size, _CHUNK
        kept = set(keep([point_id for point_id, _away in chunk]))
        yield from (one for one in chunk if one[0] in kept)
