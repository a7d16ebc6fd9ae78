"""Back-office pages of the pickups."""

from app.pickups.staff import (
    agenda,
    amending,
    booking,
    desk,
    photos,
    rescheduling,
    road,
    run_sheet,
    sheet,
)
from app.pickups.staff.booking import counter
from app.pickups.staff.door import bp

__all__ = [
    "agenda",
    "amending",
    "booking",
    "bp",
    "counter",
    "desk",
    "photos",
    "rescheduling",
    "road",
    "run_sheet",
    "sheet",
]
