"""What the import screens ask of the database."""

import json
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.base.core.errors import NotFound
from app.points.imports.dialects import own
from app.points.imports.lines import ImportLine, Outcome
from app.points.models import Point, PointSource
from app.points.models.imports import ImportBatch, ImportStatus

BUSY = (ImportStatus.READING, ImportStatus.READY, ImportStatus.APPLYING)
"""An import in one of these states still needs its files."""


def count(session: Session) -> int:
    """Return how many imports there were."""
    return session.exec(select(sa.func.count()).select_from(ImportBatch)).one()


def recent(session: Session, *, limit: int | None = None, offset: int = 0) -> Sequence[ImportBatch]:
    """Return the imports, or one page of them, the newest first."""
    return session.exec(
        select(ImportBatch)
        .order_by(col(ImportBatch.created_at).desc(), col(ImportBatch.id))
        .limit(limit)
        .offset(offset)
    ).all()


def needed(session: Session) -> set[str]:
    """Return the names, number and fingerprint, of the files that imports still need."""
    rows = session.exec(
        select(ImportBatch.id, ImportBatch.sha256).where(col(ImportBatch.status).in_(BUSY))
    ).all()
    return {str(name) for row in rows for name in row}


def renewed(session: Session, source: str, refs: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return content hash and point of the imported rows among `refs`, by reference."""
    rows = session.exec(
        select(PointSource.external_ref, PointSource.content_hash, PointSource.point_id).where(
            PointSource.source == source, col(PointSource.external_ref).in_(refs)
        )
    ).all()
    return {ref: (content_hash, point_id) for ref, content_hash, point_id in rows}


def batch_of(session: Session, batch_id: UUID) -> ImportBatch:
    """Return an import; raises NotFound."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound
    return batch


def gone(session: Session, batch: ImportBatch, *, limit: int = 500) -> list[Point]:
    """Return the active points that this source held before and that this file does not."""
    if batch.confirmed_at is None:
        return []
    old = select(PointSource.point_id).where(
        PointSource.source == batch.source, col(PointSource.seen_at) < batch.confirmed_at
    )
    seen = select(PointSource.point_id).where(
        PointSource.source == batch.source, col(PointSource.seen_at) >= batch.confirmed_at
    )
    query = select(Point).where(
        col(Point.id).in_(old), col(Point.id).not_in(seen), col(Point.active)
    )
    return list(session.exec(query.order_by(col(Point.name), col(Point.id)).limit(limit)).all())


def changes(session: Session, source: str, lines: Sequence[ImportLine]) -> dict[str, list[str]]:
    """Return which columns of our template differ from the imported rows, by reference."""
    sheets = {line.ref: line.sheet for line in lines if line.outcome is Outcome.CHANGED}
    rows = session.exec(
        select(PointSource.external_ref, PointSource.sheet).where(
            PointSource.source == source, col(PointSource.external_ref).in_(sheets)
        )
    ).all()
    found = {}
    for ref, text in rows:
        sheet, before = sheets[ref], json.loads(text)
        now = sheet.facts() if sheet is not None else {}
        found[ref] = [own.NAMED.get(k, k) for k in now if now[k] != before.get(k)]
    return found
