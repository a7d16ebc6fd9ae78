"""What is changed of a proposal: asked, answered, withdrawn, followed to its end."""

from datetime import date, datetime

from sqlmodel import Session

from app.base.core.actors import SYSTEM, Actor
from app.base.core.errors import RuleBroken
from app.base.db.turns import take_turn
from app.partners.models import Contact
from app.synergies import queries as entries
from app.synergies.actions.steps import ROOM, check_seen, lock_pair, mark, note, settle, step
from app.synergies.models import Manner, ProposalStatus, Side, SynergyEntry, SynergyProposal
from app.synergies.queries import people, results
from app.synergies.queries import proposals as queries
from app.synergies.queries.proposals import Pair
from app.synergies.rules import consents
from app.synergies.rules import proposals as rules
from app.synergies.rules.consents import Consent
from app.synergies.rules.results import NONE_YET
from app.synergies.rules.sheets import said_number
from app.synergies.rules.states import Who


def propose(  # noqa: PLR0913 - which two, how much, who asks, who, when
    session: Session,
    need: SynergyEntry,
    offer: SynergyEntry,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    quantity: int | None = None,
    asked_side: Side | None = None,
) -> tuple[SynergyProposal, bool]:
    """Ask two structures whether they want to know each other; tell whether that is new.

    A live proposal of the two stays as it is. From now on its quantity is promised to nobody
    else. Raises RuleBroken.
    """
    take_turn(session, ROOM)
    for entry in (need, offer):
        session.refresh(entry, with_for_update=True)
    known = queries.live(session, need.id, offer.id)
    if known is not None:
        return known, False
    rules.check_pair(need, offer, today)
    if entries.any_closed(session, (need, offer)):
        raise RuleBroken(rules.UNFOLLOWED)
    most = rules.at_most(need, offer)
    made = SynergyProposal(
        need_id=need.id,
        offer_id=offer.id,
        quantity=rules.agreed(quantity, most, said_number(most or 0)),
        asked_side=asked_side,
        proposed_at=now,
        answer_by=today + rules.ANSWER_WITHIN,
    )
    session.add(made)
    told: dict[str, object] = {"status": made.status.value, "quantity": made.quantity}
    mark(session, made, "propose", actor=actor, now=now, side=asked_side, told=told)
    settle(session, (need, offer), actor=actor, now=now, today=today)
    return made, True


def say_yes(  # noqa: PLR0913 - which, whose, whom it opens, how, whose hand, who, when
    session: Session,
    pair: Pair,
    side: Side,
    contact: Contact | None,
    how: Manner,
    *,
    who: Who,
    actor: Actor,
    now: datetime,
    today: date,
) -> bool:
    """Note one side's yes and whom the other may see; tell whether that is new.

    The second yes opens the contacts. The same yes twice is one. Raises RuleBroken.
    """
    lock_pair(session, pair)
    row = pair.row
    if row.status in rules.LIVE and consents.of(row, side).yes_at is not None:
        return False
    verb = "open" if row.status is ProposalStatus.ACCEPTED else "accept"
    rules.after(row.status, verb, who)
    person = _own(pair, side, contact)
    consents.keep(row, side, Consent(now, how, person.id, None))
    if verb == "open":
        row.opened_at, row.result_due_on = now, today + rules.RESULT_AFTER
    step(session, row, verb, who, actor=actor, now=now, side=side)
    settle(session, (pair.need, pair.offer), actor=actor, now=now, today=today)
    return True


def decline(  # noqa: PLR0913 - which, whose, why, whose hand, who, when
    session: Session,
    pair: Pair,
    side: Side,
    reason: str,
    *,
    who: Who,
    actor: Actor,
    now: datetime,
    today: date,
) -> bool:
    """Note one side's no; tell whether that is new. Raises RuleBroken."""
    lock_pair(session, pair)
    row = pair.row
    if row.status is ProposalStatus.DECLINED and row.declined_side is side:
        return False
    rules.after(row.status, "decline", who)
    reason = rules.check_reason("decline", reason)
    row.declined_side = side
    step(session, row, "decline", who, actor=actor, now=now, side=side, reason=reason)
    settle(session, (pair.need, pair.offer), actor=actor, now=now, today=today)
    return True


def go(  # noqa: PLR0913 - which, how, whose hand, whose, who, when, why, since which reading
    session: Session,
    pair: Pair,
    verb: str,
    *,
    who: Who,
    actor: Actor,
    now: datetime,
    today: date,
    side: Side | None = None,
    reason: str = "",
    seen: int | None = None,
) -> bool:
    """Withdraw, start, conclude, give up or resume; tell whether that is new.

    Pressed twice it is done once. Raises Stale, RuleBroken.
    """
    lock_pair(session, pair)
    row = pair.row
    move = rules.MOVES.get(verb)
    if move is not None and row.status is move.target and who in move.who:
        return False
    check_seen(row, seen)
    if verb == "conclude" and not results.confirmed(session, row.id):
        raise RuleBroken(NONE_YET)
    if verb == "resume":
        _check_room(session, pair)
    step(session, row, verb, who, actor=actor, now=now, side=side, reason=reason)
    settle(session, (pair.need, pair.offer), actor=actor, now=now, today=today)
    return True


def open_contact(  # noqa: PLR0913 - which, whose, whom, who, when
    session: Session,
    pair: Pair,
    side: Side,
    contact: Contact | None,
    *,
    actor: Actor,
    now: datetime,
) -> bool:
    """Open another contact, or one again; tell whether that is new. Raises RuleBroken."""
    lock_pair(session, pair)
    row, said = pair.row, consents.of(pair.row, side)
    if said.yes_at is None or row.status not in rules.LIVE | rules.TELLING:
        raise RuleBroken(rules.DECIDED, status=row.status.label)
    person = _own(pair, side, contact)
    if said.stands and said.contact_id == person.id:
        return False
    consents.keep(row, side, Consent(said.yes_at, said.how, person.id, None))
    mark(session, row, "open-contact", actor=actor, now=now, side=side)
    return True


def take_back(session: Session, pair: Pair, side: Side, *, actor: Actor, now: datetime) -> bool:
    """Show no contact any more, on either side; tell whether that is new. Raises RuleBroken."""
    lock_pair(session, pair)
    row, said = pair.row, consents.of(pair.row, side)
    if row.opened_at is None or said.yes_at is None:
        raise RuleBroken(rules.DECIDED, status=row.status.label)
    if said.back_at is not None:
        return False
    consents.keep(row, side, Consent(said.yes_at, said.how, None, now))
    mark(session, row, "take-back", actor=actor, now=now, side=side)
    return True


def lapse(session: Session, *, now: datetime, today: date) -> list[Pair]:
    """Close what nobody answered in time; return it."""
    take_turn(session, ROOM)
    found = queries.overdue(session, today)
    for pair in found:
        lock_pair(session, pair)
        step(session, pair.row, "lapse", Who.HOUSE, actor=SYSTEM, now=now)
        settle(session, (pair.need, pair.offer), actor=SYSTEM, now=now, today=today)
    return found


def remind(session: Session, *, now: datetime, today: date) -> list[Pair]:
    """Note that who did not answer is reminded, once; return what is to be written about."""
    take_turn(session, ROOM)
    found = [pair for pair in queries.unanswered(session, today) if pair.row.reminded_at is None]
    for pair in found:
        pair.row.reminded_at = now
        note(session, f"synergy-proposal:{pair.row.id}", "remind", SYSTEM, now, {}, {})
    return found


def ask_results(session: Session, *, now: datetime, today: date) -> list[Pair]:
    """Note that both sides are asked what came of it, once; return what is to be written about."""
    take_turn(session, ROOM)
    found = queries.results_due(session, today, unasked=True)
    for pair in found:
        pair.row.result_asked_at = now
        note(session, f"synergy-proposal:{pair.row.id}", "ask-result", SYSTEM, now, {}, {})
    return found


def forget_contacts(session: Session, *, now: datetime) -> int:
    """Open nobody who has left: the consent ends with the contact. Return how many proposals."""
    take_turn(session, ROOM)
    found = queries.left(session)
    for row in found:
        for side in Side:
            said = consents.of(row, side)
            if said.contact_id and not _stays(people.contact(session, said.contact_id)):
                consents.keep(row, side, Consent(said.yes_at, said.how, None, said.back_at))
                mark(session, row, "contact-left", actor=SYSTEM, now=now, side=side)
    return len(found)


def _own(pair: Pair, side: Side, contact: Contact | None) -> Contact:
    """Return the contact of that side's own sheet. Raises RuleBroken."""
    theirs = contact is not None and contact.organisation_id == pair.of(side).organisation_id
    return consents.check_contact(contact if theirs else None)


def _check_room(session: Session, pair: Pair) -> None:
    """Refuse to take up again what another match uses by now. Raises RuleBroken."""
    other = queries.live(session, pair.need.id, pair.offer.id)
    if other is not None:
        raise RuleBroken(rules.DECIDED, status=other.status.label)
    for entry in (pair.need, pair.offer):
        if entry.recurring and entry.left is not None and entry.left < (pair.row.quantity or 0):
            raise RuleBroken(rules.NONE_LEFT, title=entry.title)


def _stays(contact: Contact | None) -> bool:
    return contact is not None and contact.until is None and contact.erased_at is None
