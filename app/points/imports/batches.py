"""Every change to an import: sent, read, decided, confirmed, applied; and what is gone since."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.audit import actions as trail
from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.outbox import actions as outbox
from app.base.tabular.lines import ImportRefused, Problem
from app.points import actions
from app.points.imports import reports, store
from app.points.imports.applying import WRITES_AT_ONCE, WRITTEN, apply_lines, steps
from app.points.imports.files import recognise
from app.points.imports.lines import Options
from app.points.imports.plans import plan
from app.points.models.imports import ImportBatch, ImportStatus
from app.points.queries.imports import gone, needed
from app.territory.rules.territories import Territory

READ_JOB: Final = "points-import-read"
APPLY_JOB: Final = "points-import-apply"
READ_AT_ONCE_BYTES: Final = 512 * 1024
"""A file up to this size is read while the person waits; about 1,500 lines."""
EXPIRED = N_("Ce fichier n’est plus gardé : les fichiers sont effacés après un jour. Renvoyez-le.")


def options_of(batch: ImportBatch) -> Options:
    """Return what the person decided for the whole file."""
    return Options(
        batch.source, batch.licence, batch.everywhere, batch.fix_hours, batch.fix_positions
    )


@dataclass(frozen=True)
class Examined:
    """What reading a file gave: counts and notes, or why it cannot be read."""

    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    format: str = ""
    dialect: str = ""
    refusal: str = ""


def examine(
    session: Session, batch: ImportBatch, data_dir: Path, territory: Territory, *, today: date
) -> Examined:
    """Read the file of a batch and write its report beside it; the database is only read."""
    path = store.upload(data_dir, batch.sha256)
    if not path.is_file():
        return Examined(refusal=str(EXPIRED))
    try:
        reading = recognise(path)
        lines = plan(session, reading, options_of(batch), territory, today)
        counts = reports.write(store.report(data_dir, batch.id), lines)
    except ImportRefused as refused:
        return Examined(refusal=str(refused)[:500])
    return Examined(counts, reading.notes, reading.format, reading.dialect.code)


def keep_examined(session: Session, batch: ImportBatch, found: Examined) -> None:
    """Write on the batch what reading its file gave: ready, or unreadable."""
    batch.status = ImportStatus.FAILED if found.refusal else ImportStatus.READY
    batch.refusal = found.refusal
    batch.counts, batch.format, batch.dialect = found.counts, found.format, found.dialect
    batch.notes = [note.to_json() for note in found.notes]
    batch.version += 1
    session.add(batch)
    session.flush()


def open_batch(
    session: Session, batch: ImportBatch, data_dir: Path, territory: Territory, *, now: datetime
) -> None:
    """Keep a batch; read its file at once when it is small, else ask the worker to."""
    session.add(batch)
    session.flush()
    if batch.size_bytes <= READ_AT_ONCE_BYTES:
        today = clock.local(now).date()
        keep_examined(session, batch, examine(session, batch, data_dir, territory, today=today))
    else:
        _ask(session, READ_JOB, batch, None, now)


def reread(  # noqa: PLR0913 - whose file, since which version
    session: Session,
    batch: ImportBatch,
    data_dir: Path,
    territory: Territory,
    *,
    version: int,
    now: datetime,
) -> None:
    """Read the file again after the options changed; decisions already taken stay."""
    _move(session, batch, (ImportStatus.READY,), ImportStatus.READING, version)
    open_batch(session, batch, data_dir, territory, now=now)


def decide(session: Session, batch: ImportBatch, number: int, choice: str) -> None:
    """Keep what becomes of a doubtful line: `nouveau`, `ecarter`, `point:12` or `ligne:40`."""
    session.refresh(batch, with_for_update=True)
    if batch.status is not ImportStatus.READY:
        raise Stale(N_("Cet import est déjà confirmé : rien n’a changé."))
    batch.decisions = dict(batch.decisions) | {str(number): choice}
    session.add(batch)
    session.flush()


def confirm(  # noqa: PLR0913 - who confirms what, since which version
    session: Session,
    batch: ImportBatch,
    data_dir: Path,
    *,
    actor: Actor,
    version: int,
    now: datetime,
) -> None:
    """Start writing an import; once confirmed, confirming again changes nothing.

    Up to 200 lines are written here and now, more by the worker in steps of 200. Raises Stale
    when somebody read it anew meanwhile, RuleBroken when its file is no more.
    """
    if batch.status in {ImportStatus.APPLYING, ImportStatus.DONE}:
        return
    if not store.report(data_dir, batch.id).is_file():
        raise RuleBroken(EXPIRED)
    _move(session, batch, (ImportStatus.READY,), ImportStatus.APPLYING, version, confirmed_at=now)
    batch.confirmed_by = actor.label
    session.add(batch)
    counts = dict(batch.counts)
    trail.record(
        session,
        "points",
        "import",
        f"import:{batch.id}",
        actor,
        now=now,
        after={"source": batch.source, "sha256": batch.sha256, "counts": counts},
    )
    if sum(batch.counts.get(one, 0) for one in WRITTEN) <= WRITES_AT_ONCE:
        apply_step(session, batch, data_dir, actor=actor, now=now)
    else:
        _ask(session, APPLY_JOB, batch, actor, now)


def apply_step(
    session: Session, batch: ImportBatch, data_dir: Path, *, actor: Actor, now: datetime
) -> None:
    """Write the next lines of a confirmed import; ask for the next step or end it.

    The step begins where the batch says: a step done twice does nothing twice.
    """
    if batch.status is not ImportStatus.APPLYING or batch.confirmed_at is None:
        return
    path = store.report(data_dir, batch.id)
    if not path.is_file():
        _end(session, batch, now, refusal=EXPIRED)
        return
    lines = next(steps(reports.read(path, start=batch.position)), [])
    done = apply_lines(
        session, batch.source, lines, batch.decisions, actor=actor, now=batch.confirmed_at
    )
    batch.done = dict(Counter(batch.done) + done)
    batch.position += len(lines)
    session.add(batch)
    if not lines or batch.position >= batch.total:
        _end(session, batch, now)
    else:
        _ask(session, APPLY_JOB, batch, actor, now)


def retire(
    session: Session, batch: ImportBatch, point_ids: Iterable[int], *, actor: Actor, now: datetime
) -> int:
    """Take points that are gone out of the search, those among `point_ids` only."""
    wanted = set(point_ids)
    chosen = [point for point in gone(session, batch) if point.id in wanted]
    return sum(actions.deactivate(session, point, actor=actor, now=now) for point in chosen)


def forget(session: Session, data_dir: Path, *, now: datetime) -> int:
    """Delete the files of a day ago, abandon what nobody confirmed; return how many files."""
    session.execute(
        sa.update(ImportBatch)
        .where(
            col(ImportBatch.status).in_([ImportStatus.READY, ImportStatus.READING]),
            col(ImportBatch.created_at) < now - store.KEPT - timedelta(hours=1),
        )
        .values(status=ImportStatus.ABANDONED, ended_at=now)
    )
    busy = needed(session)
    return store.purge(data_dir, now=now, busy=busy.__contains__)


def _move(
    session: Session,
    batch: ImportBatch,
    sources: Sequence[ImportStatus],
    target: ImportStatus,
    version: int,
    **values: object,
) -> None:
    """Take a batch from one status to another; one of two people at once is told to look."""
    moved = session.execute(
        sa.update(ImportBatch)
        .where(
            col(ImportBatch.id) == batch.id,
            col(ImportBatch.status).in_(sources),
            col(ImportBatch.version) == version,
        )
        .values(status=target, version=version + 1, **values),
        execution_options={"synchronize_session": False},
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise Stale(N_("Cet import a changé entre-temps. Relisez-le, puis recommencez."))
    session.refresh(batch)


def _end(session: Session, batch: ImportBatch, now: datetime, refusal: str = "") -> None:
    batch.status, batch.ended_at, batch.refusal = ImportStatus.DONE, now, refusal
    batch.version += 1
    session.add(batch)
    session.flush()


def _ask(
    session: Session, kind: str, batch: ImportBatch, actor: Actor | None, now: datetime
) -> None:
    """Ask the worker for the next step; the same step asked twice is one."""
    session.flush()
    who = str(actor.id) if actor and actor.id else ""
    payload = {"batch": str(batch.id), "actor": who, "label": actor.label if actor else ""}
    dedupe = f"{kind}-{batch.id}-{batch.version}-{batch.position}"
    outbox.job(session, kind, payload, dedupe=dedupe, now=now)
