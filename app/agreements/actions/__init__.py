"""Every change to the agreements, each an event and an entry in the trail."""

from app.agreements.actions.agreements import (
    amend,
    comment,
    correct,
    create,
    drop,
    hear,
    settle,
    write,
)
from app.agreements.actions.ends import keep_all_dates, keep_dates, stop
from app.agreements.actions.moves import advance
from app.agreements.actions.signing import deposit, note_signature, sign, take_copy

__all__ = [
    "advance",
    "amend",
    "comment",
    "correct",
    "create",
    "deposit",
    "drop",
    "hear",
    "keep_all_dates",
    "keep_dates",
    "note_signature",
    "settle",
    "sign",
    "stop",
    "take_copy",
    "write",
]
