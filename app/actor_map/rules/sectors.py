"""Which way a commune lies: the five parts of a territory that people speak of."""

from collections.abc import Mapping
from enum import StrEnum
from math import atan2, cos, degrees, hypot, radians

from app.base.core.text import N_

CENTRE_SHARE = 0.25
"""A commune nearer to the middle than this share of the farthest one is in the centre."""


class Sector(StrEnum):
    """A part of the territory."""

    CENTRE = "centre"
    NORTH = "nord"
    EAST = "est"
    SOUTH = "sud"
    WEST = "ouest"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _LABELS[self]


def sectors(
    places: Mapping[str, tuple[float, float]], middle: tuple[float, float]
) -> dict[str, Sector]:
    """Return the sector of each place, seen from the middle of the territory."""
    away = {key: _offset(place, middle) for key, place in places.items()}
    farthest = max((hypot(*each) for each in away.values()), default=0.0)
    return {key: _sector(*each, farthest * CENTRE_SHARE) for key, each in away.items()}


def _offset(place: tuple[float, float], middle: tuple[float, float]) -> tuple[float, float]:
    """Return how far north and east of the middle a place lies, in degrees of latitude."""
    return place[0] - middle[0], (place[1] - middle[1]) * cos(radians(middle[0]))


def _sector(north: float, east: float, centre: float) -> Sector:
    if hypot(north, east) <= centre:
        return Sector.CENTRE
    turned = degrees(atan2(east, north)) % 360
    quarters = (Sector.NORTH, Sector.EAST, Sector.SOUTH, Sector.WEST)
    return quarters[int((turned + 45) % 360 // 90)]


_LABELS = {
    Sector.CENTRE: N_("Au centre"),
    Sector.NORTH: N_("Au nord"),
    Sector.EAST: N_("À l’est"),
    Sector.SOUTH: N_("Au sud"),
    Sector.WEST: N_("À l’ouest"),
}
