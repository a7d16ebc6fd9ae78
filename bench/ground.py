"""Half a million invented places over the real communes, the same at each run.

They lie where people live. A family that many places take, one that some take and one that
few take are found by the same question, so that the index is asked in each condition.
"""

import random
from collections.abc import Iterator
from itertools import accumulate
from math import cos, pi, radians, sqrt
from typing import Any, Final, NamedTuple

from app.catalog.models import Gesture
from app.points.models import Offer, PointKind
from app.points.queries.seeks import band
from app.points.rules import things
from app.territory import reference

VERSION: Final = "1"
"""To be raised whenever other places would come out: kept databases are then made again."""
COUNT: Final = 500_000
SEED: Final = 20260101
FAMILIES: Final = {"common": "textile", "middle": "outillage", "rare": "autres"}
"""Families taken by 40 %, 3 % and 0.2 % of the places."""

_SHARES: Final = (
    (0.40, Gesture.DEPOSER, "textile/vetements"),
    (0.10, Gesture.DONNER, "livres/livres"),
    (0.15, Gesture.DEPOSER, "eee/piles"),
    (0.12, Gesture.DEPOSER, "eee/pam"),
    (0.10, Gesture.DEPOSER, "eee/ecrans"),
    (0.08, Gesture.REPARER, "eee/informatique"),
    (0.08, Gesture.DONNER, "mobilier/meubles"),
    (0.06, Gesture.DONNER, "loisirs/velos"),
    (0.05, Gesture.DEPOSER, "eee/gem-froid"),
    (0.04, Gesture.DONNER, "loisirs/jouets"),
    (0.03, Gesture.DONNER, "outillage/bricolage"),
    (0.002, Gesture.DEPOSER, "autres/puericulture"),
)
_OTHERWISE: Final = Offer(Gesture.DEPOSER, "eee/telephones")
_KINDS: Final = (
    (PointKind.BIN, "Borne"),
    (PointKind.SHOP_BIN, "Borne en magasin"),
    (PointKind.SHOP, "Magasin"),
    (PointKind.REPAIRER, "Atelier"),
    (PointKind.REUSE, "Ressourcerie"),
    (PointKind.RECYCLING_CENTRE, "Déchèterie"),
)
_HOURS: Final = (
    "",
    "24/7",
    "Mo-Sa 09:00-19:00",
    "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off",
    "Tu-Sa 10:00-12:30,14:00-18:30",
    "We,Sa 09:00-12:00,13:30-17:30",
    "Mo-Sa 08:30-20:00; Su 09:00-12:30",
    "Mo,We-Sa 09:00-12:00,13:30-18:00; Su 09:00-12:00; PH off",
)
_METRES: Final = 111_195
"""Of one degree of latitude."""


class Place(NamedTuple):
    """One invented place: what of the published point differs from one to the next."""

    id: int
    name: str
    slug: str
    kind: PointKind
    postcode: str
    insee: str
    lat: float
    lon: float
    offers: tuple[Offer, ...]
    hours: str

    @property
    def categories(self) -> list[int]:
        """Return the codes under which the index of places keeps it."""
        return things.indexed(self.kind, self.offers, ())


class Town(NamedTuple):
    """What is drawn from a commune: `reach` is its radius in metres, were it a disc."""

    insee: str
    department: str
    postcode: str
    population: int
    lat: float
    lon: float
    reach: float


def towns() -> list[Town]:
    """Return every commune."""
    return [_town(row, postcodes) for row, postcodes in reference.communes()]


def places(count: int = COUNT, seed: int = SEED) -> Iterator[Place]:
    """Yield `count` places, each in a commune drawn by its population."""
    chance = random.Random(seed)
    every = towns()
    weights = list(accumulate(town.population for town in every))
    drawn = chance.choices(every, cum_weights=weights, k=count)
    for number, town in enumerate(drawn, start=1):
        kind, word = chance.choice(_KINDS)
        lat, lon = around(town, chance)
        yield Place(
            number,
            f"{word} d’essai {number}",
            f"essai-{number}",
            kind,
            town.postcode,
            town.insee,
            lat,
            lon,
            _offers(chance),
            chance.choice(_HOURS),
        )


def origins(where: str, count: int, seed: int = SEED) -> list[tuple[float, float]]:
    """Return where people ask from: in `paris`, or in the communes of the `lozere`."""
    chance = random.Random(f"{where} {seed}")
    department = {"paris": "75", "lozere": "48"}[where]
    chosen = [town for town in towns() if town.department == department]
    return [around(chance.choice(chosen), chance) for _origin in range(count)]


def around(town: Town, chance: random.Random) -> tuple[float, float]:
    """Return a place in a town, anywhere in the disc that has its area; degrees."""
    away, turn = town.reach * sqrt(chance.random()), chance.uniform(0, 2 * pi)
    north, east = away * cos(turn), away * cos(turn - pi / 2)
    lat = town.lat + north / _METRES
    return round(lat, 6), round(town.lon + east / _METRES / cos(radians(lat)), 6)


def index_rows(place: Place) -> Iterator[tuple[int, int, float, float, int]]:
    """Yield the rows of the index: category, band, lon, lat, point."""
    at = band(place.lat)
    for category in place.categories:
        yield category, at, place.lon, place.lat, place.id


def _offers(chance: random.Random) -> tuple[Offer, ...]:
    found = tuple(
        Offer(gesture, thing) for share, gesture, thing in _SHARES if chance.random() < share
    )
    return found or (_OTHERWISE,)


def _town(row: dict[str, Any], postcodes: list[str]) -> Town:
    return Town(
        insee=row["insee"],
        department=row["department"],
        postcode=postcodes[0],
        population=row["population"],
        lat=row["hall_lat"] or row["lat"],
        lon=row["hall_lon"] or row["lon"],
        reach=sqrt(row["area_ha"] * 10_000 / pi),
    )
