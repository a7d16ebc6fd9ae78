"""Structures with the site where the map shows them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, col, select

from app.base.core.text import fold
from app.catalog.models import Family
from app.partners.models import (
    Level,
    Organisation,
    OrganisationFamily,
    OrganisationKind,
    OrganisationRole,
    PartnerRole,
    Site,
)
from app.partnerships.models import Partnership, Standing, Step
from app.territory.models import Commune, Density

MOST = 5_000
"""Structures drawn at most in one GeoJSON."""
MOST_WORDS = 8
_AT_ONCE = 500
_LIVE = sa.select(col(Partnership.organisation_id)).where(
    col(Partnership.standing) != Standing.LOST
)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; `public` keeps those that agreed to be listed."""

    words: str = ""
    kind: OrganisationKind | None = None
    role: PartnerRole | None = None
    family: Family | None = None
    level: Level | None = None
    public: bool | None = None
    step: Step | None = None
    """How far the partnership is that goes on, or rests; lost ones are at no step."""
    sited: bool = False
    """Only those with an open site."""


@dataclass(frozen=True)
class Actor:
    """A structure as the map shows it, at its main open site; without one, nowhere."""

    id: UUID
    name: str
    kind: OrganisationKind
    level: Level
    website: str
    words: str
    public: bool
    roles: tuple[PartnerRole, ...]
    families: tuple[Family, ...]
    insee: str = ""
    commune: str = ""
    habitat: Density | None = None
    lat: float | None = None
    lon: float | None = None
    step: Step | None = None
    """Only read for staff."""


def count(session: Session, filters: Filters) -> int:
    """Return how many structures the filters keep."""
    return session.exec(select(sa.func.count()).select_from(_kept(filters).subquery())).one()


def actors(
    session: Session,
    filters: Filters,
    *,
    limit: int = MOST,
    offset: int = 0,
    stepped: bool = False,
) -> list[Actor]:
    """Return the structures that the filters keep, by name: four statements for 500 of them.

    `stepped` reads one statement more, the step of each one's partnership: for staff alone.
    """
    query = _kept(filters).order_by(col(Organisation.folded), col(Organisation.id))
    rows = session.execute(query.limit(limit).offset(offset)).all()
    stacks = (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
    return [actor for stack in stacks for actor in _actors(session, stack, stepped=stepped)]


def _kept(filters: Filters) -> sa.Select[*tuple[Any, ...]]:
    query: sa.Select[*tuple[Any, ...]] = sa.select(
        col(Organisation.id),
        col(Organisation.name),
        col(Organisation.kind),
        col(Organisation.level),
        col(Organisation.website),
        col(Organisation.public_words),
        col(Organisation.public_since),
    ).where(col(Organisation.closed_at).is_(None))
    for word in fold(filters.words).split()[:MOST_WORDS]:
        query = query.where(col(Organisation.folded).contains(word, autoescape=True))
    if filters.kind is not None:
        query = query.where(col(Organisation.kind) == filters.kind)
    if filters.level is not None:
        query = query.where(col(Organisation.level) == filters.level)
    if filters.public is not None:
        agreed = col(Organisation.public_since).is_not(None)
        query = query.where(agreed if filters.public else sa.not_(agreed))
    if filters.role is not None:
        doing = sa.select(col(OrganisationRole.organisation_id))
        query = query.where(
            col(Organisation.id).in_(doing.where(col(OrganisationRole.role) == filters.role))
        )
    if filters.family is not None:
        dealing = sa.select(col(OrganisationFamily.organisation_id))
        query = query.where(
            col(Organisation.id).in_(
                dealing.where(col(OrganisationFamily.family) == filters.family)
            )
        )
    if filters.step is not None:
        there = _LIVE.where(col(Partnership.step) == filters.step)
        query = query.where(col(Organisation.id).in_(there))
    if filters.sited:
        sited = sa.select(col(Site.organisation_id)).where(col(Site.closed_at).is_(None))
        query = query.where(col(Organisation.id).in_(sited))
    return query


def _actors(session: Session, rows: Sequence[Any], *, stepped: bool) -> list[Actor]:
    ids = [row.id for row in rows]
    steps = _steps(session, ids) if stepped else {}
    roles = _sets(session, OrganisationRole, "role", ids)
    families = _sets(session, OrganisationFamily, "family", ids)
    sites = _sites(session, ids)
    return [
        Actor(
            id=row.id,
            name=row.name,
            kind=row.kind,
            level=row.level,
            website=row.website,
            words=row.public_words,
            public=row.public_since is not None,
            roles=tuple(each for each in PartnerRole if each in roles[row.id]),
            families=tuple(each for each in Family if each in families[row.id]),
            step=steps.get(row.id),
            **sites.get(row.id, {}),
        )
        for row in rows
    ]


def _steps(session: Session, ids: list[UUID]) -> dict[UUID, Step]:
    query = _LIVE.add_columns(col(Partnership.step))
    found = session.execute(query.where(col(Partnership.organisation_id).in_(ids)))
    return {key: step for key, step in found}  # noqa: C416 - rows are no pairs to the checker


def _sets(session: Session, table: type[Any], name: str, ids: list[UUID]) -> dict[UUID, set[Any]]:
    found: dict[UUID, set[StrEnum]] = defaultdict(set)
    query = sa.select(table.organisation_id, getattr(table, name))
    for key, value in session.execute(query.where(table.organisation_id.in_(ids))):
        found[key].add(value)
    return found


def _sites(session: Session, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return where each structure is shown: its main open site, else the first by name.

    A site whose place nobody knows is shown at the town hall.
    """
    rows = session.execute(
        sa.select(col(Site.organisation_id), col(Site.lat), col(Site.lon), Commune)
        .join(Commune, col(Commune.insee) == col(Site.insee))
        .where(col(Site.organisation_id).in_(ids), col(Site.closed_at).is_(None))
        .order_by(col(Site.main).desc(), col(Site.name), col(Site.id))
        .options(orm.lazyload("*"))
    )
    found: dict[UUID, dict[str, Any]] = {}
    for key, lat, lon, commune in rows:
        if key in found:
            continue
        hall = commune.centre
        found[key] = {
            "insee": commune.insee,
            "commune": commune.name,
            "habitat": commune.habitat,
            "lat": hall[0] if lat is None else lat,
            "lon": hall[1] if lon is None else lon,
        }
    return found
