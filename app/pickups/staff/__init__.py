"""Back-office pages of the pickups."""

from app.pickups.staff import (
    agenda,
    amending,
    booking,
    desk,
    giving,
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
    "giving",
    "photos",
    "rescheduling",
    "road",
    "run_sheet",
    "sheet",
]
