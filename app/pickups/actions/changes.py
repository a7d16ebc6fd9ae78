"""What happens to a booked visit: moved, cancelled, done, missed, offered a freed place."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.base.core.actors import SYSTEM, VISITOR, Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.pickups import queries, rules
from app.pickups.actions.booking import suits
from app.pickups.actions.events import record
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import Effort, Who
from app.pickups.rules.nights import Daytime, text_at
from app.slots import actions as slots
from app.slots import queries as slot_queries
from app.slots.actions.holds import FULL
from app.slots.models import SlotWait
from app.slots.rules import Slot, Window

TOO_LATE = N_(
    "Le passage est trop proche pour être changé ici. Appelez-nous : nous ferons au mieux."
)
WHY = N_("Dites pourquoi, en quelques mots.")
NO_OFFER = N_("Cette place n’est plus gardée pour vous. Vous restez sur la liste d’attente.")
NO_SLOT = N_("Choisissez un créneau.")
FORGOTTEN = N_("Les coordonnées de cet enlèvement sont effacées : il ne peut plus changer.")
WITH_A_SLOT = frozenset({"schedule", "accept"})
"""Verbs that give a slot: they have an action of their own."""
NOT_YET = N_("Le créneau n’est pas terminé : nous pouvons encore arriver.")


def advance(  # noqa: PLR0913 - who does what, why
    session: Session,
    pickup: Pickup,
    verb: str,
    *,
    by: Who,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    """Take `pickup` along one arrow of the diagram; a place that it leaves is free again.

    The row is locked and read again first: two hands at once would free the place twice.
    Raises RuleBroken when the arrow does not exist for `by`, comes too late, or lacks its why.
    """
    _lock(session, pickup)
    move = rules.MOVES[verb]
    before = pickup.status
    target = rules.next_status(before, verb)
    if by not in move.who:
        raise RuleBroken(N_("Ce n’est pas à vous de le faire."))
    if verb in WITH_A_SLOT:
        raise RuleBroken(NO_SLOT, field="slot")
    if by is Who.ASKER:
        _in_time(pickup, now)
    if move.why and not reason:
        raise RuleBroken(WHY, field="reason")
    pickup.status = target
    pickup.reason = reason or (None if verb == "reopen" else pickup.reason)
    if target in rules.FREEING:
        _let_go(session, pickup, now)
    record(session, pickup, verb, actor, now=now, before={"status": before.value})


def reschedule(  # noqa: PLR0913 - who moves what, where to
    session: Session, pickup: Pickup, key: str, *, by: Who, actor: Actor, today: date, now: datetime
) -> None:
    """Move a visit to another slot: the new is taken, then the old is free.

    Raises RuleBroken (field "slot" when there is no room): nothing has changed then.
    """
    _lock(session, pickup)
    if pickup.status not in rules.LIVE or pickup.hold is None or pickup.occurrence is None:
        raise RuleBroken(
            N_("Cet enlèvement est déjà « %(status)s » : rien n’a changé."),
            status=rules.LABELS[pickup.status],
        )
    if by is Who.ASKER:
        _in_time(pickup, now)
    old = pickup.occurrence.key
    if key == old:
        return
    slot = _chosen(session, pickup, key, by=by, today=today, now=now)
    slots.move(session, pickup.hold, slot, now=now)
    _landed(session, pickup, pickup.hold.occurrence_id)
    record(session, pickup, "move", actor, now=now, before={"slot": old}, after={"slot": key})


def schedule(  # noqa: PLR0913 - who gives what, when
    session: Session, pickup: Pickup, key: str, *, actor: Actor, today: date, now: datetime
) -> None:
    """Give a slot to a visit that has none to come: called back, waiting, or to be done again.

    What it held before, by an earlier visit or by an offer, is given back once the new is taken.
    Raises RuleBroken (field "slot") when there is no room.
    """
    _lock(session, pickup)
    before = pickup.status
    target = rules.next_status(before, "schedule")
    slot = _chosen(session, pickup, key, by=Who.STAFF, today=today, now=now)
    waiting = _place_on_the_list(session, pickup)
    held = pickup.hold or (waiting.hold if waiting else None)
    if held is None:
        form_key = f"{pickup.id.hex}-{pickup.sequence + 1}"
        held = slots.take(session, slot, pickup.load, form_key=form_key, now=now)
    else:
        slots.move(session, held, slot, now=now)
    if waiting is not None:
        slots.close(session, waiting, now=now, taken=True)
    pickup.hold_id, pickup.status = held.id, target
    _landed(session, pickup, held.occurrence_id)
    record(session, pickup, "schedule", actor, now=now, before={"status": before.value})


def accept(session: Session, pickup: Pickup, *, now: datetime) -> None:
    """Take the place that the waiting list offers. Raises RuleBroken when it is gone or late."""
    _lock(session, pickup)
    target = rules.next_status(pickup.status, "accept")
    offer = _offer_of(session, pickup)
    if offer is None or offer.hold is None or offer.offer_until is None:
        raise RuleBroken(NO_OFFER)
    if offer.offer_until <= now or not slots.keep(session, offer.hold):
        raise RuleBroken(NO_OFFER)
    pickup.hold_id, pickup.status = offer.hold.id, target
    _landed(session, pickup, offer.hold.occurrence_id)
    slots.close(session, offer, now=now, taken=True)
    record(session, pickup, "accept", VISITOR, now=now, before={"status": "attente"})
    if not pickup.on_review:
        pickup.status = PickupStatus.CONFIRMED
        record(session, pickup, "confirm", SYSTEM, now=now, before={"status": "demande"})


def decline(session: Session, pickup: Pickup, *, now: datetime) -> None:
    """Let an offered place go to the next; the person waits on, for later days."""
    _lock(session, pickup)
    offer = _offer_of(session, pickup)
    if offer is None:
        raise RuleBroken(NO_OFFER)
    slots.many_days(session)
    slots.pass_on(session, offer)
    record(session, pickup, "decline", VISITOR, now=now)


def offer_places(
    session: Session, *, today: date, now: datetime, texting: Daytime | None = None
) -> Sequence[Pickup]:
    """Take late offers back, offer what is free to those who wait; return who has to be told.

    `texting`: text messages leave in these hours; whoever has no e-mail reads an offer then.
    Nothing is locked while nobody waits.
    """
    if not slot_queries.anybody_waits(session):
        return ()
    slots.lapse(session, now=now)
    windows: dict[str, Window] = {}

    def window_of(wait: SlotWait) -> Window:
        if wait.insee not in windows:
            windows[wait.insee] = _window(session, wait.insee, today)
        return windows[wait.insee]

    by_text = queries.waits_by_text(session) if texting is not None else frozenset()
    text = text_at(now, texting) if texting is not None else now
    made = slots.offer(
        session, window_of, now=now, read_at=lambda wait: text if wait.id in by_text else now
    )
    return queries.offered(session, [each.id for each in made])


def set_access(session: Session, pickup: Pickup, text: str, *, actor: Actor, now: datetime) -> None:
    """Keep what the asker adds for the team. Raises RuleBroken once the visit is over."""
    _lock(session, pickup)
    if pickup.status in rules.FREEING | rules.ENDED:
        raise RuleBroken(N_("Ce passage est terminé : appelez-nous."))
    pickup.access = text or None
    record(session, pickup, "note", actor, now=now)


def report_missed(session: Session, pickup: Pickup, *, now: datetime) -> None:
    """Note that nobody came; told twice it is noted once.

    Raises RuleBroken while the van may still come, or for a visit that was not to be made.
    """
    _lock(session, pickup)
    visit = pickup.occurrence
    if pickup.status not in {PickupStatus.CONFIRMED, PickupStatus.ABSENT} or visit is None:
        raise RuleBroken(
            N_("Cet enlèvement est déjà « %(status)s » : rien n’a changé."),
            status=rules.LABELS[pickup.status],
        )
    if now < visit.ends_at:
        raise RuleBroken(NOT_YET)
    if pickup.missed_at is None:
        pickup.missed_at = now
        record(session, pickup, "miss", VISITOR, now=now)


def reorder(session: Session, stops: Sequence[Pickup], moved: Pickup, by: int) -> None:
    """Move one stop of a day up (-1) or down (+1) in the driver's order."""
    order = list(stops)
    place = order.index(moved)
    order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
    for number, stop in enumerate(order):
        stop.position = number
        session.add(stop)
    session.flush()


def _chosen(  # noqa: PLR0913 - who may choose what
    session: Session, pickup: Pickup, key: str, *, by: Who, today: date, now: datetime
) -> Slot:
    """Return the slot somebody chose. Raises RuleBroken when it is not offered to them."""
    slot = slot_queries.one(session, key, now=now)
    window = _window(session, pickup.insee, today)
    if by is not Who.ASKER:
        window = Window(today, window.last)
    need = Effort(pickup.load, pickup.people)
    if slot is None or not suits(session, slot, window, need, pickup.insee, now=now):
        raise RuleBroken(FULL, field="slot")
    return slot


def _window(session: Session, insee: str, today: date) -> Window:
    terms = queries.policy_at(session, insee)
    return rules.window(terms, today) if terms else Window(today, today)


def _landed(session: Session, pickup: Pickup, occurrence_id: UUID) -> None:
    """Note the day a visit now has: calendars see a change, the day's order begins anew, and
    a visit that was missed is no longer waited for.
    """  # noqa: D205 - one fact
    pickup.occurrence_id = occurrence_id
    pickup.sequence += 1
    pickup.position = pickup.missed_at = None
    session.add(pickup)
    session.flush()
    session.refresh(pickup, ["occurrence", "hold"])


def _in_time(pickup: Pickup, now: datetime) -> None:
    visit = pickup.occurrence
    if visit is not None and not rules.can_change(pickup.policy, visit.starts_at, now=now):
        raise RuleBroken(TOO_LATE)


def _lock(session: Session, pickup: Pickup) -> None:
    """Lock a pickup, read anew. Raises RuleBroken when all that told of it is erased."""
    queries.locked(session, pickup)
    if pickup.erased_at is not None:
        raise RuleBroken(FORGOTTEN)


def _let_go(session: Session, pickup: Pickup, now: datetime) -> None:
    """Give back what a visit takes, or its place on the waiting list.

    In its turn: what is freed is offered before the commit, and that locks more days.
    """
    waiting = _place_on_the_list(session, pickup)
    slots.many_days(session)
    if waiting is not None:
        slots.close(session, waiting, now=now)
    held, pickup.hold_id = pickup.hold_id, None
    pickup.sequence += 1
    session.add(pickup)
    session.flush()
    if held is not None:
        slots.release(session, held)


def _place_on_the_list(session: Session, pickup: Pickup) -> SlotWait | None:
    """Lock and return the open wait of somebody, or None: before any day is locked."""
    waiting = slot_queries.locked_wait(session, pickup.wait_id) if pickup.wait_id else None
    return waiting if waiting is not None and waiting.closed_at is None else None


def _offer_of(session: Session, pickup: Pickup) -> SlotWait | None:
    """Lock and return the wait of somebody who has an offer, or None."""
    waiting = _place_on_the_list(session, pickup)
    return waiting if waiting is not None and waiting.hold_id is not None else None
