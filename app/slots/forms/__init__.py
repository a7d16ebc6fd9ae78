"""Forms about the calendar: patterns, exceptional days, zones; typed in human units."""

from app.slots.forms.days import KINDS, DaysForm
from app.slots.forms.lists import ListForm
from app.slots.forms.patterns import HOLIDAYS, PatternForm
from app.slots.forms.zones import ZoneForm

__all__ = [
    "HOLIDAYS",
    "KINDS",
    "DaysForm",
    "ListForm",
    "PatternForm",
    "ZoneForm",
]
