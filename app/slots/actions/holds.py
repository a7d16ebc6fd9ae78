"""Taking and giving back: one conditional UPDATE each, so that a race has one winner."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.db.upsert import insert_once
from app.slots import queries
from app.slots.loads import MEASURES, NOTHING, Load
from app.slots.models import SlotHold, SlotOccurrence
from app.slots.rules import Slot

FULL = N_("Ce créneau vient d’être pris. Choisissez-en un autre : rien n’est à retaper.")
TOO_MANY = N_(
    "Vous gardez déjà plusieurs créneaux. Terminez ou abandonnez une autre demande, "
    "ou attendez quelques minutes."
)
HELD_FOR = timedelta(minutes=15)
"""How long a slot is kept for somebody who types."""
MOST_HELD = 4
"""Provisional holds of one visitor: a family and a neighbour on one line, not a whole day."""


def take(  # noqa: PLR0913 - who takes what, for how long
    session: Session,
    slot: Slot | None,
    need: Load,
    *,
    form_key: str,
    now: datetime,
    until: datetime | None = None,
    visitor: str | None = None,
) -> SlotHold:
    """Take `need` of `slot`, for good or `until` an instant; return the hold.

    A form has one hold: what it held before is given back once the new is taken, and the
    same slot taken again with another need or end is changed in place. Whether the slot
    suits the asker's commune and dates is the caller's question.
    Raises RuleBroken (field "slot") when the slot is none, its room is gone, or `visitor`
    keeps too much already.
    """
    if slot is None or not slot.planned:
        raise RuleBroken(FULL, field="slot")
    if visitor and until is not None:
        held = queries.holds_of(session, visitor, now=now, but=form_key)
        if held >= MOST_HELD:
            raise RuleBroken(TOO_MANY, field="slot")
    _write_day(session, slot)
    day = _lock(session, slot, queries.hold(session, form_key))
    _give_back_expired(session, [day.id], now, but=form_key)
    before = queries.hold(session, form_key)
    here = before is not None and before.occurrence_id == day.id
    more = need - before.load if before is not None and here else need
    if not _add(session, day.id, more):
        raise RuleBroken(FULL, field="slot")
    if before is not None and not here:
        _add(session, before.occurrence_id, NOTHING - before.load)
    made = before or SlotHold(
        form_key=form_key, created_at=now, occurrence_id=day.id, **asdict(need)
    )
    made.occurrence_id, made.visitor, made.expires_at = day.id, visitor, until
    for measure, value in asdict(need).items():
        setattr(made, measure, value)
    session.add(made)
    session.flush()
    session.refresh(made)
    return made


def keep(session: Session, hold: SlotHold) -> bool:
    """Make a provisional hold last; tell whether it was still there."""
    kept = session.execute(
        sa.update(SlotHold).where(col(SlotHold.id) == hold.id).values(expires_at=None, visitor=None)
    )
    return bool(kept.rowcount)  # type: ignore[attr-defined]


def move(session: Session, hold: SlotHold, slot: Slot | None, *, now: datetime) -> None:
    """Take the same load on another slot, then give the old one back.

    The two days are locked in one order: two people who change places do not wait for each
    other for ever. Raises RuleBroken (field "slot") when the other has no room: the old stays.
    """
    if slot is None or not slot.planned:
        raise RuleBroken(FULL, field="slot")
    _write_day(session, slot)
    day = _lock(session, slot, hold)
    if day.id == hold.occurrence_id:
        return
    _give_back_expired(session, [day.id], now, but=hold.form_key)
    if not _add(session, day.id, hold.load):
        raise RuleBroken(FULL, field="slot")
    _add(session, hold.occurrence_id, NOTHING - hold.load)
    hold.occurrence_id = day.id
    session.add(hold)
    session.flush()
    session.refresh(hold)


def release(session: Session, hold_id: UUID) -> None:
    """Give back what a hold takes; a second call gives nothing back."""
    _remove(session, hold_id)


def sweep(session: Session, *, now: datetime) -> int:
    """Give back what every expired hold keeps; return how many days it concerned."""
    days = queries.expired(session, now=now)
    for day_id in days:
        session.execute(
            sa.select(col(SlotOccurrence.id))
            .where(col(SlotOccurrence.id) == day_id)
            .with_for_update()
        )
        _give_back_expired(session, [day_id], now)
    return len(days)


def _write_day(session: Session, slot: Slot) -> None:
    """Write the day of a slot, unless somebody did."""
    made = SlotOccurrence(
        pattern_id=slot.pattern_id,
        day=slot.day,
        starts=slot.starts,
        ends=slot.ends,
        **asdict(slot.capacity),
    )
    insert_once(session, SlotOccurrence, made.model_dump())


def _lock(session: Session, slot: Slot, before: SlotHold | None) -> SlotOccurrence:
    """Lock the slot's day and the one held before, always in the same order; return the first."""
    wanted = sa.and_(
        col(SlotOccurrence.pattern_id) == slot.pattern_id, col(SlotOccurrence.day) == slot.day
    )
    if before is not None:
        wanted = sa.or_(wanted, col(SlotOccurrence.id) == before.occurrence_id)
    rows = session.execute(
        sa.select(SlotOccurrence)
        .where(wanted)
        .order_by(col(SlotOccurrence.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalars()
    return next(r for r in rows.all() if (r.pattern_id, r.day) == (slot.pattern_id, slot.day))


def _give_back_expired(
    session: Session, days: Collection[UUID], now: datetime, *, but: str = ""
) -> None:
    """Delete the expired holds of some days and take them out of the counters."""
    gone = session.execute(
        sa.delete(SlotHold)
        .where(
            col(SlotHold.occurrence_id).in_(days),
            col(SlotHold.expires_at) <= now,
            col(SlotHold.form_key) != but,
        )
        .returning(col(SlotHold.occurrence_id), *(getattr(SlotHold, m) for m in MEASURES))
    ).all()
    for day_id, *load in gone:
        _add(session, day_id, NOTHING - Load(*load))


def _remove(session: Session, hold_id: UUID) -> None:
    """Delete a hold and give its load back; deleted by somebody else meanwhile: nothing."""
    row = session.execute(
        sa.delete(SlotHold)
        .where(col(SlotHold.id) == hold_id)
        .returning(col(SlotHold.occurrence_id), *(getattr(SlotHold, m) for m in MEASURES))
        .execution_options(synchronize_session="fetch")
    ).first()
    if row is not None:
        _add(session, row[0], NOTHING - Load(*row[1:]))


def _add(session: Session, day_id: UUID, load: Load) -> bool:
    """Add `load` (negative: give back) to a day's counters where it fits; tell whether it did."""
    used = {m: getattr(SlotOccurrence, f"used_{m}") for m in MEASURES}
    fits = [used[m] + getattr(load, m) <= getattr(SlotOccurrence, m) for m in MEASURES]
    added = session.execute(
        sa.update(SlotOccurrence)
        .where(col(SlotOccurrence.id) == day_id, *fits)
        .values({f"used_{m}": used[m] + getattr(load, m) for m in MEASURES})
        .execution_options(synchronize_session=False)
    )
    return bool(added.rowcount)  # type: ignore[attr-defined]
