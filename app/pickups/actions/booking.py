"""Booking a visit: once a form, only what the terms take, only where there is room."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.base.core import codes
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.pickups import queries, rules
from app.pickups.actions.events import record
from app.pickups.models import Pickup, PickupPhoto, PickupPolicy, PickupStatus, PickupThing, Source
from app.pickups.rules import Booking, Decision, Effort, Kind
from app.slots import actions as slots
from app.slots import queries as slot_queries
from app.slots import rules as slot_rules
from app.slots.actions.holds import FULL
from app.slots.models import SlotHold
from app.slots.rules import Slot, Window

NOT_HERE = N_("Nous ne passons pas dans cette commune.")
AGAIN = N_("Votre demande n’a pas été enregistrée. Envoyez-la de nouveau.")
NO_CLEARANCE = N_("Nous ne faisons pas de débarras dans cette commune.")


def book(session: Session, wish: Booking, *, actor: Actor, today: date, now: datetime) -> Pickup:
    """Book the visit and return it: confirmed, requested, waiting or to be called back.

    The same form sent twice, or the same wish in a new form, returns the first pickup: looked
    for again once the day is ours alone, when what ran beside this is committed.
    Raises RuleBroken: field "slot" when there is no room, "where" where nobody passes,
    "line-N" for a thing that the terms refuse.
    """
    already = queries.made_with(session, wish, now=now)
    if already is not None:
        return already
    terms = _terms(session, wish)
    decision = rules.decide(terms, wish.lines)
    if not wish.clearance:
        _refuse(decision)
    elif not terms.clearance:
        raise RuleBroken(NO_CLEARANCE, field="clearance")
    need = rules.effort(wish.lines, floor=wish.floor, lift=wish.lift)
    pickup = _fresh(wish, terms, decision, need, now)
    pickup.reference = _unused_reference(session)
    if wish.clearance:
        pickup.status = PickupStatus.CALLBACK
    elif not wish.waits:
        found = _take(session, pickup, wish, terms, need, today, now)
        if found is not None:
            return found
    try:
        with session.begin_nested():
            if wish.waits and not wish.clearance:
                _wait(session, pickup, wish, need, now)
            session.add(pickup)
    except IntegrityError:
        return _twin(session, wish)
    _write_lists(session, pickup, wish)
    record(session, pickup, "ask", actor, now=now)
    if pickup.status is PickupStatus.REQUESTED and not pickup.on_review:
        pickup.status = PickupStatus.CONFIRMED
        record(session, pickup, "confirm", actor, now=now, before={"status": "demande"})
    return pickup


def suits(  # noqa: PLR0913 - a slot, and for whom
    session: Session,
    slot: Slot | None,
    window: Window,
    need: Effort,
    insee: str,
    *,
    now: datetime,
) -> bool:
    """Tell whether a slot is offered to this commune, in these days, for this crew.

    Room is not asked here: taking it is the only answer that holds.
    """
    if slot is None or not window.first <= slot.day <= window.last:
        return False
    served = slot_queries.zones_of(session, insee)
    roomy = slot_rules.fitting([slot], slot.left, people=need.people, zones=served, after=now)
    return bool(roomy)


def _terms(session: Session, wish: Booking) -> PickupPolicy:
    found = queries.policy_at(session, wish.insee)
    if found is None:
        raise RuleBroken(NOT_HERE, field="where")
    return found


def _refuse(decision: Decision) -> None:
    """Raise the first refusal of the terms, if any."""
    for refusal in decision.refusals:
        field = "lines" if refusal.line is None else f"line-{refusal.line}"
        raise RuleBroken(refusal.sentence, field=field, **dict(refusal.values))


def _fresh(
    wish: Booking, terms: PickupPolicy, decision: Decision, need: Effort, now: datetime
) -> Pickup:
    by_us = wish.source is Source.PHONE
    return Pickup(
        reference="",
        form_key=wish.form_key,
        source=wish.source,
        things=rules.summary(wish.lines),
        insee=wish.insee,
        address=wish.address,
        floor=wish.floor,
        lift=wish.lift,
        access=wish.access or None,
        contact_name=wish.contact_name or None,
        email=wish.email,
        phone=wish.phone,
        policy_id=terms.id,
        price_cents=terms.price_cents,
        on_review=decision.kind is Kind.ON_REVIEW and not by_us,
        people=need.people,
        places=need.load.places,
        mass_g=need.load.mass_g,
        volume_ml=need.load.volume_ml,
        crew_minutes=need.load.crew_minutes,
        created_at=now,
    )


def _wait(session: Session, pickup: Pickup, wish: Booking, need: Effort, now: datetime) -> None:
    waiting = slots.wait(session, need.load, insee=wish.insee, people=need.people, now=now)
    pickup.status = PickupStatus.WAITING
    pickup.wait_id = waiting.id


def _take(  # noqa: PLR0913, PLR0917 - who, what, where, when
    session: Session,
    pickup: Pickup,
    wish: Booking,
    terms: PickupPolicy,
    need: Effort,
    today: date,
    now: datetime,
) -> Pickup | None:
    """Take the slot; return the pickup that a twin of this request made meanwhile, if any.

    What was taken beside the twin is undone whole: the same form may have been sent with
    another slot, and its hold is the twin's.
    """
    window = rules.window(terms, today)
    if wish.source is Source.PHONE:
        window = Window(today, window.last)
    slot = slot_queries.one(session, wish.slot, now=now)
    if not suits(session, slot, window, need, wish.insee, now=now):
        raise RuleBroken(FULL, field="slot")
    aside = session.begin_nested()
    try:
        held = slots.take(session, slot, need.load, form_key=wish.form_key, now=now)
    except RuleBroken:
        aside.rollback()
        already = queries.made_with(session, wish, now=now)
        if already is None:
            raise
        return already
    already = queries.made_with(session, wish, now=now)
    if already is not None:
        aside.rollback()
        return already
    aside.commit()
    _holds(pickup, held)
    return None


def _twin(session: Session, wish: Booking) -> Pickup:
    """Return the pickup that the same form, sent at the same instant, has just made."""
    already = queries.by_form_key(session, wish.form_key)
    if already is None:
        raise RuleBroken(AGAIN)
    return already


def _unused_reference(session: Session) -> str:
    made = codes.reference()
    while queries.by_reference(session, made) is not None:
        made = codes.reference()
    return made


def _holds(pickup: Pickup, held: SlotHold) -> None:
    pickup.hold_id, pickup.occurrence_id = held.id, held.occurrence_id


def _write_lists(session: Session, pickup: Pickup, wish: Booking) -> None:
    for number, line in enumerate(wish.lines):
        session.add(
            PickupThing(
                pickup_id=pickup.id,
                number=number,
                object_id=line.object_id,
                name=line.name[:120],
                quantity=line.quantity,
                condition=line.condition,
                mass_g=line.mass_g,
                volume_ml=line.volume_ml,
            )
        )
    for number, name in enumerate(dict.fromkeys(wish.photos)):
        session.add(PickupPhoto(pickup_id=pickup.id, number=number, name=name))
    session.flush()
