"""What the staff's screens ask beside the common questions: filters, sorting, names, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.core.errors import NotFound
from app.points.models import (
    Point,
    PointException,
    PointReport,
    PointSource,
    PointState,
    ReportStatus,
)
from app.territory.models import Commune

SORTS = {
    "nom": (col(Point.folded), col(Point.id)),
    "commune": (col(Commune.folded), col(Point.folded), col(Point.id)),
    "genre": (col(Point.kind), col(Point.folded), col(Point.id)),
    "verifie": (col(Point.checked_on).asc().nulls_first(), col(Point.folded), col(Point.id)),
}
"""Word in the address → columns that put the list in a total order."""


@dataclass(frozen=True)
class Line:
    """A place as the staff's list shows it."""

    point: Point
    commune: str
    reports: int


def unknown_hours(query: SelectOfScalar[Point]) -> SelectOfScalar[Point]:
    """Keep the places whose hours nobody knows."""
    return query.where(Point.hours == "")


def reported(query: SelectOfScalar[Point]) -> SelectOfScalar[Point]:
    """Keep the places with a report that waits."""
    return query.where(col(Point.id).in_(_waiting()))


def count(session: Session, query: SelectOfScalar[Point]) -> int:
    """Return how many places a query of the list holds."""
    inner = query.order_by(None).subquery()
    return session.exec(select(sa.func.count()).select_from(inner)).one()


def lines(
    session: Session,
    query: SelectOfScalar[Point],
    *,
    sort: str = "nom",
    limit: int | None = None,
    offset: int = 0,
) -> list[Line]:
    """Return one page of the list, or all of it, with communes and waiting reports."""
    waiting = (
        select(PointReport.point_id, sa.func.count().label("n"))
        .where(PointReport.status == ReportStatus.NEW)
        .group_by(col(PointReport.point_id))
        .subquery()
    )
    full = (
        query.order_by(None)
        .order_by(*SORTS.get(sort, SORTS["nom"]))
        .outerjoin(Commune, col(Commune.insee) == col(Point.insee))
        .outerjoin(waiting, waiting.c.point_id == col(Point.id))
        .add_columns(col(Commune.name), waiting.c.n)
        .offset(offset)
    )
    rows = session.execute(full if limit is None else full.limit(limit)).all()
    return [Line(point, commune or "", n or 0) for point, commune, n in rows]


def source_names(session: Session) -> Sequence[str]:
    """Return the names of the sources that places came from."""
    return session.exec(select(PointSource.source).distinct().order_by(PointSource.source)).all()


def queue(
    session: Session, query: SelectOfScalar[PointReport], *, limit: int, offset: int
) -> list[tuple[PointReport, Point]]:
    """Return one page of reports, each with its place."""
    rows = session.execute(
        query.join(Point, col(Point.id) == col(PointReport.point_id))
        .add_columns(Point)
        .limit(limit)
        .offset(offset)
    ).all()
    return [(report, point) for report, point in rows]


def count_reports(session: Session, query: SelectOfScalar[PointReport]) -> int:
    """Return how many reports a query holds."""
    inner = query.order_by(None).subquery()
    return session.exec(select(sa.func.count()).select_from(inner)).one()


def living_states(session: Session, *, now: object) -> list[tuple[PointState, Point]]:
    """Return every living word said of a place, with the place, the oldest first."""
    rows = session.execute(
        sa.select(PointState, Point)
        .join(Point, col(Point.id) == col(PointState.point_id))
        .where(col(PointState.ended_at).is_(None), col(PointState.expires_at) > now)
        .order_by(col(Point.name), col(Point.id), col(PointState.at), col(PointState.id))
        .limit(500)
    ).all()
    return [(word, point) for word, point in rows]


def days_of(session: Session, point_id: int, today: date) -> Sequence[PointException]:
    """Return the exceptional days that are not over, the first first."""
    return session.exec(
        select(PointException)
        .where(PointException.point_id == point_id, col(PointException.last_day) >= today)
        .order_by(col(PointException.first_day), col(PointException.last_day))
    ).all()


def day_of(session: Session, point_id: int, day_id: UUID) -> PointException:
    """Return one exceptional period of a place; raises NotFound."""
    found = session.get(PointException, day_id)
    if found is None or found.point_id != point_id:
        raise NotFound
    return found


def _waiting() -> sa.Select[int]:
    return sa.select(col(PointReport.point_id)).where(col(PointReport.status) == ReportStatus.NEW)
