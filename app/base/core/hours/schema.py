"""Opening hours for search engines, as schema.org's OpeningHoursSpecification."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.base.core.hours.reading import Hours
from app.base.core.hours.spans import Exceptional
from app.base.core.hours.weeks import Day, usual_week, week

WEEKS_AHEAD = 4
"""How many weeks the special days are told for; the page is read again before they end."""

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Specification = dict[str, str | list[str]]


def opening_hours_specification(
    hours: Hours | None, exceptions: Sequence[Exceptional], first_day: date
) -> list[Specification]:
    """Return JSON-LD objects: the regular week when there is one, then each day that differs.

    A closed day opens and closes at "00:00", as search engines ask. What is not sure is not
    told. Source: https://schema.org/OpeningHoursSpecification.
    """
    if hours is None and not exceptions:
        return []
    monday = first_day - timedelta(days=first_day.weekday())
    regular = _regular_week(hours, monday)
    found = _weekly(regular) if regular else []
    for day in week(hours, exceptions, first_day, 7 * WEEKS_AHEAD):
        if regular is None or day.pattern != regular[day.date.weekday()].pattern:
            found.extend(_dated(day))
    return found


def _regular_week(hours: Hours | None, monday: date) -> list[Day] | None:
    """Return the usual week when the coming ones all follow it, else None."""
    if hours is None:
        return None
    weeks = [usual_week(hours, monday + timedelta(weeks=n)) for n in range(2 * WEEKS_AHEAD)]
    patterns = {tuple(day.pattern for day in days) for days in weeks}
    return weeks[0] if len(patterns) == 1 else None


def _weekly(days: Sequence[Day]) -> list[Specification]:
    """Return one object per interval, with all the weekdays that have it."""
    names: dict[tuple[str, str], list[str]] = {}
    for day in days:
        for interval in day.intervals:
            address = f"https://schema.org/{_NAMES[day.date.weekday()]}"
            names.setdefault(interval, []).append(address)
    return [_specification(*interval) | {"dayOfWeek": day} for interval, day in names.items()]


def _dated(day: Day) -> list[Specification]:
    """Return the objects of one day that differs from its week."""
    valid: Specification = {
        "validFrom": day.date.isoformat(),
        "validThrough": day.date.isoformat(),
    }
    if day.closed:
        return [_specification("00:00", "00:00") | valid]
    return [_specification(*interval) | valid for interval in day.intervals]


def _specification(opens: str, closes: str) -> Specification:
    """Return the core of an object; the last minute stands for midnight."""
    closes = "23:59" if closes == "24:00" else closes
    return {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}
