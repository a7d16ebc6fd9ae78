"""Lists of structures for the back office: which, in what order, one page or all."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.core.text import fold
from app.catalog.models import Family
from app.partners.models import (
    Activity,
    Level,
    Organisation,
    OrganisationFamily,
    OrganisationKind,
    OrganisationPublic,
    OrganisationRole,
    PartnerRole,
    Public,
    Site,
)
from app.territory.models import Commune

MOST_WORDS = 8
SORTS = {
    "nom": (col(Organisation.folded), col(Organisation.id)),
    "type": (col(Organisation.kind), col(Organisation.folded), col(Organisation.id)),
    "commune": (
        col(Commune.folded).asc().nulls_last(),
        col(Organisation.folded),
        col(Organisation.id),
    ),
    "ajout": (col(Organisation.created_at).desc(), col(Organisation.id)),
}
"""Word in the address → columns that put the list in a total order."""


@dataclass(frozen=True)
class Asked:
    """What a list of structures is narrowed by; `closed` None shows both."""

    words: str = ""
    kind: OrganisationKind | None = None
    insee: str | None = None
    roles: Collection[PartnerRole] = ()
    public: Public | None = None
    activity: Activity | None = None
    family: Family | None = None
    level: Level | None = None
    listed: bool | None = None
    closed: bool | None = False


@dataclass(frozen=True)
class Line:
    """A structure as a list shows it, with its main place."""

    organisation: Organisation
    site: Site | None
    commune: str


def listed(asked: Asked | None = None) -> SelectOfScalar[Organisation]:
    """Return the query of the structures that pass the filters; those merged away never do."""
    asked = asked or Asked()
    query = select(Organisation).where(col(Organisation.merged_into_id).is_(None))
    for word in fold(asked.words).split()[:MOST_WORDS]:
        query = query.where(col(Organisation.folded).contains(word, autoescape=True))
    equal = (
        (Organisation.kind, asked.kind),
        (Organisation.activity, asked.activity),
        (Organisation.level, asked.level),
    )
    for column, value in equal:
        if value is not None:
            query = query.where(col(column) == value)
    for narrowed in _beside(asked):
        query = query.where(col(Organisation.id).in_(narrowed))
    if asked.listed is not None:
        query = query.where(col(Organisation.public_since).is_not(None) == asked.listed)
    if asked.closed is not None:
        query = query.where(col(Organisation.closed_at).is_not(None) == asked.closed)
    return query


def count(session: Session, asked: Asked | None = None) -> int:
    """Return how many structures pass the filters."""
    inner = listed(asked).with_only_columns(col(Organisation.id)).subquery()
    return session.exec(select(func.count()).select_from(inner)).one()


def lines(
    session: Session,
    asked: Asked | None = None,
    *,
    sort: str = "nom",
    limit: int | None = None,
    offset: int = 0,
) -> list[Line]:
    """Return one page of structures, or all of them, each with its main place."""
    main = sa.and_(col(Site.organisation_id) == col(Organisation.id), col(Site.main))
    query = (
        listed(asked)
        .outerjoin(Site, main)
        .outerjoin(Commune, col(Commune.insee) == col(Site.insee))
        .add_columns(Site, col(Commune.name))
        .order_by(*SORTS.get(sort, SORTS["nom"]))
        .offset(offset)
    )
    rows = session.execute(query if limit is None else query.limit(limit))
    return [Line(organisation, site, commune or "") for organisation, site, commune in rows]


def like(session: Session, words: str, *, limit: int = 8) -> list[Organisation]:
    """Return the followed structures whose name or SIRET holds every word, by name."""
    query = listed(Asked(words=words)).order_by(col(Organisation.folded), col(Organisation.id))
    return list(session.exec(query.limit(limit)))


def of_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, Line]:
    """Return some structures, each with its main place."""
    main = sa.and_(col(Site.organisation_id) == col(Organisation.id), col(Site.main))
    query = (
        select(Organisation)
        .where(col(Organisation.id).in_(ids))
        .outerjoin(Site, main)
        .outerjoin(Commune, col(Commune.insee) == col(Site.insee))
        .add_columns(Site, col(Commune.name))
    )
    rows = session.execute(query)
    return {row.id: Line(row, site, commune or "") for row, site, commune in rows}


def _beside(asked: Asked) -> list[sa.Select[Any]]:
    """Return, for each filter on a table beside, the ids that pass it."""
    found: list[sa.Select[Any]] = []
    if asked.insee is not None:
        found.append(
            sa.select(col(Site.organisation_id)).where(
                col(Site.insee) == asked.insee, col(Site.closed_at).is_(None)
            )
        )
    if asked.roles:
        found.append(
            sa.select(col(OrganisationRole.organisation_id)).where(
                col(OrganisationRole.role).in_(asked.roles)
            )
        )
    if asked.public is not None:
        found.append(
            sa.select(col(OrganisationPublic.organisation_id)).where(
                col(OrganisationPublic.public) == asked.public
            )
        )
    if asked.family is not None:
        found.append(
            sa.select(col(OrganisationFamily.organisation_id)).where(
                col(OrganisationFamily.family) == asked.family
            )
        )
    return found
