"""Which slots exist and what they can still take. Pure: facts in, answer out."""

from app.slots.rules.calendar import Planned, plan, starts_on
from app.slots.rules.openings import Slot, Window, fitting, slots
from app.slots.rules.reasons import OFF, Mark, Told, explain
from app.slots.rules.sheets import DaysFacts, PatternFacts, days_faults, fingerprint, pattern_faults

__all__ = [
    "OFF",
    "DaysFacts",
    "Mark",
    "PatternFacts",
    "Planned",
    "Slot",
    "Told",
    "Window",
    "days_faults",
    "explain",
    "fingerprint",
    "fitting",
    "pattern_faults",
    "plan",
    "slots",
    "starts_on",
]
