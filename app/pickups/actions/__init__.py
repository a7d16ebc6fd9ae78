"""Every change to a pickup: rule, rows, event, flush."""

from app.pickups.actions.amending import OPEN, amend, unchanged_since
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
from app.pickups.actions.outcomes import note_outcome, reopen, shift
from app.pickups.actions.photos import add_photos, remove_photo
from app.pickups.actions.retention import erase_old

__all__ = [
    "OPEN",
    "accept",
    "add_photos",
    "advance",
    "amend",
    "book",
    "decline",
    "erase_old",
    "note_outcome",
    "offer_places",
    "remove_photo",
    "reopen",
    "reorder",
    "report_missed",
    "reschedule",
    "schedule",
    "set_access",
    "shift",
    "unchanged_since",
]
