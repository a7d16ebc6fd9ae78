"""The only place that asks what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

MIDNIGHT = time()

LOCAL = ZoneInfo("Europe/Paris")
"""The clock on the wall of the territory: what people read and type."""


def now() -> datetime:
    """Return the current instant, aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the date on the wall of the territory."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """Return `instant` (aware) as the wall of the territory shows it."""
    return instant.astimezone(LOCAL)


def instant(day: date, hour: time) -> datetime:
    """Return the instant (UTC) at which the wall of the territory shows `day` and `hour`.

    In the night when clocks go back the hour comes twice: the first. When they go forward,
    an hour that the wall skips is the instant one hour after it.
    """
    return datetime.combine(day, hour, LOCAL).astimezone(UTC)
