"""The calendar as staff keep it: patterns, exceptional days, zones."""

from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.slots import queries
from app.slots.actions.holds import lock_days, many_days
from app.slots.loads import MEASURES
from app.slots.models import SlotException, SlotOccurrence, SlotPattern, Zone, ZoneCommune
from app.slots.rules import plan


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

    Days to come that people booked get the capacity they now have in the calendar, never below
    what is taken; their hours stay as promised.
    """
    session.add(pattern)
    session.flush()
    _refit(session, pattern, today)


def save_exception(session: Session, made: SlotException) -> None:
    """Write exceptional days; those that people booked get their capacity, as `save_pattern`.

    Days that were exceptional before get theirs back too: what is booked of them stays, and
    the agenda says so where the calendar has them no more.
    """
    before = _as_it_was(made)
    session.add(made)
    session.flush()
    for period in dict.fromkeys((before, _Period.of(made))):
        _refit_period(session, period)


def drop_exception(session: Session, gone: SlotException) -> None:
    """Forget exceptional days: the calendar is as usual again."""
    session.delete(gone)
    session.flush()
    _refit_period(session, _Period.of(gone))


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


class _Period(NamedTuple):
    """The days of a pattern that an exception concerns."""

    pattern_id: UUID | None
    first: date
    last: date

    @classmethod
    def of(cls, exceptional: SlotException) -> "_Period":
        return cls(exceptional.pattern_id, exceptional.first_day, exceptional.last_day)


def _as_it_was(exceptional: SlotException) -> _Period:
    """Return the period of an exception before what is not written yet."""
    attributes = sa.inspect(exceptional).attrs
    names = ("pattern_id", "first_day", "last_day")
    old = [attributes[n].history.deleted or [getattr(exceptional, n)] for n in names]
    return _Period(*(each[0] for each in old))


def _refit_period(session: Session, period: _Period) -> None:
    """Give the capacity of the calendar to the days that an exception concerns."""
    if period.pattern_id is not None:
        pattern = session.get_one(SlotPattern, period.pattern_id)
        _refit(session, pattern, period.first, period.last)


def _refit(session: Session, pattern: SlotPattern, first: date, last: date = date.max) -> None:
    """Give the capacity of the calendar to the written days of a period."""
    many_days(session)
    written = lock_days(
        session,
        sa.and_(
            col(SlotOccurrence.pattern_id) == pattern.id,
            col(SlotOccurrence.day).between(first, last),
        ),
    )
    if not written:
        return
    last = max(each.day for each in written)
    planned = plan([pattern], queries.exceptions(session, first, last), first, last)
    by_day = {each.day: each.capacity for each in planned}
    for each in written:
        capacity = by_day.get(each.day, each.capacity)
        for measure in MEASURES:
            setattr(each, measure, max(getattr(capacity, measure), getattr(each.used, measure)))
        session.add(each)
    session.flush()


def _is_served(session: Session, zone_id: UUID) -> bool:
    statement = sa.select(sa.func.count(col(SlotPattern.id))).where(
        col(SlotPattern.zone_id) == zone_id
    )
    return bool(session.execute(statement).scalar_one())
