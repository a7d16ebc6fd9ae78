"""The names of the communes, kept in the process: searching them costs no statement.

Thirty-five thousand names are some ten megabytes; a range of a sorted list answers in
microseconds, likeness in a few milliseconds, and both databases answer alike.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from sys import intern
from typing import NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.errors import RuleBroken
from app.base.core.geo import distance_m
from app.base.core.text import N_
from app.territory.models import Commune, CommunePostcode
from app.territory.rules import ranking, territories
from app.territory.rules.territories import Territory

AFTER_LETTERS = "{"
"""The sign after z: the end of a range of keys that share a beginning."""
BAND = 0.1
"""Degrees of latitude looked at first around a point: 11 km."""


class Row(NamedTuple):
    """What is read of a commune; the centre in degrees."""

    key: str
    name: str
    insee: str
    epci: str | None
    population: int
    lat: float
    lon: float


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Communes as parallel lists sorted by key; a commune's place in them is its rank."""

    keys: list[str]
    names: list[str]
    insee: list[str]
    epci: list[str | None]
    population: "array[int]"
    lat: "array[float]"
    lon: "array[float]"
    main_postcode: list[str]
    postcodes: list[tuple[str, int]]
    """Every postcode with a rank, sorted."""
    by_lat: list[int]
    """Ranks by latitude of the centre."""
    territories: dict[str, Territory] = field(default_factory=dict)
    of_territory: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    def named(self, key: str) -> range:
        """Return the ranks of the communes that bear a key."""
        start = bisect_left(self.keys, key)
        stop = start
        while stop < len(self.keys) and self.keys[stop] == key:
            stop += 1
        return range(start, stop)

    def beginning(self, key: str) -> range:
        """Return the ranks of the communes whose key begins so."""
        return range(bisect_left(self.keys, key), bisect_left(self.keys, key + AFTER_LETTERS))

    def at_postcode(self, digits: str) -> list[tuple[str, int]]:
        """Return the postcodes that begin so, each with the rank of a commune it serves."""
        start = bisect_left(self.postcodes, (digits, -1))
        return self.postcodes[start : bisect_left(self.postcodes, (digits + "a", -1))]

    def ours(self, territory: Territory) -> list[int]:
        """Return the ranks of a territory's communes."""
        if territory.codes not in self.of_territory:
            self.of_territory[territory.codes] = [
                rank for rank, code in enumerate(self.insee) if code in territory.insee
            ]
        return self.of_territory[territory.codes]

    def alike(self, key: str, *, floor: float, limit: int) -> list[ranking.Likeness]:
        """Return the communes whose key looks like `key`, best first."""
        return ranking.alike(key, self.keys, floor=floor, limit=limit)

    def first(self, ranks: Iterable[int], territory: Territory, limit: int) -> list[int]:
        """Return the ranks to show: the territory first, then the most peopled communes."""
        return nsmallest(
            limit,
            ranks,
            key=lambda rank: (
                self.insee[rank] not in territory.insee,
                -self.population[rank],
                self.insee[rank],
            ),
        )

    def nearest(self, lat: float, lon: float) -> str:
        """Return the INSEE code of the commune whose centre is nearest to a point."""
        band = BAND
        while not (near := list(self._around(lat, lon, band))):
            band *= 2
        return self.insee[min(near)[1]]

    def territory(self, setting: str) -> Territory:
        """Return the territory a setting means. Raises RuleBroken on an unknown code."""
        if setting not in self.territories:
            self.territories[setting] = self._territory(setting)
        return self.territories[setting]

    def _around(self, lat: float, lon: float, band: float) -> Iterator[tuple[int, int]]:
        """Yield distance in metres and rank of the centres that a band surely ranks right."""
        start = bisect_left(self.by_lat, lat - band, key=self.lat.__getitem__)
        stop = bisect_left(self.by_lat, lat + band, key=self.lat.__getitem__)
        sure_m = distance_m(lat, lon, lat + band, lon) if lat + band <= 90 else 0  # noqa: PLR2004 - the pole
        for rank in self.by_lat[start:stop]:
            away_m = distance_m(lat, lon, self.lat[rank], self.lon[rank])
            if away_m <= sure_m or band > 180:  # noqa: PLR2004 - the whole globe was looked at
                yield away_m, rank

    def _territory(self, setting: str) -> Territory:
        codes = territories.codes_of(setting)
        insee = territories.members(codes, dict(zip(self.insee, self.epci, strict=True)))
        ranks = [rank for rank, code in enumerate(self.insee) if code in insee]
        lat = sum(self.lat[rank] for rank in ranks) / len(ranks)
        lon = sum(self.lon[rank] for rank in ranks) / len(ranks)
        return Territory(codes, insee, round(lat, 4), round(lon, 4))


_kept: WeakKeyDictionary[sa.Engine, Gazetteer] = WeakKeyDictionary()


def of(session: Session) -> Gazetteer:
    """Return the names of this session's database, read once in a process.

    Raises RuleBroken when the communes are not loaded yet.
    """
    bind = session.get_bind()
    engine = bind if isinstance(bind, sa.Engine) else bind.engine
    if engine not in _kept:
        _kept[engine] = _read(session)
    return _kept[engine]


def forget() -> None:
    """Read the names again next time: the communes have changed."""
    _kept.clear()


def _read(session: Session) -> Gazetteer:
    query = sa.select(
        col(Commune.folded),
        col(Commune.name),
        col(Commune.insee),
        col(Commune.epci),
        col(Commune.population),
        sa.func.coalesce(col(Commune.hall_lat), col(Commune.lat)),
        sa.func.coalesce(col(Commune.hall_lon), col(Commune.lon)),
    )
    rows = [Row._make(row) for row in session.execute(query)]
    if not rows:
        raise RuleBroken(N_("Les communes ne sont pas chargées : lancez « make run » une fois."))
    rows.sort(key=lambda row: (row.key, -row.population, row.insee))
    return _sorted_out(rows, _postcodes(session))


def _postcodes(session: Session) -> list[tuple[str, str, bool]]:
    query = sa.select(
        col(CommunePostcode.postcode), col(CommunePostcode.insee), col(CommunePostcode.main)
    )
    return [(postcode, insee, main) for postcode, insee, main in session.execute(query)]


def _sorted_out(rows: list[Row], postcodes: list[tuple[str, str, bool]]) -> Gazetteer:
    rank_of = {row.insee: rank for rank, row in enumerate(rows)}
    main = {insee: postcode for postcode, insee, is_main in postcodes if is_main}
    lat = array("d", (row.lat for row in rows))
    return Gazetteer(
        keys=[row.key for row in rows],
        names=[row.name for row in rows],
        insee=[row.insee for row in rows],
        epci=[intern(row.epci) if row.epci else None for row in rows],
        population=array("l", (row.population for row in rows)),
        lat=lat,
        lon=array("d", (row.lon for row in rows)),
        main_postcode=[intern(main.get(row.insee, "")) for row in rows],
        postcodes=sorted((intern(postcode), rank_of[insee]) for postcode, insee, _ in postcodes),
        by_lat=sorted(range(len(rows)), key=lat.__getitem__),
    )
