"""Slots of the tests: patterns and exceptions without a database, holds with one."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.slots import actions, queries
from app.slots.loads import MEASURES, NOTHING, Load
from app.slots.models import (
    ExceptionKind,
    OnHoliday,
    SlotException,
    SlotHold,
    SlotOccurrence,
    SlotPattern,
    Zone,
)
from app.slots.rules import Slot, Window
from tests.builders import MONDAY

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Monday 23 November 2026, nine o'clock on the wall."""
THURSDAY = date(2026, 11, 26)
MONTH = Window(MONDAY, MONDAY + timedelta(days=27))
BIG = Load(places=50, mass_g=10**9, volume_ml=10**9, crew_minutes=10**6)


def pattern(weekday: int = 3, **facts) -> SlotPattern:
    """Return a weekly slot that no database knows: Thursday from nine to noon."""
    known = {
        "id": uuid4(),
        "name": "Matin",
        "starts": time(9),
        "ends": time(12),
        "places": 6,
        "mass_g": 600_000,
        "volume_ml": 10_000_000,
        "crew_minutes": 360,
    } | facts
    known["on_holiday"] = OnHoliday(known.get("on_holiday", "ferme"))
    return SlotPattern(weekday=weekday, **known)


def exception(of: SlotPattern | None, kind: str, day: date, last: date | None = None, **facts):
    """Return exceptional days of a pattern, or of all."""
    return SlotException(
        pattern_id=of.id if of else None,
        kind=ExceptionKind(kind),
        first_day=day,
        last_day=last or day,
        **facts,
    )


def slot_of(session: Session, made: SlotPattern, day: date = THURSDAY, now=NOW) -> Slot:
    """Return one day of a pattern, as a form names it."""
    found = queries.one(session, f"{made.id}.{day.isoformat()}", now=now, purpose=made.purpose)
    assert found is not None
    return found


def take(session: Session, made: SlotPattern, form_key: str, day: date = THURSDAY, **facts):
    """Take one place of a day, for good unless `until` is said."""
    known = {"need": Load(), "now": NOW} | facts
    slot = slot_of(session, made, day, known["now"])
    return actions.take(session, slot, known.pop("need"), form_key=form_key, **known)


def used(session: Session, made: SlotPattern, day: date = THURSDAY) -> Load:
    """Return what is taken of a day, as the counters say."""
    written = queries.occurrence(session, made.id, day)
    return written.used if written else NOTHING


def wrong_counters(session: Session) -> list[tuple[Load, Load]]:
    """Return (counted, held) for each day whose counters are not the sum of its holds."""
    sums = [sa.func.coalesce(sa.func.sum(getattr(SlotHold, m)), 0) for m in MEASURES]
    rows = session.execute(
        sa.select(*(getattr(SlotOccurrence, f"used_{m}") for m in MEASURES), *sums)
        .outerjoin(SlotHold, col(SlotHold.occurrence_id) == col(SlotOccurrence.id))
        .group_by(col(SlotOccurrence.id))
    ).all()
    both = [(Load(*row[:4]), Load(*map(int, row[4:]))) for row in rows]
    return [pair for pair in both if pair[0] != pair[1]]


def holds(session: Session) -> list[SlotHold]:
    """Return every hold, by form, read anew."""
    statement = select(SlotHold).order_by(col(SlotHold.form_key))
    return list(session.exec(statement.execution_options(populate_existing=True)).all())


def zone(session: Session, name: str = "Nord", *codes: str) -> Zone:
    """Return a zone of some communes."""
    made = Zone(name=name)
    actions.save_zone(session, made, codes)
    return made
