"""Places and the structures that keep them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import orm
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.core.text import fold
from app.partners.models import Organisation
from app.points.models import Point

MOST_WORDS = 8


def shown(session: Session, point: Point) -> Organisation | None:
    """Return the structure that keeps a place, when it is open and agreed to be listed."""
    if point.organisation_id is None:
        return None
    return session.exec(
        select(Organisation).where(
            Organisation.id == point.organisation_id,
            col(Organisation.closed_at).is_(None),
            col(Organisation.public_since).is_not(None),
        )
    ).one_or_none()


def keeper(session: Session, point: Point) -> Organisation | None:
    """Return the structure that keeps a place."""
    return session.get(Organisation, point.organisation_id) if point.organisation_id else None


def kept_by(organisation_id: UUID) -> SelectOfScalar[Point]:
    """Return the query of the places that a structure keeps, for the staff's list."""
    return select(Point).where(col(Point.organisation_id) == organisation_id)


def candidates(session: Session, words: str, limit: int) -> Sequence[Organisation]:
    """Return the first open structures whose name or SIRET holds every word, by name."""
    query = select(Organisation).where(col(Organisation.closed_at).is_(None))
    for word in fold(words).split()[:MOST_WORDS]:
        query = query.where(col(Organisation.folded).contains(word, autoescape=True))
    ordered = query.order_by(col(Organisation.folded), col(Organisation.id)).limit(limit)
    bare = orm.lazyload("*")
    return session.exec(ordered.options(bare)).all()
