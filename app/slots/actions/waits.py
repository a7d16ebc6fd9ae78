"""The waiting list: a freed place is offered to the first whom it suits, for a while."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.base.core.errors import RuleBroken
from app.slots import queries
from app.slots.actions.holds import many_days, release, take
from app.slots.loads import Load
from app.slots.models import Purpose, SlotHold, SlotWait
from app.slots.rules import Slot, Window, fitting

OFFERED_FOR = timedelta(hours=24)
"""How long an offer waits for an answer, never beyond `ANSWER_BEFORE` the slot."""
ANSWER_BEFORE = timedelta(hours=12)

WindowOf = Callable[[SlotWait], Window]
"""Return the days that may be offered to one who waits: the rules of the room above."""


def wait(  # noqa: PLR0913 - who waits for what
    session: Session,
    need: Load,
    *,
    insee: str,
    people: int,
    now: datetime,
    purpose: Purpose = Purpose.PICKUP,
) -> SlotWait:
    """Put somebody on the waiting list."""
    made = SlotWait(
        purpose=purpose,
        insee=insee,
        people=people,
        created_at=now,
        **asdict(need),
    )
    session.add(made)
    session.flush()
    return made


def offer(
    session: Session, window_of: WindowOf, *, now: datetime, purpose: Purpose = Purpose.PICKUP
) -> list[SlotWait]:
    """Hold the first free slot that suits for each who waits, in order; return the new offers.

    The hold of an offer lasts until somebody answers or `lapse` takes it back: the place goes
    to the next who waits, not to whoever passes by at that minute.
    """
    made = []
    people = queries.waiting(session, purpose)
    many_days(session)
    for each in people:
        slot = _first_for(session, each, window_of(each), now)
        if slot is None:
            continue
        try:
            held = take(session, slot, each.load, form_key=f"wait-{each.id}", now=now)
        except RuleBroken:
            continue
        each.hold_id = held.id
        each.offer_until = min(now + OFFERED_FOR, slot.starts_at - ANSWER_BEFORE)
        session.add(each)
        session.flush()
        made.append(each)
    return made


def lapse(session: Session, *, now: datetime) -> Sequence[SlotWait]:
    """Take back the offers nobody answered; their people wait on, for later days."""
    late = queries.lapsed(session, now=now)
    many_days(session)
    for each in late:
        pass_on(session, each)
    return late


def pass_on(session: Session, waiting: SlotWait) -> None:
    """Give the offered place back; nothing up to its day is offered again."""
    held = session.get(SlotHold, waiting.hold_id) if waiting.hold_id else None
    if held is not None:
        waiting.first_day = held.occurrence.day + timedelta(days=1)
    waiting.hold_id = waiting.offer_until = None
    session.add(waiting)
    session.flush()
    session.expire(waiting, ["hold"])
    if held is not None:
        release(session, held.id)


def close(session: Session, waiting: SlotWait, *, now: datetime, taken: bool = False) -> None:
    """End a wait: its offer was `taken`, or the person left and the offer is given back."""
    held, waiting.hold_id, waiting.offer_until = waiting.hold_id, None, None
    waiting.closed_at = now
    session.add(waiting)
    session.flush()
    if held is not None and not taken:
        release(session, held)


def _first_for(session: Session, waiting: SlotWait, window: Window, now: datetime) -> Slot | None:
    first: date = max(window.first, waiting.first_day or window.first)
    if first > window.last:
        return None
    found = queries.slots(session, Window(first, window.last), purpose=waiting.purpose, now=now)
    served = queries.zones_of(session, waiting.insee)
    soonest = now + ANSWER_BEFORE
    suits = fitting(found, waiting.load, people=waiting.people, zones=served, after=soonest)
    return next(iter(suits), None)
