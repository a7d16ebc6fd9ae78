"""Good practices: written here, or taken over from another installation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import fold
from app.partnerships.actions.trail import MEANWHILE, changed, note, told
from app.partnerships.models import GoodPractice, PracticeFamily, PracticeStep
from app.partnerships.queries import practices as queries
from app.partnerships.rules.facts import PracticeFacts, practice_faults
from app.partnerships.rules.sharing import SharedNote


@dataclass(frozen=True)
class Taken:
    """What an import did, or would do, with each note of a file."""

    new: tuple[SharedNote, ...]
    other: tuple[SharedNote, ...]
    """Here already, and not the same: they are replaced."""
    same: tuple[SharedNote, ...]
    withdrawn: tuple[SharedNote, ...]
    """Put away here: they stay so."""

    @property
    def count(self) -> int:
        """Return how many notes change something."""
        return len(self.new) + len(self.other)


def facts_of(row: GoodPractice) -> PracticeFacts:
    """Return the facts of a kept note."""
    return PracticeFacts(row.title, row.text, row.source, row.family_set, row.step_set)


def add(
    session: Session,
    facts: PracticeFacts,
    *,
    actor: Actor,
    now: datetime,
    known_id: UUID | None = None,
) -> GoodPractice:
    """Write a note. Raises RuleBroken on the first fault."""
    for fault in practice_faults(facts):
        raise fault
    made = GoodPractice(
        id=known_id or uuid4(),
        title=facts.title,
        text=facts.text,
        written_on=clock.local(now).date(),
        author=actor.label,
    )
    _write(made, facts)
    session.add(made)
    session.flush()
    note(session, "add-practice", _subject(made), actor, now=now, after=told(facts))
    return made


def correct(  # noqa: PLR0913 - what, who, since which reading
    session: Session,
    row: GoodPractice,
    facts: PracticeFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Change a note. Raises RuleBroken, Stale."""
    session.refresh(row, with_for_update=True)
    if seen != row.version:
        raise Stale(MEANWHILE)
    for fault in practice_faults(facts):
        raise fault
    before = facts_of(row)
    if before == facts:
        return
    _write(row, facts)
    row.version += 1
    row.written_on, row.author = clock.local(now).date(), actor.label
    session.flush()
    after = changed(before, facts)
    note(session, "correct-practice", _subject(row), actor, now=now, after=after)


def withdraw(session: Session, row: GoodPractice, *, actor: Actor, now: datetime) -> None:
    """Put a note away: it is no longer listed nor exported."""
    session.refresh(row, with_for_update=True)
    if row.withdrawn_at is not None:
        raise RuleBroken(MEANWHILE)
    row.withdrawn_at = now
    row.version += 1
    session.flush()
    note(session, "withdraw-practice", _subject(row), actor, now=now)


def compared(session: Session, notes: Iterable[SharedNote]) -> Taken:
    """Return what importing a file's notes would do; nothing is written."""
    listed = list(notes)
    here = queries.here_already(session, [each.id for each in listed])
    found: dict[str, list[SharedNote]] = {"new": [], "other": [], "same": [], "withdrawn": []}
    for each in listed:
        row = here.get(each.id)
        if row is None:
            found["new"].append(each)
        elif row.withdrawn_at is not None:
            found["withdrawn"].append(each)
        else:
            found["same" if facts_of(row) == each.facts else "other"].append(each)
    return Taken(**{name: tuple(rows) for name, rows in found.items()})


def take_over(
    session: Session, notes: Iterable[SharedNote], *, actor: Actor, now: datetime
) -> Taken:
    """Import a file's notes by their lasting ids: new ones come, others are replaced."""
    taken = compared(session, notes)
    here = queries.here_already(session, [each.id for each in taken.other])
    for each in (*taken.new, *taken.other):
        row = here.get(each.id) or GoodPractice(
            id=each.id, title=each.facts.title, text=each.facts.text, written_on=each.written_on
        )
        row.version += each.id in here
        row.written_on, row.origin = each.written_on, each.origin
        _write(row, each.facts)
        session.add(row)
    session.flush()
    after = {"new": len(taken.new), "other": len(taken.other)}
    note(session, "import-practices", "practices", actor, now=now, after=dict(after))
    return taken


def _write(row: GoodPractice, facts: PracticeFacts) -> None:
    row.title, row.text, row.source = facts.title, facts.text, facts.source
    row.folded = fold(facts.title)[:200]
    row.families = [
        next((kept for kept in row.families if kept.family is family), None)
        or PracticeFamily(practice_id=row.id, family=family)
        for family in sorted(facts.families)
    ]
    row.steps = [
        next((kept for kept in row.steps if kept.step is step), None)
        or PracticeStep(practice_id=row.id, step=step)
        for step in sorted(facts.steps)
    ]


def _subject(row: GoodPractice) -> str:
    return f"practice:{row.id}"
