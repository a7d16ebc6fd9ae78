"""What each layer says of a place, field by field."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.points.models import Point, PointCorrection, PointSource, Sheet
from app.points.models.sheet import FIELDS
from app.points.rules.layers import merge


@dataclass(frozen=True)
class Layer:
    """One field in its three layers, as JSON values; `correction` is None when nobody corrected."""

    field: str
    imported: object
    correction: PointCorrection | None
    published: object

    @property
    def corrected(self) -> object:
        """Return the value staff gave, or None."""
        return None if self.correction is None else json.loads(self.correction.value)


def sources_of(session: Session, point_id: int) -> Sequence[PointSource]:
    """Return the imported rows of a point, the first known first."""
    return session.exec(
        select(PointSource)
        .where(PointSource.point_id == point_id)
        .order_by(col(PointSource.created_at), col(PointSource.id))
    ).all()


def source(session: Session, name: str, external_ref: str) -> PointSource | None:
    """Return the imported row of a source, or None."""
    return session.exec(
        select(PointSource).where(
            PointSource.source == name, PointSource.external_ref == external_ref
        )
    ).one_or_none()


def corrections_of(
    session: Session, point_id: int, *, withdrawn: bool = False
) -> Sequence[PointCorrection]:
    """Return the living corrections of a point, or all with `withdrawn`, the newest first."""
    query = select(PointCorrection).where(PointCorrection.point_id == point_id)
    if not withdrawn:
        query = query.where(col(PointCorrection.withdrawn_at).is_(None))
    return session.exec(
        query.order_by(col(PointCorrection.at).desc(), col(PointCorrection.id))
    ).all()


def layers(session: Session, point: Point) -> list[Layer]:
    """Return every field of a point with what was imported, corrected and published."""
    imported = merge([json.loads(row.sheet) for row in sources_of(session, point.id)], {})
    corrected = {row.field: row for row in corrections_of(session, point.id)}
    published = Sheet.of(point).facts()
    return [
        Layer(name, imported.get(name), corrected.get(name), published[name]) for name in FIELDS
    ]
