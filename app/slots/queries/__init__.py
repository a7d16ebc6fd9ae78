"""Every SELECT of the slots."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.base.core.errors import NotFound
from app.slots import rules
from app.slots.loads import MEASURES, NOTHING, Load
from app.slots.models import (
    Purpose,
    SlotException,
    SlotHold,
    SlotOccurrence,
    SlotPattern,
    SlotWait,
    Zone,
    ZoneCommune,
)
from app.slots.rules import Slot, Window
from app.slots.rules.openings import Written

YEAR = timedelta(days=366)


def patterns(
    session: Session, purpose: Purpose = Purpose.PICKUP, *, stopped: bool = False
) -> Sequence[SlotPattern]:
    """Return the patterns of a purpose, through the week; the `stopped` ones too on demand."""
    statement = select(SlotPattern).where(col(SlotPattern.purpose) == purpose)
    if not stopped:
        statement = statement.where(col(SlotPattern.active))
    return session.exec(
        statement.order_by(col(SlotPattern.weekday), col(SlotPattern.starts), col(SlotPattern.name))
    ).all()


def pattern(session: Session, pattern_id: UUID) -> SlotPattern:
    """Return a pattern. Raises NotFound."""
    found = session.get(SlotPattern, pattern_id)
    if found is None:
        raise NotFound
    return found


def pattern_name(session: Session, pattern_id: UUID) -> str:
    """Return the name of a pattern, empty when there is none such."""
    found = session.get(SlotPattern, pattern_id)
    return found.name if found is not None else ""


def exceptions(session: Session, first: date, last: date) -> Sequence[SlotException]:
    """Return the exceptional days that touch a period, by day."""
    return session.exec(
        select(SlotException)
        .where(col(SlotException.first_day) <= last, col(SlotException.last_day) >= first)
        .order_by(col(SlotException.first_day), col(SlotException.id))
    ).all()


def exception(session: Session, exception_id: UUID) -> SlotException:
    """Return exceptional days. Raises NotFound."""
    found = session.get(SlotException, exception_id)
    if found is None:
        raise NotFound
    return found


def zones(session: Session) -> Sequence[Zone]:
    """Return the zones, by name."""
    return session.exec(select(Zone).order_by(col(Zone.name), col(Zone.id))).all()


def zone(session: Session, zone_id: UUID) -> Zone:
    """Return a zone. Raises NotFound."""
    found = session.get(Zone, zone_id)
    if found is None:
        raise NotFound
    return found


def zones_of(session: Session, insee: str) -> frozenset[UUID]:
    """Return the ids of the zones a commune lies in."""
    found = session.exec(
        select(ZoneCommune.zone_id)
        .where(col(ZoneCommune.insee) == insee)
        .order_by(col(ZoneCommune.zone_id))
    )
    return frozenset(found)


def slots(
    session: Session, window: Window, *, purpose: Purpose = Purpose.PICKUP, now: datetime
) -> list[Slot]:
    """Return every slot of a period with what is taken of it, by day and hour.

    Days on which something is taken but that the calendar no longer has come too, marked
    not planned. What expired holds keep counts as free.
    """
    return slots_of(session, patterns(session, purpose, stopped=True), window, now=now)


def slots_of(
    session: Session, known: Sequence[SlotPattern], window: Window, *, now: datetime
) -> list[Slot]:
    """Return the slots of some patterns, as `slots` does; a pattern may be one not yet written."""
    planned = rules.plan(
        known, exceptions(session, window.first, window.last), window.first, window.last
    )
    taken = _taken(session, window, {each.id for each in known}, now)
    found = rules.slots(planned, taken)
    kept = {(slot.pattern_id, slot.day) for slot in found}
    by_id = {each.id: each for each in known}
    stray = [
        _stray(by_id[pattern_id], day, written)
        for (pattern_id, day), written in taken.items()
        if (pattern_id, day) not in kept and written.used != NOTHING
    ]
    return sorted((*found, *stray), key=lambda s: (s.day, s.starts, s.name, s.key))


def open_slots(  # noqa: PLR0913 - who asks for what, when
    session: Session,
    window: Window,
    *,
    now: datetime,
    need: Load | None = None,
    people: int = 1,
    insee: str | None = None,
    purpose: Purpose = Purpose.PICKUP,
) -> list[Slot]:
    """Return the slots of a period that still carry `need`, for a commune when one is given."""
    served = zones_of(session, insee) if insee else None
    found = slots(session, window, purpose=purpose, now=now)
    return rules.fitting(found, need or Load(), people=people, zones=served, after=now)


def one(
    session: Session, key: str, *, now: datetime, purpose: Purpose = Purpose.PICKUP
) -> Slot | None:
    """Return the slot that a form names, or None when there is none such, or none any more."""
    named = parse_key(key)
    if named is None:
        return None
    found = slots(session, Window(named[1], named[1]), purpose=purpose, now=now)
    return next((slot for slot in found if slot.key == key), None)


def parse_key(key: str) -> tuple[UUID, date] | None:
    """Return the pattern and the day that a form names, or None for any other text."""
    if len(key) != 47 or key[36] != ".":  # noqa: PLR2004 - a UUID, a point, a date
        return None
    try:
        pattern_id, day = UUID(key[:36]), date.fromisoformat(key[37:])
    except ValueError:
        return None
    if not date.min + YEAR < day < date.max - YEAR:
        return None  # beside the edge of time no week comes before or after
    return (pattern_id, day) if f"{pattern_id}.{day.isoformat()}" == key else None


def occurrence(session: Session, pattern_id: UUID, day: date) -> SlotOccurrence | None:
    """Return a day on which something was taken, read anew."""
    return session.exec(
        select(SlotOccurrence)
        .where(col(SlotOccurrence.pattern_id) == pattern_id, col(SlotOccurrence.day) == day)
        .execution_options(populate_existing=True)
    ).first()


def hold(session: Session, form_key: str) -> SlotHold | None:
    """Return what a form holds, read anew, expired or not."""
    return session.exec(
        select(SlotHold)
        .where(col(SlotHold.form_key) == form_key)
        .execution_options(populate_existing=True)
    ).first()


def day_of(session: Session, hold_id: UUID) -> UUID | None:
    """Return the day that a hold takes something of now, or None when it is gone."""
    return session.execute(
        sa.select(col(SlotHold.occurrence_id)).where(col(SlotHold.id) == hold_id)
    ).scalar_one_or_none()


def holds_of(session: Session, visitor: str, *, now: datetime, but: str) -> int:
    """Return how many provisional holds a visitor has, the one of the form `but` left aside."""
    statement = sa.select(sa.func.count(col(SlotHold.id))).where(
        col(SlotHold.visitor) == visitor,
        col(SlotHold.expires_at) > now,
        col(SlotHold.form_key) != but,
    )
    return int(session.execute(statement).scalar_one())


def anybody_waits(session: Session, purpose: Purpose = Purpose.PICKUP) -> bool:
    """Tell whether somebody waits, with an offer or without."""
    statement = sa.select(col(SlotWait.id)).where(
        col(SlotWait.closed_at).is_(None), col(SlotWait.purpose) == purpose
    )
    return session.execute(sa.select(statement.exists())).scalar_one()


def waiting(session: Session, purpose: Purpose) -> Sequence[SlotWait]:
    """Return those who wait and have no offer, first come first, each locked."""
    return locked_waits(session, col(SlotWait.purpose) == purpose, col(SlotWait.hold_id).is_(None))


def lapsed(session: Session, *, now: datetime) -> Sequence[SlotWait]:
    """Return those whose offer nobody answered in time, each locked."""
    return locked_waits(session, col(SlotWait.offer_until) <= now)


def locked_wait(session: Session, wait_id: UUID) -> SlotWait | None:
    """Lock the row of one who waits until the commit and return it, read anew."""
    return session.exec(
        select(SlotWait)
        .where(SlotWait.id == wait_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()


def locked_waits(session: Session, *conditions: sa.ColumnElement[bool]) -> Sequence[SlotWait]:
    """Lock those who wait and meet `conditions`, first come first, read anew.

    Whoever is just being answered by another hand is left out: waiting for that hand with
    days already locked could last for ever.
    """
    return session.exec(
        select(SlotWait)
        .where(col(SlotWait.closed_at).is_(None), *conditions)
        .order_by(col(SlotWait.created_at), col(SlotWait.id))
        .with_for_update(key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def expired(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Return the days on which a hold has expired."""
    return session.exec(
        select(SlotHold.occurrence_id)
        .where(col(SlotHold.expires_at) <= now)
        .group_by(col(SlotHold.occurrence_id))
        .order_by(col(SlotHold.occurrence_id))
    ).all()


def _taken(
    session: Session, window: Window, pattern_ids: Collection[UUID], now: datetime
) -> dict[tuple[UUID, date], Written]:
    """Return what is taken, by pattern and day, expired holds given back."""
    rows = session.execute(
        sa.select(
            col(SlotOccurrence.id),
            col(SlotOccurrence.pattern_id),
            col(SlotOccurrence.day),
            col(SlotOccurrence.starts),
            col(SlotOccurrence.ends),
            *(getattr(SlotOccurrence, m) for m in MEASURES),
            *(getattr(SlotOccurrence, f"used_{m}") for m in MEASURES),
        )
        .where(
            col(SlotOccurrence.day).between(window.first, window.last),
            col(SlotOccurrence.pattern_id).in_(pattern_ids),
        )
        .order_by(col(SlotOccurrence.day), col(SlotOccurrence.id))
    ).all()
    stale = _stale(session, window, now) if rows else {}
    return {
        (row[1], row[2]): Written(
            row[3], row[4], Load(*row[5:9]), Load(*row[9:13]) - stale.get(row[0], NOTHING)
        )
        for row in rows
    }


def _stale(session: Session, window: Window, now: datetime) -> dict[UUID, Load]:
    """Return what expired holds still keep, by day."""
    rows = session.execute(
        sa.select(
            col(SlotHold.occurrence_id), *(sa.func.sum(getattr(SlotHold, m)) for m in MEASURES)
        )
        .join(SlotOccurrence, col(SlotOccurrence.id) == col(SlotHold.occurrence_id))
        .where(
            col(SlotHold.expires_at) <= now,
            col(SlotOccurrence.day).between(window.first, window.last),
        )
        .group_by(col(SlotHold.occurrence_id))
        .order_by(col(SlotHold.occurrence_id))
    )
    return {row[0]: Load(*(int(each) for each in row[1:])) for row in rows}


def _stray(pattern: SlotPattern, day: date, written: Written) -> Slot:
    return replace(
        rules.slots(
            [
                rules.Planned(
                    pattern.id,
                    pattern.zone_id,
                    pattern.name,
                    day,
                    written.starts,
                    written.ends,
                    written.capacity,
                    pattern.crew,
                )
            ],
            {(pattern.id, day): written},
        )[0],
        planned=False,
    )


def window(first: date, days: int) -> Window:
    """Return the period of `days` days that begins on `first`."""
    return Window(first, first + timedelta(days=days - 1))
