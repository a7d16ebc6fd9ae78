"""Days on which the demonstration's places are open, whatever the day the tests run."""

from datetime import date, timedelta

from app.base.core import clock
from app.base.core.hours.holidays import easter

TUESDAY, FRIDAY = 1, 4
_FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def working_morning() -> str:
    """Return the value of "Quand ?" for the next ordinary weekday, at ten."""
    tomorrow = clock.today() + timedelta(days=1)
    days = [tomorrow + timedelta(days=n) for n in range(6)]
    return f"{next(day for day in days if _ordinary(day)).isoformat()}T10:00"


def _ordinary(day: date) -> bool:
    moving = {easter(day.year) + timedelta(days=n) for n in (1, 39, 50)}
    return TUESDAY <= day.weekday() <= FRIDAY and not (
        (day.month, day.day) in _FIXED or day in moving
    )
