"""Tables of the drop-off points, their closed lists, the sheet that all layers share."""

from app.points.models.sheet import Facts, Offer, Refusal, Sheet
from app.points.models.tables import (
    Point,
    PointCorrection,
    PointException,
    PointPlace,
    PointReport,
    PointSource,
    PointState,
)
from app.points.models.words import (
    LABELS,
    Condition,
    PointKind,
    ReportKind,
    ReportStatus,
    StateKind,
    Wheelchair,
    label_name,
)

__all__ = [
    "LABELS",
    "Condition",
    "Facts",
    "Offer",
    "Point",
    "PointCorrection",
    "PointException",
    "PointKind",
    "PointPlace",
    "PointReport",
    "PointSource",
    "PointState",
    "Refusal",
    "ReportKind",
    "ReportStatus",
    "Sheet",
    "StateKind",
    "Wheelchair",
    "label_name",
]
