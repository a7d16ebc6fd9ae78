"""Every change to a pickup: rule, rows, event, flush."""

from datetime import date, datetime

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core import codes
from app.base.core.actors import SYSTEM, VISITOR, Actor
from app.base.core.errors import RuleBroken
from app.pickups import queries, rules
from app.pickups.models import Pickup, PickupEvent
from app.pickups.rules import Ask
from app.slots import actions as slots


def ask(session: Session, wish: Ask, *, today: date, now: datetime) -> Pickup:
    """Book the visit and return it, status requested.

    The same form sent twice, or the same wish in a new form, returns the first pickup: looked
    for again once the day is ours alone, when what ran beside this is committed.
    Raises RuleBroken (field "slot") when the slot is full.
    """
    already = queries.made_with(session, wish)
    if already is not None:
        return already
    try:
        occurrence = slots.take(session, wish.slot, today=today)
    except RuleBroken:
        already = queries.made_with(session, wish)
        if already is None:
            raise
        return already
    already = queries.made_with(session, wish)
    if already is not None:
        slots.free(session, occurrence.id)
        return already
    pickup = Pickup(
        reference=codes.reference(),
        form_key=wish.form_key,
        things=wish.things,
        insee=wish.insee,
        address=wish.address,
        email=wish.email,
        phone=wish.phone,
        occurrence_id=occurrence.id,
        created_at=now,
    )
    session.add(pickup)
    session.flush()
    _record(session, pickup, "ask", VISITOR, now=now)
    return pickup


def move(session: Session, pickup: Pickup, verb: str, *, actor: Actor, now: datetime) -> None:
    """Take `pickup` along one arrow of the diagram; a place that it leaves is free again.

    The row is locked and read again first: two hands at once would free the place twice.
    Raises RuleBroken when the arrow does not exist.
    """
    session.refresh(pickup, ["status"], with_for_update=True)
    before = pickup.status
    pickup.status = rules.next_status(before, verb)
    if pickup.status in rules.FREEING:
        slots.free(session, pickup.occurrence_id)
    session.add(pickup)
    _record(session, pickup, verb, actor, now=now, before=before.value)


def erase_old(session: Session, *, today: date, now: datetime) -> int:
    """Erase contact and address where they were kept long enough; return how many."""
    old = queries.to_erase(session, today)
    for pickup in old:
        pickup.email = pickup.phone = pickup.address = None
        pickup.erased_at = now
        session.add(pickup)
        _record(session, pickup, "erase", SYSTEM, now=now)
    return len(old)


def _record(  # noqa: PLR0913 - the facts of an event
    session: Session,
    pickup: Pickup,
    verb: str,
    actor: Actor,
    *,
    now: datetime,
    before: str | None = None,
) -> None:
    """Append the event and the trail's entry, and flush so that a constraint speaks here."""
    session.add(PickupEvent(pickup_id=pickup.id, verb=verb, actor=actor.label, at=now))
    audit.record(
        session,
        "pickups",
        verb,
        f"pickup:{pickup.reference}",
        actor,
        now=now,
        before={"status": before} if before else None,
        after={"status": pickup.status.value},
    )
