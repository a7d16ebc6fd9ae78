"""Lines of an import enter the imported layer, each on its own; corrections stay."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.points import actions
from app.points.imports.lines import ImportLine, Outcome
from app.points.models import Point, PointSource
from app.points.queries import source as source_row

AS_NEW: Final = "nouveau"
LEAVE: Final = "ecarter"
ONTO_POINT: Final = "point"
ONTO_LINE: Final = "ligne"
LINKED: Final = "rattache"
"""What becomes of a doubtful line: these words, the last two followed by `:` and a number."""

WRITTEN: Final = (Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL)
WRITES_AT_ONCE: Final = 200
"""Lines written in one transaction: 8 ms each, and SQLite lets nobody else write meanwhile."""
READS_AT_ONCE: Final = 5_000
REFS_AT_ONCE: Final = 500

_COUNTED = {
    actions.Outcome.NEW: Outcome.NEW.value,
    actions.Outcome.LINKED: LINKED,
    actions.Outcome.CHANGED: Outcome.CHANGED.value,
    actions.Outcome.UNCHANGED: Outcome.UNCHANGED.value,
}


def steps(lines: Iterable[ImportLine]) -> Iterator[list[ImportLine]]:
    """Yield the lines in steps that each fit one short transaction."""
    step: list[ImportLine] = []
    writes = 0
    for line in lines:
        step.append(line)
        writes += line.outcome in WRITTEN
        if writes == WRITES_AT_ONCE or len(step) == READS_AT_ONCE:
            yield step
            step, writes = [], 0
    if step:
        yield step


def apply_lines(  # noqa: PLR0913 - what, from where, who and when
    session: Session,
    source: str,
    lines: Sequence[ImportLine],
    decisions: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
) -> Counter[str]:
    """Write lines into the imported layer; return how many did what.

    A line that turns out to be wrong leaves nothing behind and does not stop the others.
    """
    done: Counter[str] = Counter()
    seen: list[str] = []
    for line in lines:
        seen.append(line.ref)
        if line.outcome in WRITTEN:
            choice = decisions.get(str(line.number), "")
            done[_apply(session, source, line, choice, actor=actor, now=now)] += 1
        else:
            done[line.outcome.value] += 1
    _mark_seen(session, source, seen, now)
    return done


def _apply(  # noqa: PLR0913 - as apply_lines
    session: Session, source: str, line: ImportLine, choice: str, *, actor: Actor, now: datetime
) -> str:
    """Write one line and return the word that counts it."""
    if line.sheet is None or choice == LEAVE:
        return Outcome.LEFT_OUT.value
    undecided = line.outcome is Outcome.DOUBTFUL and not choice
    if undecided and source_row(session, source, line.ref) is None:
        return Outcome.DOUBTFUL.value
    try:
        with session.begin_nested():
            onto = _onto(session, source, line, choice)
            received = actions.receive(
                session, source, line.ref, line.sheet, actor=actor, now=now, onto=onto
            )
    except (RuleBroken, IntegrityError):
        return Outcome.REFUSED.value
    return _COUNTED[received.outcome]


def _onto(session: Session, source: str, line: ImportLine, choice: str) -> Point | None:
    """Return the point that a decision joins the line to, one of those that were proposed."""
    kind, _colon, number = choice.partition(":")
    for twin in line.twins:
        if kind == ONTO_POINT and str(twin.point_id) == number:
            return session.get(Point, twin.point_id)
        if kind == ONTO_LINE and str(twin.line) == number:
            row = source_row(session, source, twin.ref)
            return session.get(Point, row.point_id) if row else None
    return None


def _mark_seen(session: Session, source: str, refs: Sequence[str], now: datetime) -> None:
    """Say of every row that the file names that it was still there, refused lines too."""
    for start in range(0, len(refs), REFS_AT_ONCE):
        session.execute(
            sa.update(PointSource)
            .where(
                col(PointSource.source) == source,
                col(PointSource.external_ref).in_(refs[start : start + REFS_AT_ONCE]),
                col(PointSource.seen_at) < now,
            )
            .values(seen_at=now),
            execution_options={"synchronize_session": False},
        )
