"""Whether a point can lie in its commune: by the outline where we have it, else by the size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, radians, sqrt
from typing import Any

from app.base.core.geo import distance_m

TOLERANCE_M = 300
"""Outlines are simplified by some 60 m, and a place may stand across the road."""
STRETCH = 1.6
"""How much longer than a disc of the same area communes usually reach; measured, see figures."""
LEAST_REACH_M = 1_000
METRES_PER_DEGREE = 111_195

Ring = Sequence[tuple[float, float]]
"""Longitude and latitude pairs, closed, in degrees."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A commune's border: polygons, each an outer ring followed by its holes."""

    insee: str
    polygons: tuple[tuple[Ring, ...], ...]


def outline(feature: Mapping[str, Any]) -> Outline:
    """Return the outline of a GeoJSON feature whose property `code` is the INSEE code."""
    geometry = feature["geometry"]
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return Outline(feature["properties"]["code"], tuple(tuple(map(tuple, p)) for p in polygons))


def contains(border: Outline, lat: float, lon: float) -> bool:
    """Tell whether a point lies inside, by counting the borders a ray crosses."""
    return any(
        _in_ring(outer, lat, lon) and not any(_in_ring(hole, lat, lon) for hole in holes)
        for outer, *holes in border.polygons
    )


def distance_to_border_m(border: Outline, lat: float, lon: float) -> float:
    """Return the distance from a point to the nearest border, in metres, on a flat local map."""
    scale = cos(radians(lat))
    segments = (
        (start, end)
        for polygon in border.polygons
        for ring in polygon
        for start, end in pairwise(ring)
    )
    return METRES_PER_DEGREE * min(
        _to_segment(
            ((start[0] - lon) * scale, start[1] - lat), ((end[0] - lon) * scale, end[1] - lat)
        )
        for start, end in segments
    )


def is_inside(border: Outline, lat: float, lon: float) -> bool:
    """Tell whether a point lies in the commune or within the outlines' tolerance of it."""
    return contains(border, lat, lon) or distance_to_border_m(border, lat, lon) <= TOLERANCE_M


def reach_m(area_ha: int) -> int:
    """Return how far from its centroid a commune of that area can be expected to reach."""
    return round(max(LEAST_REACH_M, STRETCH * sqrt(area_ha * 10_000 / pi)))


def is_within_reach(centroid: tuple[float, float], area_ha: int, lat: float, lon: float) -> bool:
    """Tell whether a point is near enough to the centroid for a commune of that area."""
    return distance_m(*centroid, lat, lon) <= reach_m(area_ha)


def _in_ring(ring: Ring, lat: float, lon: float) -> bool:
    inside = False
    for (lon1, lat1), (lon2, lat2) in pairwise(ring):
        if (lat1 > lat) != (lat2 > lat) and lon < lon1 + (lat - lat1) / (lat2 - lat1) * (
            lon2 - lon1
        ):
            inside = not inside
    return inside


def _to_segment(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the distance from the origin to a segment, in its own unit."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = across * across + up * up
    along = 0.0 if length == 0 else -(start[0] * across + start[1] * up) / length
    along = min(1.0, max(0.0, along))
    return hypot(start[0] + along * across, start[1] + along * up)
