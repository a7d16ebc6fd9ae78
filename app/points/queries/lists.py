"""What staff look through, and the filters of a search that the index cannot answer."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.core.errors import NotFound
from app.base.core.text import fold
from app.points.models import (
    Point,
    PointKind,
    PointPlace,
    PointReport,
    PointSource,
    PointState,
    ReportStatus,
    Sheet,
)
from app.points.queries.nearest import nearest
from app.points.rules import things
from app.points.rules.duplicates import NEAR_M, Footprint, Likeness, likeness

MOST_PROPOSED = 10


def of_id(session: Session, point_id: int) -> Point:
    """Return a point by its number; raises NotFound."""
    point = session.get(Point, point_id)
    if point is None:
        raise NotFound
    return point


def by_slug(session: Session, slug: str) -> Point:
    """Return a point by its slug, active or not; raises NotFound."""
    point = session.exec(select(Point).where(Point.slug == slug)).one_or_none()
    if point is None:
        raise NotFound
    return point


def slugs_among(session: Session, slugs: Collection[str]) -> frozenset[str]:
    """Return those of some slugs that a point bears."""
    return frozenset(session.exec(select(Point.slug).where(col(Point.slug).in_(slugs))))


def listed(  # noqa: PLR0913 - each a column of the staff's list
    *,
    words: str = "",
    kind: PointKind | None = None,
    thing: str | None = None,
    insee: Collection[str] = (),
    source: str = "",
    active: bool | None = None,
    checked_before: datetime | None = None,
) -> SelectOfScalar[Point]:
    """Return the query of the staff's list, by name then number, for a page or a CSV.

    `words` are looked for, each, in name, address and place; `thing` finds active points;
    `checked_before` finds those not checked since that day, or never.
    """
    query = select(Point)
    for word in fold(words).split()[:8]:
        query = query.where(col(Point.folded).contains(word, autoescape=True))
    if kind is not None:
        query = query.where(col(Point.kind) == kind)
    if thing is not None:
        codes = things.categories(thing)
        under = sa.select(col(PointPlace.point_id)).where(col(PointPlace.category).in_(codes))
        query = query.where(col(Point.id).in_(under))
    if insee:
        query = query.where(col(Point.insee).in_(sorted(insee)))
    if source:
        of_source = sa.select(col(PointSource.point_id)).where(col(PointSource.source) == source)
        query = query.where(col(Point.id).in_(of_source))
    if active is not None:
        query = query.where(col(Point.active) == active)
    if checked_before is not None:
        never = col(Point.checked_on).is_(None)
        query = query.where(sa.or_(never, col(Point.checked_on) < checked_before.date()))
    return query.order_by(Point.name, col(Point.id))


def duplicates(
    session: Session, sheet: Sheet, *, besides: int | None = None
) -> list[tuple[Point, Likeness]]:
    """Return the points that may be the place of `sheet`, the surest likeness first."""
    own = _footprint(sheet)
    found = []
    for point in session.exec(_suspects(session, sheet)).all():
        alike = likeness(own, _footprint(point))
        if alike is not None and point.id != besides:
            found.append((point, alike))
    order = list(Likeness)
    found.sort(key=lambda pair: (order.index(pair[1]), pair[0].id))
    return found[:MOST_PROPOSED]


def _suspects(session: Session, sheet: Sheet) -> SelectOfScalar[Point]:
    near: list[int] = []
    if sheet.lat is not None and sheet.lon is not None:
        places = nearest(
            session,
            things.KIND_CATEGORIES,
            sheet.lat,
            sheet.lon,
            limit=100,
            radius_m=NEAR_M,
            beyond=0,
        )
        near = [point_id for point_id, away in places if away <= NEAR_M]
    same: list[sa.ColumnElement[bool]] = [col(Point.id).in_(near)]
    if sheet.siret:
        same.append(col(Point.siret) == sheet.siret)
    if sheet.phone:
        same.append(col(Point.phone) == sheet.phone)
    return select(Point).where(sa.or_(*same)).order_by(col(Point.id)).limit(200)


def _footprint(facts: Sheet | Point) -> Footprint:
    return Footprint(
        name=facts.name,
        kind=facts.kind,
        address=facts.address,
        lat=facts.lat,
        lon=facts.lon,
        phone=facts.phone,
        siret=facts.siret,
    )


def reports(
    *, status: ReportStatus | None = ReportStatus.NEW, point_id: int | None = None
) -> SelectOfScalar[PointReport]:
    """Return the query of error reports, the oldest first: the queue of staff."""
    query = select(PointReport)
    if status is not None:
        query = query.where(PointReport.status == status)
    if point_id is not None:
        query = query.where(PointReport.point_id == point_id)
    return query.order_by(col(PointReport.at), col(PointReport.id))


def report(session: Session, report_id: UUID) -> PointReport:
    """Return an error report; raises NotFound."""
    found = session.get(PointReport, report_id)
    if found is None:
        raise NotFound
    return found


def ended(session: Session, today: date) -> Sequence[Point]:
    """Return the active collections whose last day is over."""
    return session.exec(
        select(Point).where(col(Point.active), col(Point.last_day) < today).order_by(col(Point.id))
    ).all()


def waiting_report(session: Session, fingerprint: str) -> PointReport:
    """Return the one report with this fingerprint that waits for staff."""
    return session.exec(
        select(PointReport).where(
            PointReport.fingerprint == fingerprint, PointReport.status == ReportStatus.NEW
        )
    ).one()


def state_words(session: Session, point_id: int, *, now: datetime) -> Sequence[PointState]:
    """Return the living words said of a place, the oldest first."""
    return session.exec(
        select(PointState)
        .where(
            PointState.point_id == point_id,
            col(PointState.ended_at).is_(None),
            col(PointState.expires_at) > now,
        )
        .order_by(col(PointState.at), col(PointState.id))
    ).all()
