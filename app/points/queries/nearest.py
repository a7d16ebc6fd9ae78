"""The nearest places of a category, by the index alone.

Rings grow around the origin; each is complete, so the order is exact however far it goes.
The first ring is as wide as earlier searches from near there went: most find all in one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from math import cos, floor, radians, sqrt
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.geo import distance_m
from app.points.models import Point, PointKind, PointPlace

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
_BANDS_PER_DEGREE: Final = 100
_FASTEST, _SLOWEST = 6.0, 1.4
_CHUNK: Final = 100
_CELLS_PER_DEGREE: Final = 20
_MOST_REACHES: Final = 20_000
_MARGIN, _MEMORY = 1.2, 0.95

Found = tuple[int, int]
"""A point's number and its distance in metres."""

_reaches: dict[tuple[object, ...], float] = {}
"""How far searches from a cell went, in metres: a hint for the cost, never for the answer."""


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
    categories = [category] if isinstance(category, int) else list(category)
    cell = floor(lat * _CELLS_PER_DEGREE), floor(lon * _CELLS_PER_DEGREE)
    here = (*cell, *categories, limit, keep is None)
    first_m = min(round(_reaches.get(here, FIRST_RADIUS_M)), radius_m)
    rings = _rings(session, categories, lat, lon, limit=limit, first_m=first_m, radius_m=radius_m)
    found = _gathered(rings, keep, limit=limit, few=min(beyond, limit), radius_m=radius_m)
    _remember(here, found[-1][1] if len(found) == limit else radius_m)
    return found


def _gathered(
    rings: "Iterator[_Ring]", keep: Keep | None, *, limit: int, few: int, radius_m: int
) -> list[Found]:
    """Return the points of the rings until there are enough."""
    found: list[Found] = []
    for ring in rings:
        enough = limit if ring.to_m <= radius_m else few
        for chosen in _kept(ring.points, keep, limit):
            if len(found) >= enough:
                return found
            found.append(chosen)
        if len(found) >= (enough if ring.to_m < radius_m else few):
            return found
    return found


def _remember(here: tuple[object, ...], went_m: float) -> None:
    """Keep how far a search went, so that the next one from there needs one ring, hardly wider."""
    if len(_reaches) >= _MOST_REACHES:
        _reaches.clear()
    _reaches[here] = max(went_m * _MARGIN, _reaches.get(here, 0.0) * _MEMORY, FIRST_RADIUS_M)


class _Ring:
    """The points farther than the last ring and up to `to_m`, nearest first."""

    def __init__(self, points: list[Found], to_m: int) -> None:
        self.points = points
        self.to_m = to_m


def _rings(  # noqa: PLR0913 - as nearest
    session: Session,
    categories: list[int],
    lat: float,
    lon: float,
    *,
    limit: int,
    first_m: int,
    radius_m: int,
) -> Iterator[_Ring]:
    """Yield rings that grow by how many points the last one held; one ends at the radius."""
    inner, examined = -1, 0
    outer = first_m
    while True:
        disc = _disc(session, categories, lat, lon, outer)
        examined = len(disc)
        yield _Ring([one for one in disc if one[1] > inner], outer)
        if outer >= FARTHEST_M or examined >= MOST_EXAMINED:
            return
        inner, grown = outer, _next_radius(outer, examined, limit)
        outer = radius_m if inner < radius_m < grown else min(grown, FARTHEST_M)


def _next_radius(radius_m: int, held: int, limit: int) -> int:
    """Return the radius at which `limit` points are likely, if they lie as densely as here."""
    growth = _FASTEST if held == 0 else 1.2 * sqrt(limit / held)
    return round(radius_m * min(max(growth, _SLOWEST), _FASTEST))


def _disc(
    session: Session, categories: list[int], lat: float, lon: float, radius_m: int
) -> list[Found]:
    """Return every point within `radius_m`, nearest first."""
    high = radius_m / _METRES_PER_DEGREE
    wide = high / max(cos(radians(min(abs(lat) + high, 89.0))), 0.01)
    bands = _bands(lat - high, lat + high)
    near: dict[int, int] = {}
    for point_id, point_lat, point_lon in _seek(session, categories, bands, lon - wide, lon + wide):
        away = distance_m(lat, lon, point_lat, point_lon)
        if away <= radius_m:
            near[point_id] = away
    return sorted(near.items(), key=lambda one: (one[1], one[0]))


def _seek(
    session: Session, categories: list[int], bands: list[int], west: float, east: float
) -> Iterable[tuple[int, float, float]]:
    """Return number, latitude and longitude of what the index holds in a box."""
    connection = session.connection()
    sql, names = _statement(connection.dialect, len(categories), len(bands))
    values: dict[str, float] = {f"category_{n}": code for n, code in enumerate(categories)}
    values |= {f"band_{n}": number for n, number in enumerate(bands)}
    values |= {"west": west, "east": east}
    given = tuple(values[name] for name in names) if names else values
    return connection.exec_driver_sql(sql, given)


@lru_cache(maxsize=1024)
def _statement(dialect: sa.Dialect, categories: int, bands: int) -> tuple[str, tuple[str, ...]]:
    """Return the seek for so many categories and bands, and its values' names in order.

    Written once: an IN list that SQLAlchemy expands at each execution costs as much as the
    seek itself. Without positions the driver takes the values by name.
    """
    place = (col(PointPlace.category), col(PointPlace.lat_band), col(PointPlace.lon))
    query = sa.select(col(PointPlace.point_id), col(PointPlace.lat), col(PointPlace.lon)).where(
        place[0].in_([sa.bindparam(f"category_{n}", type_=sa.Integer) for n in range(categories)]),
        place[1].in_([sa.bindparam(f"band_{n}", type_=sa.Integer) for n in range(bands)]),
        place[2].between(sa.bindparam("west"), sa.bindparam("east")),
    )
    compiled = query.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


def _bands(south: float, north: float) -> list[int]:
    first = floor(max(south, -90.0) * _BANDS_PER_DEGREE)
    return list(range(first, floor(min(north, 90.0) * _BANDS_PER_DEGREE) + 1))


def band(lat: float) -> int:
    """Return the latitude band under which the index keeps a place."""
    return floor(lat * _BANDS_PER_DEGREE)


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


def by_post(session: Session, *, limit: int = 20) -> list[int]:
    """Return the active points reached by post, by name: they are near to everybody."""
    query = (
        sa.select(col(Point.id))
        .where(col(Point.kind) == PointKind.POST, col(Point.active))
        .order_by(col(Point.name), col(Point.id))
        .limit(limit)
    )
    return list(session.connection().execute(query).scalars())
