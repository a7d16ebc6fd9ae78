"""What the authorisations read."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.authorisations.models import Authorisation, AuthorisationKind
from app.authorisations.rules import Standing
from app.base.core.errors import NotFound


@dataclass(frozen=True)
class Filters:
    """What a list asks; None asks nothing."""

    kind: AuthorisationKind | None = None
    standing: Standing | None = None
    ours: bool | None = None
    organisation_id: UUID | None = None


def authorisation(session: Session, authorisation_id: UUID) -> Authorisation:
    """Return an authorisation. Raises NotFound."""
    found = session.get(Authorisation, authorisation_id)
    if found is None:
        raise NotFound
    return found


def any_known(session: Session) -> bool:
    """Tell whether there is any authorisation at all."""
    return session.exec(select(Authorisation.id).limit(1)).first() is not None


def listed(filters: Filters, today: date) -> SelectOfScalar[Authorisation]:
    """Return the query of a list; without a standing, those that still count."""
    query = select(Authorisation)
    if filters.kind is not None:
        query = query.where(col(Authorisation.kind) == filters.kind)
    if filters.organisation_id is not None:
        query = query.where(col(Authorisation.organisation_id) == filters.organisation_id)
    if filters.ours is not None:
        none = col(Authorisation.organisation_id).is_(None)
        query = query.where(none if filters.ours else sa.not_(none))
    if filters.standing is None:
        return query.where(_counts())
    return query.where(_is(filters.standing, today))


def count(session: Session, query: SelectOfScalar[Authorisation]) -> int:
    """Return how many rows a list has."""
    return session.exec(select(func.count()).select_from(query.subquery())).one()


def lines(
    session: Session,
    query: SelectOfScalar[Authorisation],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Authorisation]:
    """Return one page of a list, the first to end first, those without a term last."""
    ordered = query.order_by(
        col(Authorisation.ends).is_(None),
        col(Authorisation.ends),
        col(Authorisation.kind),
        col(Authorisation.id),
    )
    return list(session.exec(ordered.limit(limit).offset(offset)))


def of_structure(session: Session, organisation_id: UUID) -> list[Authorisation]:
    """Return all that a structure ever had, the last to end first."""
    query = (
        select(Authorisation)
        .where(col(Authorisation.organisation_id) == organisation_id)
        .order_by(
            col(Authorisation.ends).is_not(None),
            col(Authorisation.ends).desc(),
            col(Authorisation.id),
        )
    )
    return list(session.exec(query))


def ending(session: Session, today: date) -> list[Authorisation]:
    """Return those that count and whose end, near or past, is to be told."""
    query = select(Authorisation).where(_counts(), col(Authorisation.warned_from) <= today)
    return lines(session, query)


def shown(session: Session, today: date) -> list[Authorisation]:
    """Return our own that the public sees and that are not over."""
    query = select(Authorisation).where(
        _counts(),
        col(Authorisation.public),
        col(Authorisation.organisation_id).is_(None),
        _none_or(col(Authorisation.starts), col(Authorisation.starts) <= today),
        _none_or(col(Authorisation.ends), col(Authorisation.ends) >= today),
    )
    return lines(session, query)


def _counts() -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Authorisation.replaced_by_id).is_(None), col(Authorisation.withdrawn_at).is_(None)
    )


def _is(standing: Standing, today: date) -> sa.ColumnElement[bool]:
    """Return the condition under which `rules.standing` says so."""
    ends, starts, warned = (
        col(each) for each in (Authorisation.ends, Authorisation.starts, Authorisation.warned_from)
    )
    match standing:
        case Standing.WITHDRAWN:
            return col(Authorisation.withdrawn_at).is_not(None)
        case Standing.REPLACED:
            return col(Authorisation.replaced_by_id).is_not(None)
        case Standing.COMING:
            return sa.and_(_counts(), starts > today)
        case Standing.EXPIRED:
            return sa.and_(_counts(), ends < today)
        case Standing.VALID:
            begun = _none_or(starts, starts <= today)
            return sa.and_(_counts(), begun, _none_or(warned, warned > today))
        case Standing.ENDING:
            return sa.and_(_counts(), warned <= today, ends >= today)


def _none_or(column: Any, rest: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.or_(column.is_(None), rest)
