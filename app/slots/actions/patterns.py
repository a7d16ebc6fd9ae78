"""The calendar as staff keep it: patterns, exceptional days, zones."""

from collections.abc import Iterable
from datetime import date, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.slots import queries
from app.slots.loads import MEASURES
from app.slots.models import SlotException, SlotOccurrence, SlotPattern, Zone, ZoneCommune


def offer_thursday(session: Session) -> None:
    """Make the one weekly slot of a new installation; a second call changes nothing."""
    if not queries.patterns(session, stopped=True):
        session.add(
            SlotPattern(
                name="Jeudi matin",
                weekday=3,
                starts=time(9),
                ends=time(12),
                places=6,
                mass_g=600_000,
                volume_ml=10_000_000,
                crew_minutes=360,
                crew=2,
            )
        )
        session.flush()


def save_pattern(session: Session, pattern: SlotPattern, *, today: date) -> None:
    """Write a pattern.

    Days to come that people booked get its capacity, never below what is taken; their hours
    stay as promised.
    """
    session.add(pattern)
    session.flush()
    higher = {
        measure: sa.case(
            (
                getattr(SlotOccurrence, f"used_{measure}") > getattr(pattern, measure),
                getattr(SlotOccurrence, f"used_{measure}"),
            ),
            else_=getattr(pattern, measure),
        )
        for measure in MEASURES
    }
    session.execute(
        sa.update(SlotOccurrence)
        .where(col(SlotOccurrence.pattern_id) == pattern.id, col(SlotOccurrence.day) >= today)
        .values(higher)
        .execution_options(synchronize_session=False)
    )


def save_exception(session: Session, made: SlotException) -> None:
    """Write exceptional days."""
    session.add(made)
    session.flush()


def drop_exception(session: Session, gone: SlotException) -> None:
    """Forget exceptional days: the calendar is as usual again."""
    session.delete(gone)
    session.flush()


def save_zone(session: Session, zone: Zone, codes: Iterable[str]) -> None:
    """Write a zone and its communes."""
    wanted = set(codes)
    zone.communes = [row for row in zone.communes if row.insee in wanted]
    known = {row.insee for row in zone.communes}
    zone.communes += [ZoneCommune(zone_id=zone.id, insee=code) for code in sorted(wanted - known)]
    session.add(zone)
    session.flush()


def drop_zone(session: Session, zone: Zone) -> None:
    """Forget a zone. Raises RuleBroken while a pattern serves it."""
    if _is_served(session, zone.id):
        raise RuleBroken(N_("Des créneaux desservent ce secteur : changez-les d’abord."))
    session.delete(zone)
    session.flush()


def _is_served(session: Session, zone_id: UUID) -> bool:
    statement = sa.select(sa.func.count(col(SlotPattern.id))).where(
        col(SlotPattern.zone_id) == zone_id
    )
    return bool(session.execute(statement).scalar_one())
