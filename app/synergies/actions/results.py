"""What is changed of results: told, confirmed, set aside."""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.synergies.actions.steps import MEANWHILE, lock_pair, note, step
from app.synergies.models import ProposalStatus, ResultStatus, Side, SynergyResult
from app.synergies.queries import results as queries
from app.synergies.queries.proposals import Pair
from app.synergies.rules import results as rules
from app.synergies.rules.proposals import RESULT_AFTER
from app.synergies.rules.results import ResultFacts
from app.synergies.rules.states import Who

_TOLD: Final = frozenset({ResultStatus.TOLD})
_COUNTED: Final = frozenset({ResultStatus.TOLD, ResultStatus.CONFIRMED})


def tell(  # noqa: PLR0913 - of what, what, whose, who, when
    session: Session,
    pair: Pair,
    facts: ResultFacts,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    told_by: Side | None = None,
) -> tuple[SynergyResult, bool]:
    """Note what a match brought; tell whether that is new. Raises RuleBroken.

    What a structure tells waits for staff; what staff enter counts at once, and says yes to the
    same figure told before.
    """
    lock_pair(session, pair)
    rules.check_told(pair.row.status)
    assert pair.row.opened_at is not None
    opened_on = clock.local(pair.row.opened_at).date()
    for fault in rules.faults(facts, pair.need.domain, opened_on=opened_on, today=today):
        raise fault
    assert facts.day is not None
    known = queries.same(session, pair.row.id, facts.measure, facts.day)
    if known is not None:
        return _again(session, pair, known, facts, told_by, actor, now)
    made = SynergyResult(
        proposal_id=pair.row.id,
        measure=facts.measure,
        amount=facts.amount,
        day=facts.day,
        method=facts.method,
        status=ResultStatus.TOLD if told_by else ResultStatus.CONFIRMED,
        told_by=told_by,
        words=facts.words,
        created_at=now,
        settled_at=None if told_by else now,
    )
    session.add(made)
    session.flush()
    _note(session, made, "tell-result", actor, now, {}, _plain(made))
    _start(session, pair, made, actor, now)
    return made, True


def confirm(  # noqa: PLR0913 - of what, which, who, when, since which reading
    session: Session,
    pair: Pair,
    row: SynergyResult,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Let a figure that a structure told count; tell whether that is new. Raises RuleBroken."""
    lock_pair(session, pair)
    session.refresh(row, with_for_update=True)
    if row.status is ResultStatus.CONFIRMED:
        return False
    _check_seen(row, seen)
    rules.check_settle(row.status, sources=_TOLD)
    rules.check_told(pair.row.status)
    _settle(session, row, ResultStatus.CONFIRMED, "confirm-result", actor, now)
    _start(session, pair, row, actor, now)
    return True


def set_aside(  # noqa: PLR0913 - of what, which, why, who, when, since which reading
    session: Session,
    pair: Pair,
    row: SynergyResult,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Let a figure count no more, and say why; tell whether that is new. Raises RuleBroken."""
    lock_pair(session, pair)
    session.refresh(row, with_for_update=True)
    if row.status is ResultStatus.SET_ASIDE:
        return False
    _check_seen(row, seen)
    rules.check_settle(row.status, sources=_COUNTED)
    if not reason.strip():
        raise RuleBroken(rules.REASONLESS, field="reason")
    concluded = pair.row.status is ProposalStatus.WITH_RESULT
    last = row.status is ResultStatus.CONFIRMED and queries.confirmed(session, pair.row.id) == 1
    if concluded and last:
        raise RuleBroken(rules.LAST_ONE)
    row.reason = reason.strip()[:300]
    _settle(session, row, ResultStatus.SET_ASIDE, "set-result-aside", actor, now)
    return True


def _again(  # noqa: PLR0913, PLR0917 - as `tell`
    session: Session,
    pair: Pair,
    known: SynergyResult,
    facts: ResultFacts,
    told_by: Side | None,
    actor: Actor,
    now: datetime,
) -> tuple[SynergyResult, bool]:
    """Take the same figure twice as one; staff's own confirms a told one. Raises RuleBroken."""
    if known.amount != facts.amount:
        raise RuleBroken(rules.TWICE, field="day")
    if told_by is None and known.status is ResultStatus.TOLD:
        return known, confirm(session, pair, known, actor=actor, now=now)
    return known, False


def _start(session: Session, pair: Pair, row: SynergyResult, actor: Actor, now: datetime) -> None:
    """Say that the match is under way once a figure counts; the next one is due later."""
    if row.status is not ResultStatus.CONFIRMED:
        return
    pair.row.result_due_on = clock.local(now).date() + RESULT_AFTER
    pair.row.result_asked_at = None
    if pair.row.status is ProposalStatus.OPENED:
        step(session, pair.row, "start", Who.STAFF, actor=actor, now=now)


def _settle(  # noqa: PLR0913, PLR0917 - the facts of a step
    session: Session,
    row: SynergyResult,
    status: ResultStatus,
    verb: str,
    actor: Actor,
    now: datetime,
) -> None:
    before, row.status = row.status, status
    row.settled_at = now
    row.version += 1
    session.flush()
    told: dict[str, object] = {"result": status.value, "reason": "…" if row.reason else ""}
    was: dict[str, object] = {"result": before.value, "reason": ""}
    _note(session, row, verb, actor, now, was, told)


def _check_seen(row: SynergyResult, seen: int | None) -> None:
    if seen is not None and seen != row.version:
        raise Stale(MEANWHILE)


def _plain(row: SynergyResult) -> dict[str, object]:
    return {
        "measure": row.measure.value,
        "amount": row.amount,
        "day": row.day.isoformat(),
        "method": row.method.value,
        "result": row.status.value,
        "words": "…" if row.words else "",
    }


def _note(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    row: SynergyResult,
    verb: str,
    actor: Actor,
    now: datetime,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    note(session, f"synergy-proposal:{row.proposal_id}", verb, actor, now, before, after)
