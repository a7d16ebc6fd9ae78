"""Which slots exist and what they can still take. Pure: facts in, answer out."""

from app.slots.rules.calendar import Planned, plan, starts_on
from app.slots.rules.openings import Slot, Window, fitting, slots

__all__ = ["Planned", "Slot", "Window", "fitting", "plan", "slots", "starts_on"]
