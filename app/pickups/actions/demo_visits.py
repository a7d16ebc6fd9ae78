"""The demonstration's visits: invented people, booked and noted as real ones are."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.base.core.actors import VISITOR, Actor
from app.base.core.clock import instant
from app.base.core.errors import RuleBroken
from app.catalog import queries as catalog
from app.pickups import queries
from app.pickups.actions.booking import book
from app.pickups.actions.changes import advance
from app.pickups.actions.demo_people import COMING, DAYS, EARLIER, MORNING, PAST, Visit
from app.pickups.actions.outcomes import note_outcome
from app.pickups.models import Condition, Pickup, PickupStatus, Source
from app.pickups.rules import Booking, Line, Outcome, Who
from app.slots import queries as slots
from app.slots.rules import Slot, Window
from app.territory.models import Commune


def load_demo(session: Session, desk: Actor, *, today: date) -> int:
    """Book the invented visits by the hand of `desk`, and tell nobody; return how many came.

    Those whose form is known stay as they are, and so does what became of them. A visit that
    the calendar or the terms of this installation have no room for is left out.
    """
    visits = (*PAST, *COMING)
    return sum(_made(session, visit, desk, today) for visit in visits)


def _made(session: Session, visit: Visit, desk: Actor, today: date) -> bool:
    if session.get(Commune, visit.insee) is None:
        return False
    if queries.by_form_key(session, visit.form_key) is not None:
        return False
    first = today - timedelta(days=DAYS) if visit.day < 0 else today
    asked_on = first - EARLIER
    now = instant(asked_on, MORNING)
    slot = _slot(session, visit, Window(first, first + timedelta(days=DAYS - 1)), now)
    if slot is None and not (visit.waits or visit.clearance):
        return False
    by = desk if visit.source is Source.PHONE else VISITOR
    try:
        pickup = book(session, _wish(session, visit, slot), actor=by, today=asked_on, now=now)
    except RuleBroken:
        return False
    _answered(session, pickup, visit, desk, now + timedelta(hours=2))
    if visit.outcome is not None and slot is not None:
        _noted(session, pickup, visit.outcome, desk, slot)
    return True


def _slot(session: Session, visit: Visit, window: Window, now: datetime) -> Slot | None:
    known = slots.open_slots(session, window, insee=visit.insee, now=now)
    days = [slot for slot in known if slot.name == visit.pattern]
    return days[visit.day] if -len(days) <= visit.day < len(days) else None


def _wish(session: Session, visit: Visit, slot: Slot | None) -> Booking:
    return Booking(
        form_key=visit.form_key,
        lines=tuple(_lines(session, visit.things)),
        insee=visit.insee,
        address=visit.address,
        floor=visit.floor,
        lift=visit.lift,
        access=visit.access,
        contact_name=visit.who,
        email=f"demo-{visit.phone}@exemple.test" if visit.mail else None,
        phone=f"+3363998{visit.phone}",
        slot=slot.key if slot is not None else "",
        waits=visit.waits,
        clearance=visit.clearance,
        source=visit.source,
    )


def _lines(session: Session, things: Mapping[str, tuple[int, Condition]]) -> Iterable[Line]:
    """Yield what the dictionary knows of each thing; what it does not know is left out."""
    for slug, (quantity, condition) in things.items():
        row = catalog.by_slug(session, slug)
        if row is None:
            continue
        yield Line(
            name=row.name,
            quantity=quantity,
            condition=condition,
            object_id=row.id,
            family=row.family.value,
            subfamily=row.subfamily.value,
            mass_g=row.mass_g,
            volume_ml=row.volume_ml,
        )


def _answered(session: Session, pickup: Pickup, visit: Visit, desk: Actor, now: datetime) -> None:
    """Do what the team, or the person, did after the booking."""
    if visit.refused:
        advance(session, pickup, "refuse", by=Who.STAFF, actor=desk, now=now, reason=visit.refused)
    elif visit.cancelled:
        advance(session, pickup, "cancel", by=Who.ASKER, actor=VISITOR, now=now)
    elif visit.confirmed and pickup.status is PickupStatus.REQUESTED:
        advance(session, pickup, "confirm", by=Who.STAFF, actor=desk, now=now)


def _noted(session: Session, pickup: Pickup, outcome: Outcome, desk: Actor, slot: Slot) -> None:
    note_outcome(
        session,
        pickup,
        outcome,
        by=Who.STAFF,
        actor=desk,
        today=slot.day,
        now=instant(slot.day, slot.ends),
    )
