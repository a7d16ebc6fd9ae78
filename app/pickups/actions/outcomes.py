"""What became of a visit, and in which order a day's visits are made."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.pickups import queries, rules
from app.pickups.actions.changes import advance, reorder
from app.pickups.models import Pickup
from app.pickups.rules import Outcome, Who


def note_outcome(  # noqa: PLR0913 - who notes what, when
    session: Session,
    pickup: Pickup,
    outcome: Outcome,
    *,
    by: Who,
    actor: Actor,
    today: date,
    now: datetime,
) -> bool:
    """Note what became of a visit: state, pieces left, mass read; tell whether it is news.

    The same answer sent twice, as a phone does that lost the network, is noted once.
    Raises RuleBroken when the diagram, the day or the counts forbid it: nothing has changed then.
    """
    queries.locked(session, pickup)
    _read_again(session, pickup)
    left = rules.left_behind(pickup.listed, outcome)
    if _is_noted(pickup, outcome, left):
        return False
    rules.next_status(pickup.status, outcome.verb)
    visit = pickup.occurrence.day if pickup.occurrence is not None else None
    rules.may_note(outcome.verb, visit, by=by, today=today)
    advance(session, pickup, outcome.verb, by=by, actor=actor, now=now, reason=outcome.reason)
    for thing in pickup.listed:
        thing.left_quantity = left[thing.number]
    pickup.noted_mass_g, pickup.reason = outcome.noted_mass_g, outcome.reason or None
    session.flush()
    return True


def reopen(session: Session, pickup: Pickup, *, actor: Actor, now: datetime) -> None:
    """Take back what was noted of a visit: it is still to be made."""
    advance(session, pickup, "reopen", by=Who.STAFF, actor=actor, now=now)
    for thing in pickup.listed:
        thing.left_quantity = 0
    pickup.noted_mass_g = None
    session.flush()


def shift(  # noqa: PLR0913 - who moves which stop, where
    session: Session,
    stops: Sequence[Pickup],
    moved: Pickup,
    by: int,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Move one stop of a day up (-1) or down (+1), and leave a trace of it."""
    before = list(stops).index(moved)
    reorder(session, stops, moved, by)
    audit.record(
        session,
        "pickups",
        "reorder",
        f"pickup:{moved.reference}",
        actor,
        now=now,
        before={"position": before},
        after={"position": moved.position},
    )


def _read_again(session: Session, pickup: Pickup) -> None:
    """Read anew what another request may have noted while this one waited for the lock."""
    for thing in pickup.listed:
        session.expire(thing)
    session.expire(pickup, ["noted_mass_g", "listed"])


def _is_noted(pickup: Pickup, outcome: Outcome, left: dict[int, int]) -> bool:
    return (
        pickup.status is rules.MOVES[outcome.verb].target
        and pickup.noted_mass_g == outcome.noted_mass_g
        and (pickup.reason or "") == outcome.reason
        and {thing.number: thing.left_quantity for thing in pickup.listed} == left
    )
