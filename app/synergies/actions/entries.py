"""What is changed of a need or an offer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import SYSTEM, Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_, fold
from app.synergies import queries
from app.synergies.models import SynergyEntry
from app.synergies.rules import states
from app.synergies.rules.sheets import PAST, EntryFacts, faults, shows_past

ROOM: Final = "synergies"
MEANWHILE: Final = N_("Une autre personne a modifié cette fiche entre-temps. Relisez-la.")
FIXED: Final = N_("Cette fiche ne se corrige plus : elle est rapprochée, close ou retirée.")
AT_ONCE: Final = 500
"""How many entries one run of the worker expires: the rest waits for the next run."""


def add(session: Session, facts: EntryFacts, *, actor: Actor, now: datetime) -> SynergyEntry:
    """Enter a need or an offer as a draft. Raises RuleBroken on the first fault of `facts`."""
    for fault in faults(facts):
        raise fault
    made = SynergyEntry(**vars(facts), folded=_folded(facts), created_at=now)
    session.add(made)
    session.flush()
    _note(session, "create", made.id, actor, now, {}, _plain(facts))
    return made


def correct(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    row: SynergyEntry,
    facts: EntryFacts,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    seen: int | None = None,
) -> bool:
    """Change an entry; tell whether anything changed. Raises Stale, RuleBroken."""
    _lock(session, row, seen)
    before = EntryFacts.of(row)
    if before == facts:
        return False
    if row.status not in states.EDITABLE:
        raise RuleBroken(FIXED)
    for fault in faults(facts):
        raise fault
    if shows_past(row.status, facts.until, today):
        raise RuleBroken(PAST, field="until")
    for name, value in vars(facts).items():
        setattr(row, name, value)
    row.folded = _folded(facts)
    row.version += 1
    session.flush()
    _note(session, "correct", row.id, actor, now, _plain(before), _plain(facts))
    return True


def move(  # noqa: PLR0913 - which, how, who, when, since which reading
    session: Session,
    row: SynergyEntry,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    seen: int | None = None,
) -> None:
    """Take an entry along one arrow of its states. Raises Stale, RuleBroken."""
    _lock(session, row, seen)
    target = states.after(row.status, verb)
    if shows_past(target, row.until, today):
        raise RuleBroken(PAST, field="until")
    before, row.status = row.status, target
    row.version += 1
    session.flush()
    was, told = {"status": before.value}, {"status": target.value}
    _note(session, verb, row.id, actor, now, was, told)


def expire(session: Session, *, now: datetime, today: date) -> int:
    """Expire what has passed its last day; return how many."""
    over = queries.over(session, today, limit=AT_ONCE)
    for row in over:
        move(session, row, states.EXPIRE, actor=SYSTEM, now=now, today=today)
    return len(over)


def _lock(session: Session, row: SynergyEntry, seen: int | None) -> None:
    session.refresh(row, with_for_update=True)
    if seen is not None and seen != row.version:
        raise Stale(MEANWHILE)


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


def _note(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    verb: str,
    entry_id: UUID,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    told = {key: value for key, value in after.items() if before.get(key) != value}
    was = {key: value for key, value in before.items() if key in told}
    subject = f"synergy:{entry_id}"
    audit.record(session, ROOM, verb, subject, actor, now=now, before=was, after=told)
