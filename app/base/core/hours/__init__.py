"""Opening hours: read, put under exceptions, told in French, given to search engines.

Pure: each function receives the day or the instant. All days and hours are those of the
wall of the territory (Europe/Paris).
"""

from app.base.core.hours.french import propose
from app.base.core.hours.holidays import holiday_name, holidays
from app.base.core.hours.reading import Hours, HoursError, read
from app.base.core.hours.schema import opening_hours_specification
from app.base.core.hours.sentences import (
    day_note,
    day_sentence,
    days_text,
    status_sentence,
    time_text,
    week_lines,
)
from app.base.core.hours.spans import Exceptional
from app.base.core.hours.status import State, Status, status
from app.base.core.hours.weeks import Day, next_closing, usual_week, week

__all__ = [
    "Day",
    "Exceptional",
    "Hours",
    "HoursError",
    "State",
    "Status",
    "day_note",
    "day_sentence",
    "days_text",
    "holiday_name",
    "holidays",
    "next_closing",
    "opening_hours_specification",
    "propose",
    "read",
    "status",
    "status_sentence",
    "time_text",
    "usual_week",
    "week",
    "week_lines",
]
