"""What somebody on the spot says of a place, for a while; staff's word ends it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.base.core.actors import VISITOR, Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.points.actions.published import hold, note
from app.points.models import Point, PointState, StateKind
from app.points.queries.lists import state_words
from app.points.rules.states import LASTS, states_to_signal

LONGEST = timedelta(days=60)
"""Staff's word holds this long at most; longer is an exceptional closing."""


def signal_state(
    session: Session, point: Point, kind: StateKind, reporter: str, *, now: datetime
) -> PointState:
    """Note that a visitor found a place full or closed; people see it when a second agrees.

    `reporter` is a keyed hash of where the word comes from, never an address in clear: the
    same one speaks once. Raises RuleBroken when this kind of place has no such state.
    """
    if kind not in states_to_signal(point.kind):
        raise RuleBroken(N_("Ce lieu ne peut pas être signalé ainsi."), field="kind")
    hold(session, point, None)
    for word in state_words(session, point.id, now=now):
        if word.kind is kind and word.reporter == reporter:
            return word
    until = now + LASTS[kind]
    row = PointState(point_id=point.id, kind=kind, reporter=reporter, at=now, expires_at=until)
    session.add(row)
    session.flush()
    note(session, "signal", point, VISITOR, now=now, after={"state": kind.value})
    return row


def declare_state(  # noqa: PLR0913 - what, until when, who
    session: Session,
    point: Point,
    kind: StateKind,
    until: datetime,
    *,
    actor: Actor,
    now: datetime,
) -> PointState:
    """Show a state on staff's word until `until` (aware), 60 days ahead at most."""
    if not now < until <= now + LONGEST:
        raise RuleBroken(N_("Choisissez une fin dans les 60 jours."), field="until")
    hold(session, point, None)
    row = PointState(
        point_id=point.id, kind=kind, reporter="", by_staff=True, at=now, expires_at=until
    )
    session.add(row)
    session.flush()
    note(session, "declare", point, actor, now=now, after={"state": kind.value})
    return row


def end_states(session: Session, point: Point, *, actor: Actor, now: datetime) -> int:
    """End every living word said of a place; return how many there were."""
    hold(session, point, None)
    words = state_words(session, point.id, now=now)
    for word in words:
        word.ended_at = now
        session.add(word)
    session.flush()
    if words:
        said: dict[str, object] = {"states": sorted({word.kind.value for word in words})}
        note(session, "end-states", point, actor, now=now, before=said)
    return len(words)
