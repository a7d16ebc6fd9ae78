"""What is changed of a need or an offer."""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.base.core.actors import SYSTEM, Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, fold
from app.synergies import queries
from app.synergies.actions.steps import lock_entry, note, settle, shift, step, subject
from app.synergies.models import EntryStatus, SynergyEntry
from app.synergies.queries import proposals
from app.synergies.rules import states
from app.synergies.rules.proposals import ASKED
from app.synergies.rules.sheets import (
    PAST,
    EntryFacts,
    check_bound,
    faults,
    said_number,
    shows_past,
)
from app.synergies.rules.states import Who

FIXED: Final = N_("Cette fiche ne se corrige plus : elle est rapprochée, close ou retirée.")
WORDLESS: Final = N_("Dites ce qu’il faut corriger.")
OFFLINE: Final = N_("Une des deux fiches n’est plus en ligne.")
UNFOLLOWED: Final = N_("Cette structure n’est plus suivie : rien n’est mis en ligne.")
AT_ONCE: Final = 500
"""How many entries one run of the worker expires: the rest waits for the next run."""
_GONE: Final = frozenset({EntryStatus.WITHDRAWN, EntryStatus.CLOSED, EntryStatus.EXPIRED})


def add(session: Session, facts: EntryFacts, *, actor: Actor, now: datetime) -> SynergyEntry:
    """Enter a need or an offer as a draft. Raises RuleBroken on the first fault of `facts`."""
    for fault in faults(facts):
        raise fault
    made = SynergyEntry(**vars(facts), folded=_folded(facts), created_at=now)
    session.add(made)
    session.flush()
    note(session, subject(made.id), "create", actor, now, {}, _plain(facts))
    return made


def correct(  # noqa: PLR0913 - what, whose hand, who, when, since which reading
    session: Session,
    row: SynergyEntry,
    facts: EntryFacts,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    seen: int | None = None,
    who: Who = Who.STAFF,
) -> bool:
    """Change an entry; tell whether anything changed. Raises Stale, RuleBroken.

    What a structure changes of an entry online is read again by staff before it shows.
    """
    lock_entry(session, row, seen)
    before = EntryFacts.of(row)
    if before == facts:
        return False
    if row.status not in states.EDITABLE:
        raise RuleBroken(FIXED)
    for fault in faults(facts):
        raise fault
    if proposals.any_on(session, row.id):
        check_bound(before, facts, used=row.used, said=said_number(row.used))
    if shows_past(row.status, facts.until, today):
        raise RuleBroken(PAST, field="until")
    for name, value in vars(facts).items():
        setattr(row, name, value)
    row.folded = _folded(facts)
    row.version += 1
    session.flush()
    note(session, subject(row.id), "correct", actor, now, _plain(before), _plain(facts))
    if who is Who.MEMBER and row.status is EntryStatus.OPEN:
        shift(session, row, "review", actor=actor, now=now)
    return True


def move(  # noqa: PLR0913 - which, how, who, when, since which reading, with which words
    session: Session,
    row: SynergyEntry,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    seen: int | None = None,
    words: str = "",
) -> None:
    """Take an entry along one arrow of its states. Raises Stale, RuleBroken.

    When it leaves the site for good, what was asked about it and not agreed yet is withdrawn.
    """
    lock_entry(session, row, seen)
    target = states.after(row.status, verb)
    if shows_past(target, row.until, today):
        raise RuleBroken(PAST, field="until")
    if target is EntryStatus.OPEN and queries.any_closed(session, [row]):
        raise RuleBroken(UNFOLLOWED)
    if states.MOVES[verb].why and not words.strip():
        raise RuleBroken(WORDLESS, field="words")
    row.answer = words.strip()[:500]
    shift(session, row, verb, actor=actor, now=now)
    if target in _GONE:
        _withdraw_asked(session, row, actor=actor, now=now, today=today)


def expire(session: Session, *, now: datetime, today: date) -> int:
    """Expire what has passed its last day, and what a closed structure left; return how many."""
    over = queries.over(session, today, limit=AT_ONCE)
    for row in over:
        move(session, row, states.EXPIRE, actor=SYSTEM, now=now, today=today)
    return len(over)


def _withdraw_asked(
    session: Session, row: SynergyEntry, *, actor: Actor, now: datetime, today: date
) -> None:
    for each in proposals.on(session, row.id, ASKED):
        step(session, each, "withdraw", Who.HOUSE, actor=actor, now=now, reason=OFFLINE)
        other = queries.entry(session, each.offer_id if each.need_id == row.id else each.need_id)
        settle(session, (row, other), actor=actor, now=now, today=today)


def _folded(facts: EntryFacts) -> str:
    return fold(f"{facts.title} {facts.words}")[:2200]


def _plain(facts: EntryFacts) -> dict[str, object]:
    """Return what the trail keeps: free words only as a mark that there are some."""
    told: dict[str, object] = {
        name: value if value is None or isinstance(value, int) else str(value)
        for name, value in vars(facts).items()
        if name not in {"lat", "lon", "title", "words"}
    }
    return told | {name: "…" if getattr(facts, name) else "" for name in ("title", "words")}
