"""Every change to the slots."""

from app.slots.actions.holds import keep, many_days, move, release, sweep, take
from app.slots.actions.patterns import (
    drop_exception,
    drop_zone,
    offer_thursday,
    save_exception,
    save_pattern,
    save_zone,
)
from app.slots.actions.waits import close, lapse, offer, pass_on, wait

__all__ = [
    "close",
    "drop_exception",
    "drop_zone",
    "keep",
    "lapse",
    "many_days",
    "move",
    "offer",
    "offer_thursday",
    "pass_on",
    "release",
    "save_exception",
    "save_pattern",
    "save_zone",
    "sweep",
    "take",
    "wait",
]
