"""What staff ask of the calendar beside what everybody does."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.slots.models import SlotHold, SlotOccurrence, ZoneCommune
from app.slots.rules import Window


def holds_by_day(
    session: Session, pattern_ids: Collection[UUID], window: Window, *, now: datetime
) -> dict[tuple[UUID, date], tuple[int, int]]:
    """Return how many holds stand, and how many are provisional, by pattern and day."""
    firm = sa.func.sum(sa.case((col(SlotHold.expires_at).is_(None), 1), else_=0))
    typing = sa.func.sum(sa.case((col(SlotHold.expires_at) > now, 1), else_=0))
    rows = session.execute(
        sa.select(col(SlotOccurrence.pattern_id), col(SlotOccurrence.day), firm, typing)
        .join(SlotHold, col(SlotHold.occurrence_id) == col(SlotOccurrence.id))
        .where(
            col(SlotOccurrence.pattern_id).in_(pattern_ids),
            col(SlotOccurrence.day).between(window.first, window.last),
        )
        .group_by(col(SlotOccurrence.pattern_id), col(SlotOccurrence.day))
        .order_by(col(SlotOccurrence.day), col(SlotOccurrence.pattern_id))
    )
    return {(row[0], row[1]): (int(row[2]), int(row[3])) for row in rows}


def booked_days(
    session: Session, pattern_id: UUID | None, first: date, last: date
) -> list[tuple[date, int]]:
    """Return (day, bookings) of a period, of one pattern or of all, the days with none left out."""
    statement = (
        sa.select(col(SlotOccurrence.day), sa.func.count(col(SlotHold.id)))
        .join(SlotHold, col(SlotHold.occurrence_id) == col(SlotOccurrence.id))
        .where(col(SlotOccurrence.day).between(first, last), col(SlotHold.expires_at).is_(None))
        .group_by(col(SlotOccurrence.day))
        .order_by(col(SlotOccurrence.day))
    )
    if pattern_id is not None:
        statement = statement.where(col(SlotOccurrence.pattern_id) == pattern_id)
    return [(day, int(count)) for day, count in session.execute(statement)]


def zone_communes(session: Session) -> Mapping[str, set[UUID]]:
    """Return INSEE code → the zones it lies in."""
    rows = session.execute(
        sa.select(col(ZoneCommune.insee), col(ZoneCommune.zone_id)).order_by(
            col(ZoneCommune.insee), col(ZoneCommune.zone_id)
        )
    )
    found: dict[str, set[UUID]] = {}
    for insee, zone_id in rows:
        found.setdefault(insee, set()).add(zone_id)
    return found


def written(session: Session, pattern_id: UUID, first: date) -> Sequence[SlotOccurrence]:
    """Return the days of a pattern that somebody took something of, from `first` on."""
    return session.exec(
        select(SlotOccurrence)
        .where(col(SlotOccurrence.pattern_id) == pattern_id, col(SlotOccurrence.day) >= first)
        .order_by(col(SlotOccurrence.day))
    ).all()
