"""What waits, counted across the rooms; and what a code means."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.text import fold
from app.catalog.models import CatalogObject
from app.pickups.models import Pickup
from app.points.models import Point, PointReport, ReportStatus

SHOWN = 20
UNCHECKED = timedelta(days=365)


@dataclass(frozen=True)
class Counts:
    """How many things wait on the places: reports, places unchecked."""

    reports: int
    unchecked: int


def counts(session: Session, *, today: date) -> Counts:
    """Return both counts, in one statement."""
    reports = sa.select(sa.func.count(col(PointReport.id))).where(
        col(PointReport.status) == ReportStatus.NEW
    )
    unchecked = sa.select(sa.func.count(col(Point.id))).where(
        col(Point.active),
        sa.or_(col(Point.checked_on).is_(None), col(Point.checked_on) < today - UNCHECKED),
    )
    statement = sa.select(reports.scalar_subquery(), unchecked.scalar_subquery())
    return Counts(*session.execute(statement).one())


def pickups_named(session: Session, code: str) -> list[tuple[UUID, str]]:
    """Return (id, reference) of the pickup whose reference `code` is, spaces left aside."""
    reference = code.replace(" ", "").upper()
    statement = sa.select(col(Pickup.id), col(Pickup.reference)).where(
        col(Pickup.reference) == reference
    )
    return [(pickup_id, reference) for pickup_id, reference in session.execute(statement)]


def points_named(session: Session, code: str) -> list[tuple[int, str]]:
    """Return (number, name) of the places whose name or address holds `code`."""
    statement = (
        sa.select(col(Point.id), col(Point.name))
        .where(col(Point.folded).contains(fold(code), autoescape=True))
        .order_by(col(Point.name), col(Point.id))
        .limit(SHOWN)
    )
    return [(number, name) for number, name in session.execute(statement)]


def objects_named(session: Session, code: str) -> list[tuple[int, str]]:
    """Return (number, name) of the objects whose name holds `code`."""
    statement = (
        sa.select(col(CatalogObject.id), col(CatalogObject.name))
        .where(col(CatalogObject.slug).contains(fold(code).replace(" ", "-"), autoescape=True))
        .order_by(col(CatalogObject.name), col(CatalogObject.id))
        .limit(SHOWN)
    )
    return [(number, name) for number, name in session.execute(statement)]
