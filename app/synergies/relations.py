"""A change of a proposal with the letters that it causes, in one transaction."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import Actor
from app.partners.models import Contact
from app.synergies import actions, messages
from app.synergies.models import Manner, ProposalStatus, Side, SynergyEntry
from app.synergies.queries import proposals
from app.synergies.queries.proposals import Pair
from app.synergies.rules import consents
from app.synergies.rules.states import Who


def propose(
    session: Session, need: SynergyEntry, offer: SynergyEntry, quantity: int | None, *, actor: Actor
) -> tuple[Pair, bool]:
    """Ask both structures; tell whether that is new. Raises RuleBroken."""
    row, new = actions.propose(session, need, offer, quantity=quantity, **_dated(actor))
    pair = proposals.pair(session, row.id)
    if new:
        for side in Side:
            messages.ask(session, pair, side, now=clock.now())
    return pair, new


def ask_for(
    session: Session,
    mine: SynergyEntry,
    other: SynergyEntry,
    contact: Contact | None,
    *,
    actor: Actor,
) -> Pair:
    """Let a structure ask for a match: its own yes is said, the other side is asked.

    Raises RuleBroken.
    """
    need, offer = (mine, other) if mine.side is Side.NEED else (other, mine)
    consents.check_contact(contact)
    row, new = actions.propose(session, need, offer, asked_side=mine.side, **_dated(actor))
    pair = proposals.pair(session, row.id)
    say_yes(session, pair, mine.side, contact, Manner.SPACE, who=Who.MEMBER, actor=actor)
    if new:
        messages.ask(session, pair, mine.side.other, now=clock.now())
    return pair


def say_yes(  # noqa: PLR0913 - which, whose, whom it opens, how, whose hand
    session: Session,
    pair: Pair,
    side: Side,
    contact: Contact | None,
    how: Manner,
    *,
    who: Who,
    actor: Actor,
) -> bool:
    """Note a yes; write to both with the contacts when it is the second. Raises RuleBroken."""
    new = actions.say_yes(session, pair, side, contact, how, who=who, **_dated(actor))
    if new and pair.row.status is ProposalStatus.OPENED:
        messages.take_back(session, pair, "asked", "reminded")
        messages.open_(session, pair, now=clock.now())
    return new


def decline(  # noqa: PLR0913 - which, whose, why, whose hand
    session: Session, pair: Pair, side: Side, reason: str, *, who: Who, actor: Actor
) -> bool:
    """Note a no; nobody is asked any more. Raises RuleBroken."""
    new = actions.decline(session, pair, side, reason, who=who, **_dated(actor))
    messages.take_back(session, pair, "asked", "reminded")
    return new


def go(session: Session, pair: Pair, verb: str, *, actor: Actor, **said: Any) -> bool:
    """Withdraw, start, conclude, give up or resume. Raises Stale, RuleBroken."""
    new = actions.go(session, pair, verb, **_dated(actor), **said)
    if verb == "withdraw":
        messages.take_back(session, pair, "asked", "reminded")
    return new


def take_back(session: Session, pair: Pair, side: Side, *, actor: Actor) -> bool:
    """Show no contact any more; a letter that names them and did not leave yet does not leave."""
    new = actions.take_back(session, pair, side, actor=actor, now=clock.now())
    messages.take_back(session, pair, "opened")
    return new


def keep_dates(session: Session, *, now: datetime, today: date) -> None:
    """Do what the calendar does: lapse, remind, ask for results, forget who has left."""
    for pair in actions.lapse(session, now=now, today=today):
        messages.take_back(session, pair, "asked", "reminded")
        messages.lapse(session, pair, now=now)
    for pair in actions.remind(session, now=now, today=today):
        for side in Side:
            if consents.of(pair.row, side).yes_at is None:
                messages.remind(session, pair, side, now=now)
    for pair in actions.ask_results(session, now=now, today=today):
        messages.ask_result(session, pair, now=now)
    actions.forget_contacts(session, now=now)


def _dated(actor: Actor) -> dict[str, Any]:
    return {"actor": actor, "now": clock.now(), "today": clock.today()}
