"""Every question about places: what "Où ?" means, which communes, which is nearest."""

from app.territory.queries.answers import resolve
from app.territory.queries.communes import (
    codes,
    commune,
    communes,
    is_plausible,
    nearest_commune,
    outline,
    territory,
)
from app.territory.queries.suggestions import Suggestion, suggest

__all__ = [
    "Suggestion",
    "codes",
    "commune",
    "communes",
    "is_plausible",
    "nearest_commune",
    "outline",
    "resolve",
    "suggest",
    "territory",
]
