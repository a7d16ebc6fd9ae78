"""Which places have a spot within a distance: by cells as wide as it, so that few are measured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import cos, floor, radians

from app.base.core.geo import distance_m

METRES_PER_DEGREE = 111_195
POLAR = 89.0
Spot = tuple[float, float]
"""Latitude and longitude, in degrees."""
_Cells = dict[tuple[int, int], list[Spot]]


def near(places: Mapping[str, Spot], spots: Iterable[Spot], radius_m: int) -> set[str]:
    """Return the places that have a spot at `radius_m` or nearer."""
    if not places:
        return set()
    high = radius_m / METRES_PER_DEGREE
    farthest = max(abs(lat) for lat, _lon in places.values()) + high
    wide = high / cos(radians(min(farthest, POLAR)))
    cells: _Cells = defaultdict(list)
    for spot in spots:
        cells[_cell(spot, high, wide)].append(spot)
    return {key for key, place in places.items() if _reaches(place, cells, radius_m, (high, wide))}


def _reaches(place: Spot, cells: _Cells, radius_m: int, size: tuple[float, float]) -> bool:
    row, column = _cell(place, *size)
    return any(
        distance_m(*place, *spot) <= radius_m
        for down in (0, -1, 1)
        for aside in (0, -1, 1)
        for spot in cells.get((row + down, column + aside), ())
    )


def _cell(spot: Spot, high: float, wide: float) -> tuple[int, int]:
    return floor(spot[0] / high), floor(spot[1] / wide)
