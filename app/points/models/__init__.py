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
    Condition,
    PointKind,
    ReportKind,
    ReportStatus,
    StateKind,
    Wheelchair,
)

__all__ = [
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
]
