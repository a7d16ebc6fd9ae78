"""Communes with no drop-off point near, by family, and who is there; bounded on any territory.

Up to `WHOLE` communes are looked at together. A larger territory is looked at page by page, the
most peopled communes first: a country costs no more than a page of it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, radians
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, col, select

from app.actor_map.rules.coverage import METRES_PER_DEGREE, POLAR, near
from app.actor_map.rules.sectors import Sector, sectors
from app.catalog.models import Family
from app.partners.models import Organisation, OrganisationRole, PartnerRole, Site
from app.points.models import Point
from app.points.queries.seeks import Spot, seek
from app.points.rules import things
from app.territory import gazetteer
from app.territory.models import Commune
from app.territory.rules.territories import Territory

WHOLE = 300
"""Communes of a territory that is looked at in one page."""
SLICE = 40
"""Communes of one page of a larger territory."""
CLOSE_M = 1_500
"""How far a commune apart from the others is first looked at."""
WIDEST_M = 30_000
"""No commune of France reaches farther from its town hall."""
_AT_ONCE = 500
_SCATTERED = 2
"""Communes a degree square up to which they are far apart."""

Place = tuple[float, float]
Halls = dict[str, Place]


class Gap(NamedTuple):
    """A commune and the families that no place takes within the distance."""

    commune: Commune
    missing: tuple[Family, ...]


@dataclass(frozen=True)
class Look:
    """What was looked at: communes by population, what each lacks, what no place of them takes."""

    communes: list[Commune]
    missing: dict[str, tuple[Family, ...]]
    untaken: tuple[Family, ...]

    def gaps(self, family: Family | None) -> list[Gap]:
        """Return the communes that lack something, or this family, the most peopled first."""
        found = (Gap(commune, self.missing[commune.insee]) for commune in self.communes)
        return [gap for gap in found if (family in gap.missing if family else gap.missing)]


@dataclass(frozen=True)
class Part:
    """One sector: its communes and people, its structures, what nobody does or takes there."""

    sector: Sector
    communes: int
    population: int
    structures: int
    absent: tuple[PartnerRole, ...]
    untaken: tuple[Family, ...]


def communes(
    session: Session, territory: Territory, *, limit: int | None = None, offset: int = 0
) -> list[Commune]:
    """Return communes of a territory, the most peopled first."""
    names = gazetteer.of(session)
    ranks = sorted(
        names.ours(territory), key=lambda rank: (-names.population[rank], names.insee[rank])
    )
    asked = ranks[offset : None if limit is None else offset + limit]
    codes = [names.insee[rank] for rank in asked]
    rows = session.exec(
        select(Commune).where(col(Commune.insee).in_(codes)).options(orm.lazyload("*"))
    )
    held = {row.insee: row for row in rows}
    return [held[code] for code in codes if code in held]


def look(session: Session, towns: list[Commune], radius_m: int) -> Look:
    """Return what these communes lack within `radius_m` of their town halls."""
    halls = {town.insee: town.centre for town in towns}
    lacking: dict[str, list[Family]] = {code: [] for code in halls}
    untaken = []
    for family in Family:
        served, spots = _served(session, family, halls, radius_m)
        for code in halls.keys() - served:
            lacking[code].append(family)
        if not _any_in(session, spots, halls) and not _taken(session, family, halls):
            untaken.append(family)
    told = {code: tuple(families) for code, families in lacking.items()}
    return Look(towns, told, tuple(untaken))


def parts(session: Session, looked: Look, middle: tuple[float, float]) -> list[Part]:
    """Return the sectors of what was looked at, those without a commune left out."""
    which = sectors({town.insee: town.centre for town in looked.communes}, middle)
    there, doing = _present(session, which)
    towns: dict[Sector, list[Commune]] = defaultdict(list)
    for town in looked.communes:
        towns[which[town.insee]].append(town)
    return [
        Part(
            sector=sector,
            communes=len(inside),
            population=sum(town.population for town in inside),
            structures=len(there[sector]),
            absent=tuple(role for role in PartnerRole if role not in doing[sector]),
            untaken=_lacking_everywhere(looked, inside),
        )
        for sector in Sector
        if (inside := towns.get(sector, []))
    ]


def _lacking_everywhere(looked: Look, towns: Sequence[Commune]) -> tuple[Family, ...]:
    return tuple(
        family for family in Family if all(family in looked.missing[town.insee] for town in towns)
    )


def _present(
    session: Session, which: dict[str, Sector]
) -> tuple[dict[Sector, set[UUID]], dict[Sector, set[PartnerRole]]]:
    """Return the open structures with a site in each sector, and what they do."""
    there: dict[Sector, set[UUID]] = defaultdict(set)
    doing: dict[Sector, set[PartnerRole]] = defaultdict(set)
    open_sites = (
        col(Organisation.closed_at).is_(None),
        col(Site.closed_at).is_(None),
        col(Site.insee).in_(list(which)),
    )
    placed = (
        sa.select(col(Site.insee), col(Site.organisation_id))
        .join(Organisation, col(Organisation.id) == col(Site.organisation_id))
        .where(*open_sites)
    )
    for insee, key in session.execute(placed):
        there[which[insee]].add(key)
    roles = (
        sa.select(col(Site.insee), col(OrganisationRole.role))
        .join(Organisation, col(Organisation.id) == col(Site.organisation_id))
        .join(OrganisationRole, col(OrganisationRole.organisation_id) == col(Organisation.id))
        .where(*open_sites)
        .distinct()
    )
    for insee, role in session.execute(roles):
        doing[which[insee]].add(role)
    return there, doing


def _any_in(session: Session, spots: Sequence[Spot], halls: Halls) -> bool:
    """Tell whether one of these places lies in these communes.

    Asked of some spread over all of them first: where there are many, one of those does.
    """
    ids = list(dict.fromkeys(spot[0] for spot in spots))
    step = len(ids) // _AT_ONCE + 1
    for start in range(min(step, len(ids))):
        query = sa.select(sa.literal(1)).where(
            col(Point.id).in_(ids[start::step]), col(Point.insee).in_(list(halls))
        )
        if session.execute(query.limit(1)).first():
            return True
    return False


def _taken(session: Session, family: Family, halls: Halls) -> bool:
    """Tell whether a place of these communes takes a family, however far from a town hall."""
    spots = _seek(session, family, _squares(halls), WIDEST_M)
    return _any_in(session, spots, halls)


def _squares(halls: Halls) -> list[list[Place]]:
    """Return the town halls by degree square."""
    squares: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for lat, lon in halls.values():
        squares[floor(lat), floor(lon)].append((lat, lon))
    return list(squares.values())


def _seek(
    session: Session, family: Family, groups: Sequence[Sequence[Place]], radius_m: int
) -> list[Spot]:
    """Return the places that take a family around groups of town halls, one seek a group."""
    category = things.category(things.of(family))
    boxes = (_box(places, radius_m) for places in groups)
    return [spot for box in boxes for spot in seek(session, [category], *box)]


def _served(
    session: Session, family: Family, halls: Halls, radius_m: int
) -> tuple[set[str], list[Spot]]:
    """Return the communes near a place that takes a family, and the places that were read.

    Communes side by side share one seek a degree square. Communes far apart have each their own,
    first close by: in a large town that is enough, and reads a street instead of a county.
    """
    squares = _squares(halls)
    if len(halls) > _SCATTERED * len(squares):
        spots = _seek(session, family, squares, radius_m)
        return near(halls, ((lat, lon) for _id, lat, lon in spots), radius_m), spots
    served: set[str] = set()
    spots = []
    for reach_m in sorted({min(CLOSE_M, radius_m), radius_m}):
        for code in halls.keys() - served:
            found = _seek(session, family, [[halls[code]]], reach_m)
            spots += found
            if near({code: halls[code]}, ((lat, lon) for _id, lat, lon in found), reach_m):
                served.add(code)
    return served, spots


def _box(places: Sequence[Place], radius_m: int) -> tuple[float, float, float, float]:
    """Return south, north, west and east of all that is within a distance of some places."""
    high = radius_m / METRES_PER_DEGREE
    lats, lons = [lat for lat, _lon in places], [lon for _lat, lon in places]
    farthest = min(max(map(abs, lats)) + high, POLAR)
    wide = high / cos(radians(farthest))
    return min(lats) - high, max(lats) + high, min(lons) - wide, max(lons) + wide
