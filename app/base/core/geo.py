"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_009
"""Mean radius, IUGG."""


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """Return the great-circle distance between two points in degrees, in whole metres."""
    half_lat = sin(radians(lat2 - lat1) / 2)
    half_lon = sin(radians(lon2 - lon1) / 2)
    chord = half_lat**2 + cos(radians(lat1)) * cos(radians(lat2)) * half_lon**2
    return round(2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, chord))))
