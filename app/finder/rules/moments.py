"""When somebody can go: read, written, offered as choices."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from app.base.core import clock

NOW: Final = "maintenant"
NEAR: Final = timedelta(days=366)
CHOICE_DAYS: Final = 7
HALF_DAYS: Final = (time(10), time(15))
"""The middle of a morning and of an afternoon."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?)?")
_FRENCH = re.compile(
    r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?:\s*(?:à\s*)?(\d{1,2})\s*[h:]\s*(\d{2})?)?"
)


def read(text: str, *, now: datetime) -> datetime | None:
    """Return the aware instant that `text` says on the territory's clock, or None.

    Reads `maintenant`, `2026-11-28T10:00`, `28/11/2026 10h30`, `28/11`; a date without an
    hour means ten in the morning, one without a year the next such day.
    """
    if text == NOW:
        return now
    found = _ISO.fullmatch(text)
    if found:
        year, month, day, hour, minute = found.groups()
        return _local(int(year), int(month), int(day), hour, minute)
    found = _FRENCH.fullmatch(text)
    if not found:
        return None
    day, month, typed_year, hour, minute = found.groups()
    if typed_year:
        return _local(int(typed_year), int(month), int(day), hour, minute)
    return _next(int(month), int(day), hour, minute, now)


def is_near(at: datetime, *, now: datetime) -> bool:
    """Tell whether an instant is to come, or just past, and within a year."""
    return now - timedelta(hours=24) <= at <= now + NEAR


def written(at: datetime) -> str:
    """Return an instant as an address carries it: local, to the minute."""
    return clock.local(at).strftime("%Y-%m-%dT%H:%M")


def choices(now: datetime) -> list[datetime]:
    """Return the half-days of the coming week that somebody may choose, without the past."""
    here = clock.local(now)
    days = [here.date() + timedelta(days=n) for n in range(CHOICE_DAYS)]
    found = [_wall(day, hour) for day in days for hour in HALF_DAYS]
    return [at for at in found if at > now]


def _next(
    month: int, day: int, hour: str | None, minute: str | None, now: datetime
) -> datetime | None:
    year = clock.local(now).year
    this = _local(year, month, day, hour, minute)
    if this is not None and this < now - timedelta(hours=24):
        return _local(year + 1, month, day, hour, minute)
    return this


def _local(
    year: int, month: int, day: int, hour: str | None, minute: str | None
) -> datetime | None:
    try:
        return _wall(date(year, month, day), time(int(hour or 10), int(minute or 0)))
    except ValueError:
        return None


def _wall(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=clock.LOCAL)
