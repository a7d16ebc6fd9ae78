"""Every change to a pickup: rule, rows, event, flush."""

from app.pickups.actions.booking import book
from app.pickups.actions.changes import (
    accept,
    advance,
    decline,
    offer_places,
    reorder,
    report_missed,
    reschedule,
    schedule,
    set_access,
)
from app.pickups.actions.retention import erase_old

__all__ = [
    "accept",
    "advance",
    "book",
    "decline",
    "erase_old",
    "offer_places",
    "reorder",
    "report_missed",
    "reschedule",
    "schedule",
    "set_access",
]
