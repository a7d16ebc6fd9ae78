"""Taking and freeing places: one conditional UPDATE each, so that a race has one winner."""

from datetime import date, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.db.upsert import insert_once
from app.slots import queries
from app.slots.models import SlotOccurrence, SlotPattern

FULL = N_("Ce créneau vient d’être pris. Choisissez-en un autre : rien n’est à retaper.")


def take(session: Session, key: str, *, today: date) -> SlotOccurrence:
    """Take one place of the slot named `key` and return its occurrence.

    Raises RuleBroken (field "slot") when it is not offered or its last place is gone.
    """
    slot = next((s for s in queries.open_slots(session, today=today) if s.key == key), None)
    if slot is None:
        raise RuleBroken(FULL, field="slot")
    pattern = session.get_one(SlotPattern, slot.pattern_id)
    insert_once(session, SlotOccurrence, _fresh(pattern, slot.day).model_dump())
    same_day = (
        col(SlotOccurrence.pattern_id) == slot.pattern_id,
        col(SlotOccurrence.day) == slot.day,
    )
    taken = session.execute(
        sa.update(SlotOccurrence)
        .where(*same_day, col(SlotOccurrence.used) < col(SlotOccurrence.places))
        .values(used=col(SlotOccurrence.used) + 1)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken(FULL, field="slot")
    return session.exec(
        select(SlotOccurrence).where(*same_day).execution_options(populate_existing=True)
    ).one()


def free(session: Session, occurrence_id: UUID) -> None:
    """Give one place of an occurrence back."""
    session.execute(
        sa.update(SlotOccurrence)
        .where(col(SlotOccurrence.id) == occurrence_id, col(SlotOccurrence.used) > 0)
        .values(used=col(SlotOccurrence.used) - 1)
    )


def offer_thursday(session: Session) -> None:
    """Make the one fixed weekly slot of a new installation; a second call changes nothing."""
    if not queries.patterns(session):
        session.add(
            SlotPattern(name="Jeudi matin", weekday=3, starts=time(9), ends=time(12), places=6)
        )
        session.flush()


def _fresh(pattern: SlotPattern, day: date) -> SlotOccurrence:
    return SlotOccurrence(
        pattern_id=pattern.id,
        day=day,
        starts=pattern.starts,
        ends=pattern.ends,
        places=pattern.places,
    )
