"""The only place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

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
