"""What the import screens ask of the database."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.base.core.errors import NotFound
from app.points.imports.dialects import own
from app.points.imports.lines import ImportLine, Outcome
from app.points.models import Point, PointSource
from app.points.models.imports import ImportBatch


def recent(session: Session, *, limit: int = 20) -> Sequence[ImportBatch]:
    """Return the latest imports, the newest first."""
    return session.exec(
        select(ImportBatch)
        .order_by(col(ImportBatch.created_at).desc(), col(ImportBatch.id))
        .limit(limit)
    ).all()


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
