"""The waiting list: a freed place is offered to the first whom it suits, for a while."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from uuid import UUID

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
ReadAt = Callable[[SlotWait], datetime]
"""Return when one who waits can read an offer that is made now."""


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
    session: Session,
    window_of: WindowOf,
    *,
    now: datetime,
    read_at: ReadAt | None = None,
    purpose: Purpose = Purpose.PICKUP,
) -> list[SlotWait]:
    """Hold the first free slot that suits for each who waits, in order; return the new offers.

    The hold of an offer lasts until somebody answers or `lapse` takes it back: the place goes
    to the next who waits, not to whoever passes by at that minute. Its term begins when it can
    be read (`read_at`; at once without). The calendar is read once for all of them.
    """
    many_days(session)
    people = queries.waiting(session, purpose)
    wishes = [
        (each, _from(window_of(each), each.first_day), read_at(each) if read_at else now)
        for each in people
    ]
    calendar = _Calendar(session, [window for _each, window, _read in wishes], purpose, now)
    made = []
    for each, window, read in wishes:
        held = calendar.first_for(each, window, after=read + ANSWER_BEFORE)
        if held is None:
            continue
        each.hold_id = held.id
        each.offer_until = min(read + OFFERED_FOR, held.occurrence.starts_at - ANSWER_BEFORE)
        session.add(each)
        session.flush()
        made.append(each)
    return made


def lapse(session: Session, *, now: datetime) -> Sequence[SlotWait]:
    """Take back the offers nobody answered; their people wait on, for later days."""
    many_days(session)
    late = queries.lapsed(session, now=now)
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


def _from(window: Window, first_day: date | None) -> Window:
    return Window(max(window.first, first_day or window.first), window.last)


class _Calendar:
    """The slots of a run, read once, and what the run itself takes of them."""

    def __init__(
        self, session: Session, windows: Sequence[Window], purpose: Purpose, now: datetime
    ) -> None:
        self.session, self.purpose, self.now = session, purpose, now
        self.zones: dict[str, frozenset[UUID]] = {}
        asked = [window for window in windows if window.first <= window.last]
        self.slots: dict[str, Slot] = {}
        if asked:
            whole = Window(min(w.first for w in asked), max(w.last for w in asked))
            found = queries.slots(session, whole, purpose=purpose, now=now)
            self.slots = {slot.key: slot for slot in found}

    def first_for(self, waiting: SlotWait, window: Window, *, after: datetime) -> SlotHold | None:
        """Take the first slot that suits somebody who waits, or tell None."""
        for slot in self._fitting(waiting, window, after):
            try:
                key = f"wait-{waiting.id}"
                held = take(self.session, slot, waiting.load, form_key=key, now=self.now)
            except RuleBroken:  # somebody without a turn was quicker
                self._read_again(slot)
                continue
            self.slots[slot.key] = replace(slot, used=slot.used + waiting.load)
            return held
        return None

    def _fitting(self, waiting: SlotWait, window: Window, after: datetime) -> list[Slot]:
        if waiting.insee not in self.zones:
            self.zones[waiting.insee] = queries.zones_of(self.session, waiting.insee)
        inside = [s for s in self.slots.values() if window.first <= s.day <= window.last]
        zones = self.zones[waiting.insee]
        return fitting(inside, waiting.load, people=waiting.people, zones=zones, after=after)

    def _read_again(self, slot: Slot) -> None:
        found = queries.one(self.session, slot.key, now=self.now, purpose=self.purpose)
        if found is None:
            del self.slots[slot.key]
        else:
            self.slots[slot.key] = found
