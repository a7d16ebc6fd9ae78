"""What waits, counted across the rooms; and what a code means."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.text import fold
from app.catalog.models import CatalogObject
from app.pickups.models import Pickup, PickupStatus
from app.points.models import Point, PointReport, ReportStatus
from app.slots.models import SlotOccurrence

SHOWN = 20
UNCHECKED = timedelta(days=365)


@dataclass(frozen=True)
class Counts:
    """How many things wait: pickups asked, pickups of today, reports, places unchecked."""

    asked: int
    planned: int
    reports: int
    unchecked: int


def counts(session: Session, *, today: date) -> Counts:
    """Return the four counts, in one statement."""
    visits = sa.select(sa.func.count(col(Pickup.id))).join(
        SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id)
    )
    asked = visits.where(
        col(Pickup.status) == PickupStatus.REQUESTED, col(SlotOccurrence.day) >= today
    )
    planned = visits.where(
        col(Pickup.status) == PickupStatus.CONFIRMED, col(SlotOccurrence.day) == today
    )
    reports = sa.select(sa.func.count(col(PointReport.id))).where(
        col(PointReport.status) == ReportStatus.NEW
    )
    unchecked = sa.select(sa.func.count(col(Point.id))).where(
        col(Point.active),
        sa.or_(col(Point.checked_on).is_(None), col(Point.checked_on) < today - UNCHECKED),
    )
    statement = sa.select(
        asked.scalar_subquery(),
        planned.scalar_subquery(),
        reports.scalar_subquery(),
        unchecked.scalar_subquery(),
    )
    return Counts(*session.execute(statement).one())


def pickups_named(session: Session, code: str) -> list[str]:
    """Return the reference that `code` is, if a pickup has it."""
    statement = sa.select(col(Pickup.reference)).where(col(Pickup.reference) == code.upper())
    return list(session.execute(statement).scalars())


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
