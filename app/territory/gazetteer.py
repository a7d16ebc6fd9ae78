"""The names of the communes, kept in the process: searching them costs no statement.

Thirty-five thousand names are some five megabytes: keys stay strings, which likeness compares,
the rest is packed. A range of a sorted list answers in microseconds, likeness in a few
milliseconds, and both databases answer alike.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from sys import intern
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.errors import RuleBroken
from app.base.core.geo import distance_m
from app.base.core.packed import Packed
from app.base.core.text import N_
from app.territory.models import Commune, CommunePostcode
from app.territory.rules import ranking, territories
from app.territory.rules.territories import Territory

Select = sa.Select[*tuple[Any, ...]]
AFTER_LETTERS = "{"
"""The sign after z: the end of a range of keys that share a beginning."""
BAND = 0.1
"""Degrees of latitude looked at first around a point: 11 km."""


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Communes as parallel lists sorted by key; a commune's place in them is its rank."""

    keys: list[str]
    names: Packed
    insee: Packed
    epci: list[str | None]
    department: list[str]
    population: "array[int]"
    lat: "array[float]"
    lon: "array[float]"
    main_postcode: list[str]
    postcodes: Packed
    """Every postcode of every commune, sorted; `served` holds the rank beside it."""
    served: "array[int]"
    by_lat: "array[int]"
    """Ranks by latitude of the centre."""
    by_insee: "array[int]"
    """Ranks by INSEE code."""
    insee_order: "array[int]"
    """The place of each rank in `by_insee`."""
    by_served: "array[int]"
    """Places in `postcodes` by the rank they serve."""
    department_names: dict[str, str] = field(default_factory=dict)
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
        start = bisect_left(self.postcodes, digits)
        stop = bisect_left(self.postcodes, digits + AFTER_LETTERS)
        return list(zip(self.postcodes[start:stop], self.served[start:stop], strict=True))

    def rank_of(self, insee: str) -> int | None:
        """Return the rank of the commune with this code, or None."""
        place = bisect_left(self.by_insee, insee, key=self.insee.__getitem__)
        rank = self.by_insee[place] if place < len(self.by_insee) else None
        return rank if rank is not None and self.insee[rank] == insee else None

    def postcodes_of(self, rank: int) -> tuple[str, ...]:
        """Return the postcodes of a commune, the one beside its name first."""
        start = bisect_left(self.by_served, rank, key=self.served.__getitem__)
        stop = bisect_left(self.by_served, rank + 1, key=self.served.__getitem__)
        main = self.main_postcode[rank]
        found = (self.postcodes[place] for place in self.by_served[start:stop])
        return tuple(sorted(found, key=lambda postcode: (postcode != main, postcode)))

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
        ours = frozenset(self.ours(territory))
        return nsmallest(
            limit,
            ranks,
            key=lambda rank: (rank not in ours, -self.population[rank], self.insee_order[rank]),
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
    """Read column by column, in pages: the rows themselves would weigh twice the names."""
    names = Gazetteer(
        keys=[],
        names=Packed(),
        insee=Packed(),
        epci=[],
        department=[],
        population=array("I"),
        lat=array("d"),
        lon=array("d"),
        main_postcode=[],
        postcodes=Packed(),
        served=array("I"),
        by_lat=array("I"),
        by_insee=array("I"),
        insee_order=array("I"),
        by_served=array("I"),
    )
    for key, name, insee, epci, department, population, lat, lon in _pages(session, _communes()):
        names.keys.append(key)
        names.names.append(name)
        names.insee.append(insee)
        names.epci.append(intern(epci) if epci else None)
        names.department.append(intern(department))
        names.population.append(population)
        names.lat.append(lat)
        names.lon.append(lon)
    if not names.keys:
        raise RuleBroken(N_("Les communes ne sont pas chargées : lancez « make run » une fois."))
    names.by_lat.extend(sorted(range(len(names.lat)), key=names.lat.__getitem__))
    names.department_names.update((code, name) for code, name in session.execute(_DEPARTMENTS))
    _read_postcodes(session, names)
    return names


def _read_postcodes(session: Session, names: Gazetteer) -> None:
    rank_of = {insee: rank for rank, insee in enumerate(names.insee)}
    names.by_insee.extend(rank_of[insee] for insee in sorted(rank_of))
    names.insee_order.extend(names.by_insee)
    for place, rank in enumerate(names.by_insee):
        names.insee_order[rank] = place
    names.main_postcode.extend("" for _ in names.insee)
    for postcode, insee, main in _pages(session, _postcodes()):
        names.postcodes.append(postcode)
        names.served.append(rank_of[insee])
        if main:
            names.main_postcode[rank_of[insee]] = intern(postcode)
    names.by_served.extend(sorted(range(len(names.served)), key=names.served.__getitem__))


def _communes() -> Select:
    """Return the query of the communes in the order of the lists: by key, byte by byte."""
    return sa.select(
        col(Commune.folded),
        col(Commune.name),
        col(Commune.insee),
        col(Commune.epci),
        col(Commune.department),
        col(Commune.population),
        sa.func.coalesce(col(Commune.hall_lat), col(Commune.lat)),
        sa.func.coalesce(col(Commune.hall_lon), col(Commune.lon)),
    ).order_by(col(Commune.folded), col(Commune.population).desc(), col(Commune.insee))


_DEPARTMENTS = sa.select(col(Commune.department), col(Commune.department_name)).distinct()


def _postcodes() -> Select:
    postcode, insee = col(CommunePostcode.postcode), col(CommunePostcode.insee)
    return sa.select(postcode, insee, col(CommunePostcode.main)).order_by(postcode, insee)


def _pages(session: Session, query: Select) -> Iterator[Any]:
    return iter(session.execute(query.execution_options(yield_per=1000)))
