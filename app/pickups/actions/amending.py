"""Correcting a booking: the contact, the door, the things, and what they take of the day."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.pickups import queries, rules
from app.pickups.actions.events import record
from app.pickups.models import Pickup, PickupStatus, PickupThing
from app.pickups.rules import Amendment, Effort
from app.slots import actions as slots
from app.slots import queries as slot_queries
from app.slots.models import SlotHold, SlotWait

MEANWHILE = N_(
    "Quelqu’un a changé cet enlèvement depuis que vous avez ouvert la page. "
    "Rouvrez-le, puis refaites votre changement."
)
TOO_MUCH = N_(
    "Le créneau ne peut pas porter ce changement : il manque %(mass)d kg, %(volume)d litres "
    "et %(minutes)d minutes de travail. Déplacez d’abord l’enlèvement. Rien n’a changé."
)
TOO_FEW = N_(
    "Il faut être %(n)d pour porter cela, et l’équipe de ce créneau est de %(crew)d. "
    "Déplacez d’abord l’enlèvement. Rien n’a changé."
)
NO_WAY_TO_REACH = N_("Gardez un e-mail ou un téléphone, sans quoi nous ne pouvons plus prévenir.")
OVER = N_("Cet enlèvement est déjà « %(status)s » : rien n’a changé.")
OPEN = rules.LIVE | {
    PickupStatus.WAITING,
    PickupStatus.CALLBACK,
    PickupStatus.ABSENT,
    PickupStatus.LEFT,
}


def unchanged_since(session: Session, pickup: Pickup, version: int) -> None:
    """Lock a pickup and raise Stale when something happened to it since `version` was read."""
    queries.locked(session, pickup)
    if queries.version(session, pickup) != version:
        raise Stale(MEANWHILE)


def amend(
    session: Session, pickup: Pickup, wish: Amendment, *, actor: Actor, now: datetime
) -> bool:
    """Correct a booking and resize what it takes of its day; tell whether anything changed.

    Raises RuleBroken when the visit is over or the day cannot carry more: nothing has changed
    then.
    """
    queries.locked(session, pickup)
    if pickup.status not in OPEN or pickup.erased_at is not None:
        raise RuleBroken(OVER, status=rules.LABELS[pickup.status])
    if not wish.email and not wish.phone:
        raise RuleBroken(NO_WAY_TO_REACH, field="phone")
    what = rules.changed(pickup, wish)
    if not what:
        return False
    before = {"mass_g": pickup.mass_g, "crew_minutes": pickup.crew_minutes}
    need = rules.effort(wish.lines, floor=wish.floor, lift=wish.lift)
    _resize(session, pickup, need, now)
    _write(pickup, wish, need)
    if "things" in what:
        _write_lines(session, pickup, wish)
    after = {"changed": what, "mass_g": pickup.mass_g, "crew_minutes": pickup.crew_minutes}
    record(session, pickup, "amend", actor, now=now, before=before, after=after)
    return True


def _resize(session: Session, pickup: Pickup, need: Effort, now: datetime) -> None:
    """Take of the day what the visit now needs, or of the place that is offered to it."""
    waiting = session.get(SlotWait, pickup.wait_id) if pickup.wait_id else None
    if waiting is not None and waiting.closed_at is None:
        if waiting.hold is not None:
            _retake(session, pickup, waiting.hold, need, now)
        for measure, value in asdict(need.load).items():
            setattr(waiting, measure, value)
        waiting.people = need.people
        session.add(waiting)
    elif pickup.status in rules.LIVE and pickup.hold is not None:
        _retake(session, pickup, pickup.hold, need, now)


def _retake(session: Session, pickup: Pickup, held: SlotHold, need: Effort, now: datetime) -> None:
    """Change a hold in place; a day that the calendar no longer has can still be corrected."""
    if held.load == need.load and pickup.people >= need.people:
        return
    slot = slot_queries.one(session, held.occurrence.key, now=now)
    if slot is None:
        raise RuleBroken(OVER, status=rules.LABELS[pickup.status])
    if need.people > max(slot.crew, pickup.people):
        raise RuleBroken(TOO_FEW, field="things", n=need.people, crew=slot.crew)
    here = replace(slot, planned=True)
    try:
        slots.take(session, here, need.load, form_key=held.form_key, now=now)
    except RuleBroken:
        more = rules.missing(slot.left + held.load, need.load)
        raise RuleBroken(
            TOO_MUCH,
            field="things",
            mass=-(-more.mass_g // 1000),
            volume=-(-more.volume_ml // 1000),
            minutes=more.crew_minutes,
        ) from None


def _write(pickup: Pickup, wish: Amendment, need: Effort) -> None:
    pickup.address, pickup.access = wish.address, wish.access or None
    pickup.floor, pickup.lift = wish.floor, wish.lift
    pickup.contact_name = wish.contact_name or None
    pickup.email, pickup.phone = wish.email, wish.phone
    pickup.things = rules.summary(wish.lines) if wish.lines else pickup.things
    pickup.people = need.people
    for measure, value in asdict(need.load).items():
        setattr(pickup, measure, value)
    pickup.sequence += 1


def _write_lines(session: Session, pickup: Pickup, wish: Amendment) -> None:
    """Write the list anew: numbers are places in it."""
    pickup.listed.clear()
    session.flush()
    pickup.listed.extend(
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
        for number, line in enumerate(wish.lines)
    )
