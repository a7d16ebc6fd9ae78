"""Exchanges with a structure: planned, prepared, recorded, followed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.partners.models import Organisation
from app.partnerships import queries as partnerships
from app.partnerships.actions.partnerships import plan_next
from app.partnerships.actions.trail import MEANWHILE, changed, note, told
from app.partnerships.models import (
    Exchange,
    ExchangeContact,
    ExchangeState,
    Standing,
)
from app.partnerships.queries import exchanges as queries
from app.partnerships.rules.facts import (
    NextAction,
    PlanFacts,
    RecordFacts,
    plan_faults,
    record_faults,
    theirs_only,
)
from app.partnerships.rules.states import next_exchange

NO_PARTNERSHIP: Final = N_(
    "Aucun partenariat ne court avec cette structure : commencez-le dans son onglet"
    " « Partenariat », ou gardez seulement la suite à donner."
)
FOLLOWED: Final = N_("Cette suite est déjà notée comme faite.")


def plan_of(session: Session, row: Exchange) -> PlanFacts:
    """Return the facts of a planned exchange."""
    return PlanFacts(
        row.kind,
        row.at,
        row.subject,
        row.minutes,
        row.place,
        row.agenda,
        row.owner_id,
        queries.contact_ids(session, row.id),
    )


def record_of(session: Session, row: Exchange) -> RecordFacts:
    """Return the facts of a recorded exchange."""
    return RecordFacts(
        row.kind,
        row.at,
        row.subject,
        row.words,
        row.promises,
        row.result,
        NextAction(row.follow_up, row.follow_up_on, row.follow_up_owner_id),
        row.handed_over,
        row.owner_id,
        queries.contact_ids(session, row.id),
    )


def plan(
    session: Session, organisation: Organisation, facts: PlanFacts, *, actor: Actor, now: datetime
) -> Exchange:
    """Plan an exchange. Raises RuleBroken on the first fault."""
    for fault in plan_faults(facts, today=clock.local(now).date()):
        raise fault
    made = Exchange(
        organisation_id=organisation.id,
        kind=facts.kind,
        state=ExchangeState.PLANNED,
        at=facts.at,
        subject=facts.subject,
        author=actor.label,
        created_at=now,
    )
    _write_plan(session, made, facts)
    note(session, "plan", _subject(made), actor, now=now, after=told(facts))
    return made


def replan(  # noqa: PLR0913 - what, who, since which reading
    session: Session, row: Exchange, facts: PlanFacts, *, actor: Actor, now: datetime, seen: int
) -> None:
    """Change a planned exchange, or plan a cancelled one again. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    state = next_exchange(row.state, "plan-again")
    for fault in plan_faults(facts, today=clock.local(now).date()):
        raise fault
    before = plan_of(session, row)
    row.state = state
    row.version += 1
    row.sequence += 1
    _write_plan(session, row, facts)
    note(session, "replan", _subject(row), actor, now=now, after=changed(before, facts))


def cancel(session: Session, row: Exchange, *, actor: Actor, now: datetime, seen: int) -> None:
    """Cancel a planned exchange. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    row.state = next_exchange(row.state, "cancel")
    row.version += 1
    row.sequence += 1
    session.flush()
    note(session, "cancel", _subject(row), actor, now=now)


def record(  # noqa: PLR0913 - with whom, what, who, what the mail it came from says
    session: Session,
    organisation: Organisation,
    facts: RecordFacts,
    *,
    actor: Actor,
    now: datetime,
    message_id: str = "",
    dropped: bool = False,
) -> Exchange:
    """Note an exchange that took place; `dropped`: its words are a mail's. Raises RuleBroken."""
    for fault in record_faults(facts, now=now, today=clock.local(now).date()):
        raise fault
    made = Exchange(
        organisation_id=organisation.id,
        kind=facts.kind,
        state=ExchangeState.DONE,
        at=facts.at,
        subject=facts.subject,
        author=actor.label,
        created_at=now,
        message_id=message_id,
        dropped=dropped,
    )
    _write_record(session, made, facts)
    note(session, "record", _subject(made), actor, now=now, after=told(facts))
    _hand_over(session, made, facts, actor, now)
    return made


def note_down(  # noqa: PLR0913 - what, who, since which reading
    session: Session, row: Exchange, facts: RecordFacts, *, actor: Actor, now: datetime, seen: int
) -> None:
    """Note what was said at a planned exchange, or correct a record. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    state = next_exchange(row.state, "record")
    for fault in record_faults(facts, now=now, today=clock.local(now).date()):
        raise fault
    before = record_of(session, row)
    row.state = state
    row.version += 1
    _write_record(session, row, facts)
    note(session, "record", _subject(row), actor, now=now, after=changed(before, facts))
    if before.follow_up != facts.follow_up or not before.hand_over:
        _hand_over(session, row, facts, actor, now)


def follow(session: Session, row: Exchange, *, actor: Actor, now: datetime, seen: int) -> None:
    """Note that a follow-up is done. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    if row.followed_at is not None or row.follow_up_on is None:
        raise RuleBroken(FOLLOWED)
    row.followed_at = now
    row.version += 1
    session.flush()
    note(session, "follow", _subject(row), actor, now=now)


def _hand_over(
    session: Session, row: Exchange, facts: RecordFacts, actor: Actor, now: datetime
) -> None:
    """Make the follow-up the partnership's next action; it is due there, and here no longer."""
    if not facts.hand_over or not facts.follow_up.words:
        return
    partnership = partnerships.partnership(session, row.organisation_id)
    if partnership is None or partnership.standing is not Standing.ACTIVE:
        raise RuleBroken(NO_PARTNERSHIP, field="hand_over")
    plan_next(session, partnership, facts.follow_up, actor=actor, now=now)
    row.handed_over, row.followed_at = True, now
    session.flush()


def _lock(session: Session, row: Exchange, seen: int) -> None:
    session.refresh(row, with_for_update=True)
    if seen != row.version:
        raise Stale(MEANWHILE)


def _write_plan(session: Session, row: Exchange, facts: PlanFacts) -> None:
    row.kind, row.at, row.subject = facts.kind, facts.at, facts.subject
    row.minutes, row.place, row.agenda = facts.minutes, facts.place, facts.agenda
    row.owner_id = facts.owner_id
    session.add(row)
    session.flush()
    _seat(session, row, facts.contacts)


def _write_record(session: Session, row: Exchange, facts: RecordFacts) -> None:
    row.kind, row.at, row.subject = facts.kind, facts.at, facts.subject
    row.words, row.promises, row.result = facts.words, facts.promises, facts.result
    row.owner_id = facts.owner_id
    kept = theirs_only(facts.follow_up)
    if (row.follow_up, row.follow_up_on) != (kept.words, kept.on):
        row.followed_at, row.handed_over = None, False
    row.follow_up, row.follow_up_on = kept.words, kept.on
    row.follow_up_owner_id = kept.owner_id
    session.add(row)
    session.flush()
    _seat(session, row, facts.contacts)


def _seat(session: Session, row: Exchange, contacts: Iterable[UUID]) -> None:
    """Write who took part; somebody of another structure did not."""
    wanted = queries.of_structure(session, row.organisation_id, set(contacts))
    there = queries.contact_ids(session, row.id)
    session.execute(
        sa.delete(ExchangeContact).where(
            col(ExchangeContact.exchange_id) == row.id,
            col(ExchangeContact.contact_id).in_(there - wanted),
        )
    )
    session.add_all(
        ExchangeContact(exchange_id=row.id, contact_id=each) for each in sorted(wanted - there)
    )
    session.flush()


def _subject(row: Exchange) -> str:
    return f"exchange:{row.id}"
