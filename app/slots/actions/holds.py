"""Taking and giving back: one conditional UPDATE each, so that a race has one winner.

Locks are taken in one order: a day, then its holds. What touches more than one day takes its
turn (`many_days`) before the first: whoever has a day and no turn waits for no other day.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.db.turns import take_turn
from app.base.db.upsert import insert_once
from app.slots import queries
from app.slots.loads import MEASURES, NOTHING, Load
from app.slots.models import SlotHold, SlotOccurrence
from app.slots.rules import Slot

FULL = N_("Ce créneau n’est plus libre. Choisissez-en un autre : rien n’est à retaper.")
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
    same slot taken again with another need or end is changed in place. What a form holds for
    good is not held for a while again: a browser that goes back would let it expire. Whether
    the slot suits the asker's commune and dates is the caller's question.
    Raises RuleBroken (field "slot") when the slot is none, its room is gone, or `visitor`
    keeps too much already.
    """
    if slot is None or not slot.planned:
        raise RuleBroken(FULL, field="slot")
    if visitor and until is not None:
        held = queries.holds_of(session, visitor, now=now, but=form_key)
        if held >= MOST_HELD:
            raise RuleBroken(TOO_MANY, field="slot")
    known = queries.hold(session, form_key)
    if known is not None and known.expires_at is None and until is not None:
        return known
    if known is not None:
        many_days(session)
    day = _lock(session, slot, known)
    _give_back_expired(session, [day.id], now, but=form_key)
    before = queries.hold(session, form_key)
    here = before is not None and before.occurrence_id == day.id
    if before is not None and known is None and not here:
        raise RuleBroken(FULL, field="slot")  # the same form, at this instant, on another day
    more = need - before.load if before is not None and here else need
    if not _add(session, day.id, more):
        raise RuleBroken(FULL, field="slot")
    if before is not None:
        return _change(session, before, day.id, need, until=until, visitor=visitor)
    made = SlotHold(
        form_key=form_key,
        created_at=now,
        occurrence_id=day.id,
        visitor=visitor,
        expires_at=until,
        **asdict(need),
    )
    if not insert_once(session, SlotHold, made.model_dump()):
        _add(session, day.id, NOTHING - need)
        raise RuleBroken(FULL, field="slot")
    return session.get_one(SlotHold, made.id)


def keep(session: Session, hold: SlotHold) -> bool:
    """Make a provisional hold last; tell whether it was still there."""
    kept = session.execute(
        sa.update(SlotHold).where(col(SlotHold.id) == hold.id).values(expires_at=None, visitor=None)
    )
    return bool(kept.rowcount)  # type: ignore[attr-defined]


def move(session: Session, hold: SlotHold, slot: Slot | None, *, now: datetime) -> None:
    """Take the same load on another slot, then give the old one back.

    Two people who change places do not wait for each other for ever. Raises RuleBroken
    (field "slot") when the other has no room: the old stays.
    """
    if slot is None or not slot.planned:
        raise RuleBroken(FULL, field="slot")
    many_days(session)
    session.refresh(hold)
    day = _lock(session, slot, hold)
    if day.id == hold.occurrence_id:
        return
    _give_back_expired(session, [day.id], now, but=hold.form_key)
    if not _add(session, day.id, hold.load):
        raise RuleBroken(FULL, field="slot")
    _change(session, hold, day.id, hold.load, until=hold.expires_at, visitor=hold.visitor)


def release(session: Session, hold_id: UUID) -> None:
    """Give back what a hold takes; a second call gives nothing back."""
    while (day_id := queries.day_of(session, hold_id)) is not None:
        lock_days(session, col(SlotOccurrence.id) == day_id)
        if _remove(session, hold_id, day_id):
            return


def sweep(session: Session, *, now: datetime) -> int:
    """Give back what every expired hold keeps; return how many days it concerned."""
    many_days(session)
    days = queries.expired(session, now=now)
    lock_days(session, col(SlotOccurrence.id).in_(days))
    _give_back_expired(session, days, now)
    return len(days)


def many_days(session: Session) -> None:
    """Take the turn of those who lock more than one day; a day locked before it is too late."""
    take_turn(session, "slots")


def lock_days(session: Session, wanted: sa.ColumnElement[bool]) -> Sequence[SlotOccurrence]:
    """Lock the wanted days until the commit and return them, read anew."""
    return (
        session.execute(
            sa.select(SlotOccurrence)
            .where(wanted)
            .order_by(col(SlotOccurrence.id))
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        .scalars()
        .all()
    )


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
    """Lock the slot's day, and the one held before; return the first."""
    _write_day(session, slot)
    wanted = sa.and_(
        col(SlotOccurrence.pattern_id) == slot.pattern_id, col(SlotOccurrence.day) == slot.day
    )
    if before is not None:
        wanted = sa.or_(wanted, col(SlotOccurrence.id) == before.occurrence_id)
    rows = lock_days(session, wanted)
    return next(r for r in rows if (r.pattern_id, r.day) == (slot.pattern_id, slot.day))


def _change(  # noqa: PLR0913 - what a hold says
    session: Session,
    hold: SlotHold,
    day_id: UUID,
    need: Load,
    *,
    until: datetime | None,
    visitor: str | None,
) -> SlotHold:
    """Write what a hold now takes, where; what it took of another day is given back."""
    if hold.occurrence_id != day_id:
        _add(session, hold.occurrence_id, NOTHING - hold.load)
    hold.occurrence_id, hold.visitor, hold.expires_at = day_id, visitor, until
    for measure, value in asdict(need).items():
        setattr(hold, measure, value)
    session.add(hold)
    session.flush()
    session.refresh(hold)
    return hold


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


def _remove(session: Session, hold_id: UUID, day_id: UUID) -> bool:
    """Delete a hold of a locked day and give its load back; tell whether it was (still) there."""
    row = session.execute(
        sa.delete(SlotHold)
        .where(col(SlotHold.id) == hold_id, col(SlotHold.occurrence_id) == day_id)
        .returning(*(getattr(SlotHold, m) for m in MEASURES))
        .execution_options(synchronize_session="fetch")
    ).first()
    if row is not None:
        _add(session, day_id, NOTHING - Load(*row))
    return row is not None


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
