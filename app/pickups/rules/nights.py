"""When a text message may leave: it rings, and wakes people up."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.base.core import clock

IN_TIME = timedelta(hours=1)
"""What is read less than this before the visit comes too late to be of use."""


@dataclass(frozen=True)
class Daytime:
    """The hours in which text messages leave, local time, the last one left out."""

    opens: time = time(8)
    closes: time = time(20)


def text_at(now: datetime, daytime: Daytime, *, begins: datetime | None = None) -> datetime:
    """Return when a text message that is asked for `now` leaves.

    By day at once; at night it waits for the morning, cancellations and offered places too.
    One exception: the visit that it is about `begins` before the morning, or less than an hour
    after it. Read in the morning it would be of no use: somebody would be waiting at the door,
    or have gone out. It leaves at once then. What is said of a visit that has begun can wait.
    """
    wall = clock.local(now)
    if daytime.opens <= wall.time() < daytime.closes:
        return now
    day = wall.date() if wall.time() < daytime.opens else wall.date() + timedelta(days=1)
    morning = clock.instant(day, daytime.opens)
    if begins is not None and now < begins < morning + IN_TIME:
        return now
    return morning
