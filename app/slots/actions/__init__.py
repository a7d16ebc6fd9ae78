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
from app.slots.actions.staff import (
    add_days,
    add_pattern,
    add_zone,
    correct_pattern,
    correct_zone,
    drop_days,
    remove_zone,
    resume_pattern,
    stop_pattern,
)
from app.slots.actions.waits import close, lapse, offer, pass_on, wait

__all__ = [
    "add_days",
    "add_pattern",
    "add_zone",
    "close",
    "correct_pattern",
    "correct_zone",
    "drop_days",
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
    "remove_zone",
    "resume_pattern",
    "save_exception",
    "save_pattern",
    "save_zone",
    "stop_pattern",
    "sweep",
    "take",
    "wait",
]
