"""Lists of structures for the back office."""

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.partners.models import Organisation


def listed() -> SelectOfScalar[Organisation]:
    """Return the query of the open structures."""
    return select(Organisation).where(col(Organisation.closed_at).is_(None))


def count(session: Session) -> int:
    """Return how many structures are listed."""
    return session.exec(select(func.count()).select_from(listed().subquery())).one()


def lines(session: Session, *, limit: int, offset: int) -> list[Organisation]:
    """Return one page of structures, by name."""
    query = listed().order_by(col(Organisation.folded), col(Organisation.id))
    return list(session.exec(query.limit(limit).offset(offset)))
