"""Every SELECT of the slots."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.base.core.hours import holidays
from app.slots import rules
from app.slots.models import SlotOccurrence, SlotPattern
from app.slots.rules import Slot


def patterns(session: Session) -> Sequence[SlotPattern]:
    """Return the active patterns, through the week."""
    return session.exec(
        select(SlotPattern)
        .where(col(SlotPattern.active))
        .order_by(col(SlotPattern.weekday), col(SlotPattern.starts), col(SlotPattern.id))
    ).all()


def used(session: Session, first: date, last: date) -> dict[tuple[UUID, date], int]:
    """Return how many places are taken, by pattern and day, from `first` to `last`."""
    rows = session.exec(
        select(SlotOccurrence)
        .where(col(SlotOccurrence.day).between(first, last))
        .order_by(col(SlotOccurrence.day), col(SlotOccurrence.id))
    ).all()
    return {(row.pattern_id, row.day): row.used for row in rows}


def open_slots(session: Session, *, today: date) -> list[Slot]:
    """Return the slots that somebody can still take."""
    last = today + timedelta(days=rules.HORIZON_DAYS)
    off = frozenset(holidays(today.year)) | frozenset(holidays(last.year))
    return rules.open_slots(patterns(session), used(session, today, last), off, today=today)


def next_day(session: Session, *, today: date) -> date | None:
    """Return the first day on which a place can be taken, or None."""
    found = open_slots(session, today=today)
    return found[0].day if found else None
