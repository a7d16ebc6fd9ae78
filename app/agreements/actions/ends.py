"""How a signed agreement begins, goes on and ends: by somebody's word or by the calendar."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.agreements import queries
from app.agreements.actions.moves import WHY
from app.agreements.actions.trail import note, tell_move
from app.agreements.models import Agreement, AgreementStatus, Side
from app.agreements.queries import due
from app.agreements.rules import states, terms
from app.agreements.rules.sheets import terms_of
from app.agreements.rules.states import Who
from app.base.core.actors import SYSTEM, Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

EARLY_STOP: Final = N_("Le préavis court encore : elle ne peut pas s’arrêter avant le %(day)s.")
PAST_STOP: Final = N_("Ce jour est passé : la convention court encore aujourd’hui.")
AFTER_END: Final = N_("Elle se termine avant ce jour : le %(day)s.")


def stop(  # noqa: PLR0913 - which end, when, why
    session: Session,
    agreement: Agreement,
    verb: str,
    last: date,
    words: str,
    *,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """End a living agreement: denounced with its notice, or terminated.

    `last` is its last day. Raises RuleBroken on a day that the notice, the past or its own end
    forbids.
    """
    queries.locked(session, agreement)
    before = agreement.status
    if verb not in {"denounce", "terminate"}:
        raise RuleBroken(N_("Ce n’est pas à vous de le faire."))
    target = states.next_status(before, verb, Who.OURS)
    if not words.strip():
        raise RuleBroken(WHY, field="words")
    known = terms_of(agreement)
    end = terms.last_day(known)
    if last < today:
        raise RuleBroken(PAST_STOP, field="day")
    if end is not None and last > end:
        raise RuleBroken(AFTER_END, field="day", day=f"{end:%d/%m/%Y}")
    if verb == "denounce" and last < terms.earliest_stop(known, today):
        day = f"{terms.earliest_stop(known, today):%d/%m/%Y}"
        raise RuleBroken(EARLY_STOP, field="day", day=day)
    _end(session, agreement, target, last, today)
    tell_move(session, agreement, verb, actor, now, before, side=Side.OURS, words=words)
    end_amendments(session, agreement, verb, target, now, today)


def keep_dates(session: Session, some: Sequence[Agreement], *, today: date, now: datetime) -> None:
    """Write down what the calendar did to living agreements: begun, renewed, replaced, ended."""
    for row in some:
        if row.status not in states.LIVING:
            continue
        main = queries.agreement(session, row.parent_id) if row.parent_id else row
        known = row.term_ends_on
        compute(session, main, today)
        if known is not None and known < today and main.term_ends_on != known:
            renewed = {"until": str(main.term_ends_on)}
            note(session, row, "renew", SYSTEM, side=None, now=now, after=renewed)
        now_is = terms.status_on(
            row.status, terms_of(main) if row.parent_id is None else _within(row, main), today
        )
        if row.status is AgreementStatus.SIGNED and now_is is not AgreementStatus.SIGNED:
            _by_calendar(session, row, "start", today, now)
            if row.replaces_id is not None:
                _replace(session, row, today, now)
        if now_is is AgreementStatus.EXPIRED:
            _by_calendar(session, row, "expire", today, now)
            end_amendments(session, row, "expire", now_is, now, today)


def keep_all_dates(session: Session, *, today: date, now: datetime) -> int:
    """Bring every living agreement up to today; return how many had moved."""
    moved = due.to_settle(session, today)
    keep_dates(session, moved, today=today, now=now)
    return len(moved)


def compute(session: Session, main: Agreement, today: date) -> None:
    """Write the dates that lists filter by, of an agreement and its signed amendments."""
    known = terms_of(main)
    main.term_ends_on = terms.term_end(known, today)
    main.last_day = terms.last_day(known)
    main.decide_by = terms.decide_by(known, main.term_ends_on)
    for amendment in queries.amendments(session, main.id):
        if amendment.frozen:
            amendment.last_day = main.last_day
            session.add(amendment)
    session.add(main)


def _within(amendment: Agreement, main: Agreement) -> terms.Terms:
    """Return how long an amendment lasts: from its own day until its agreement's end."""
    last = terms.last_day(terms_of(main)) or date.max
    return terms.Terms(amendment.starts_on, last)


def _by_calendar(session: Session, row: Agreement, verb: str, today: date, now: datetime) -> None:
    before = row.status
    row.status, row.status_since = states.next_status(before, verb, Who.CALENDAR), today
    row.version += 1
    tell_move(session, row, verb, SYSTEM, now, before, side=None)


def _replace(session: Session, successor: Agreement, today: date, now: datetime) -> None:
    """End the agreement that a new one takes the place of, the day before."""
    old = queries.agreement(session, successor.replaces_id) if successor.replaces_id else None
    if old is None or old.status not in states.LIVING:
        return
    queries.locked(session, old)
    before = old.status
    last = max(successor.starts_on - terms.DAY, old.starts_on)
    _end(session, old, AgreementStatus.REPLACED, last, today)
    tell_move(session, old, "replace", SYSTEM, now, before, side=None)
    end_amendments(session, old, "replace", AgreementStatus.REPLACED, now, today)


def _end(
    session: Session, row: Agreement, target: AgreementStatus, last: date, today: date
) -> None:
    row.status, row.status_since, row.stopped_on = target, today, last
    row.version += 1
    compute(session, row, today)


def end_amendments(  # noqa: PLR0913, PLR0917 - follows its agreement
    session: Session,
    main: Agreement,
    verb: str,
    target: AgreementStatus,
    now: datetime,
    today: date,
) -> None:
    """End the amendments of an agreement with it."""
    if main.parent_id is not None:
        return
    for amendment in queries.amendments(session, main.id):
        if amendment.status in states.LIVING:
            before = amendment.status
            amendment.stopped_on = main.stopped_on
            amendment.status, amendment.status_since = target, today
            tell_move(session, amendment, verb, SYSTEM, now, before, side=None)
