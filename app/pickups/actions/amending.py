"""Correcting a booking: the contact, the door, the things, and what they take of the day."""

from dataclasses import asdict, replace
from datetime import date, datetime

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.pickups import queries, rules
from app.pickups.actions.booking import NOT_HERE, suits
from app.pickups.actions.events import record
from app.pickups.models import Pickup, PickupStatus, PickupThing
from app.pickups.rules import Amendment, Effort
from app.slots import actions as slots
from app.slots import queries as slot_queries
from app.slots.actions.holds import FULL
from app.slots.models import SlotHold, SlotWait
from app.slots.rules import Window
from app.territory.models import Commune

MEANWHILE = N_(
    "Quelqu’un a changé cet enlèvement depuis que vous avez ouvert la page. "
    "Rouvrez-le, puis refaites votre changement."
)
TOO_MUCH = N_(
    "Le créneau ne peut pas porter ce changement : il manque %(mass)d kg, %(volume)d litres "
    "et %(minutes)d minutes de travail. Déplacez d’abord l’enlèvement. Rien n’a changé."
)
ELSEWHERE = N_(
    "Le créneau réservé ne dessert pas %(commune)s. Choisissez-en un autre ci-dessous, "
    "ou gardez la commune. Rien n’a changé."
)
GONE = N_(
    "Le créneau de ce passage n’existe plus : donnez-en un autre avec « Changer de créneau », "
    "puis corrigez. Rien n’a changé."
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

    Another commune is served by the terms and the zones that hold there: by the booked day, or
    by the one that `wish` names. An offer that does not go there is given back.
    Raises RuleBroken when the visit is over, the day cannot carry more, or does not serve the
    commune (field "where", "slot"): nothing has changed then.
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
    slots.many_days(session)  # what becomes lighter frees room, offered before the commit
    taken = "commune" in what and _follow(session, pickup, wish, need, now)
    if not taken:
        _resize(session, pickup, need, now)
    _write(pickup, wish, need)
    session.flush()
    session.expire(pickup, ["commune"])
    if "things" in what:
        _write_lines(session, pickup, wish)
    after = {"changed": what, "mass_g": pickup.mass_g, "crew_minutes": pickup.crew_minutes}
    record(session, pickup, "amend", actor, now=now, before=before, after=after)
    return True


def _follow(session: Session, pickup: Pickup, wish: Amendment, need: Effort, now: datetime) -> bool:
    """Serve another commune: by its terms, on a day that goes there; tell whether it is new."""
    terms = queries.policy_at(session, wish.insee)
    if terms is None:
        raise RuleBroken(NOT_HERE, field="where")
    pickup.policy_id = terms.id
    waiting = _waiting(session, pickup)
    if waiting is not None:
        waiting.insee = wish.insee
        if waiting.hold is not None and not _goes(session, waiting.hold, wish.insee, now):
            slots.pass_on(session, waiting)
            waiting.first_day = None
    elif pickup.status in rules.LIVE and pickup.hold is not None:
        if wish.slot:
            _take_elsewhere(session, pickup, wish, need, rules.window(terms, _today(now)), now)
            return True
        if not _goes(session, pickup.hold, wish.insee, now):
            commune = session.get_one(Commune, wish.insee).name
            raise RuleBroken(ELSEWHERE, field="where", commune=commune)
    return False


def _today(now: datetime) -> date:
    return clock.local(now).date()


def _goes(session: Session, held: SlotHold, insee: str, now: datetime) -> bool:
    """Tell whether the day of a hold serves a commune; one that is no more serves none."""
    slot = slot_queries.one(session, held.occurrence.key, now=now)
    zones = slot_queries.zones_of(session, insee)
    return slot is not None and (slot.zone_id is None or slot.zone_id in zones)


def _take_elsewhere(  # noqa: PLR0913, PLR0917 - who, what, where, when
    session: Session, pickup: Pickup, wish: Amendment, need: Effort, window: Window, now: datetime
) -> None:
    """Take the day that was chosen for the new commune, then give the old one back."""
    slot = slot_queries.one(session, wish.slot, now=now)
    open_to_staff = Window(_today(now), window.last)
    held = pickup.hold
    if held is None or not suits(session, slot, open_to_staff, need, wish.insee, now=now):
        raise RuleBroken(FULL, field="slot")
    taken = slots.take(session, slot, need.load, form_key=held.form_key, now=now)
    pickup.occurrence_id = taken.occurrence_id
    pickup.position = pickup.missed_at = None
    session.flush()
    session.expire(pickup, ["occurrence", "hold"])


def _waiting(session: Session, pickup: Pickup) -> SlotWait | None:
    waiting = slot_queries.locked_wait(session, pickup.wait_id) if pickup.wait_id else None
    return waiting if waiting is not None and waiting.closed_at is None else None


def _resize(session: Session, pickup: Pickup, need: Effort, now: datetime) -> None:
    """Take of the day what the visit now needs, or of the place that is offered to it."""
    waiting = _waiting(session, pickup)
    if waiting is not None:
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
        raise RuleBroken(GONE, field="things")
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
    pickup.insee = wish.insee
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
