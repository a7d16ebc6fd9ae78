"""What is allowed. No session, no clock, no request: facts in, answer out."""

from app.pickups.rules.amendments import Amendment, changed, missing
from app.pickups.rules.bookings import Booking, Line, commune_of, summary
from app.pickups.rules.effort import Effort, effort
from app.pickups.rules.outcomes import Outcome, left_behind, may_note
from app.pickups.rules.policies import Decision, Kind, Refusal, decide, policy_for
from app.pickups.rules.states import (
    ENDED,
    FREEING,
    LABELS,
    LIVE,
    MOVES,
    Move,
    Who,
    next_status,
    verbs,
)
from app.pickups.rules.times import (
    KEPT_DAYS,
    REMINDERS,
    can_change,
    change_until,
    must_be_erased,
    reminder_due,
    window,
)

__all__ = [
    "ENDED",
    "FREEING",
    "KEPT_DAYS",
    "LABELS",
    "LIVE",
    "MOVES",
    "REMINDERS",
    "Amendment",
    "Booking",
    "Decision",
    "Effort",
    "Kind",
    "Line",
    "Move",
    "Outcome",
    "Refusal",
    "Who",
    "can_change",
    "change_until",
    "changed",
    "commune_of",
    "decide",
    "effort",
    "left_behind",
    "may_note",
    "missing",
    "must_be_erased",
    "next_status",
    "policy_for",
    "reminder_due",
    "summary",
    "verbs",
    "window",
]
