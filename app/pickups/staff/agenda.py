"""The agenda: what each slot can still take, and who waits for the van."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.web import french
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.pickups import queries
from app.pickups.models import Pickup
from app.pickups.staff import words
from app.pickups.staff.door import READERS, bp
from app.slots import queries as slots
from app.slots.models import ExceptionKind, SlotException
from app.slots.rules import Slot, Window

DAY, WEEK = "jour", "semaine"
AWAY = timedelta(days=3 * 366)
"""No agenda is opened further from today than this."""


@bp.get("/agenda")
@may(*READERS)
def agenda() -> Response:
    """Show a day, or the week it lies in."""
    day = day_of(request.args.get("jour", ""), clock.today())
    by_week = request.args.get("vue") == WEEK
    first = day - timedelta(days=day.weekday()) if by_week else day
    window = slots.window(first, 7 if by_week else 1)
    days = _days(window)
    return page(
        "pickups/staff/week.html" if by_week else "pickups/staff/day.html",
        days=days,
        title=_week_of(window) if by_week else words.day(day),
        **_links(day, by_week=by_week),
    )


def day_of(text: str, today: date) -> date:
    """Return the day an address means: the nearest that exists, else today."""
    parts = text.split("-")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):  # noqa: PLR2004 - a year, a month, a day
        return today
    year, month, number = (int(part) for part in parts)
    if not 1 <= year <= 9999 or not 1 <= month <= 12:  # noqa: PLR2004 - a calendar's own bounds
        return today
    last = calendar.monthrange(year, month)[1]
    found = date(year, month, min(max(number, 1), last))
    return min(max(found, today - AWAY), today + AWAY)


def _days(window: Window) -> list[dict[str, Any]]:
    """Return the days of a period with their slots, the stops of each, and why some are closed."""
    session = db.session()
    known = slots.slots(session, window, now=clock.now())
    stops: dict[str, list[Pickup]] = {}
    for pickup in queries.of_days(session, window.first, window.last):
        if pickup.occurrence is not None:
            stops.setdefault(pickup.occurrence.key, []).append(pickup)
    closed = slots.exceptions(session, window.first, window.last)
    days = (window.first + timedelta(days=n) for n in range((window.last - window.first).days + 1))
    return [
        {
            "day": day,
            "label": words.day(day),
            "today": day == clock.today(),
            "url": url_for(".agenda", jour=day.isoformat()),
            "slots": [_slot(each, stops.get(each.key, [])) for each in known if each.day == day],
            "closed": _closed(closed, day),
        }
        for day in days
    ]


def _slot(each: Slot, stops: Sequence[Pickup]) -> dict[str, Any]:
    return {
        "slot": each,
        "label": words.slot(each),
        "measures": words.measures(each),
        "stops": [words.stop(pickup, number) for number, pickup in enumerate(stops, 1)],
        "crew": words.people(each.crew),
        "sheet_url": url_for(".run_sheet", key=each.key),
        "id": f"slot-{each.key.replace('.', '-')}",
    }


def _closed(known: Sequence[SlotException], day: date) -> list[str]:
    """Return why a day is closed, for all or for one pattern."""
    return [
        each.reason or _("jour fermé au calendrier")
        for each in known
        if each.kind is ExceptionKind.CLOSED and each.first_day <= day <= each.last_day
    ]


def _links(day: date, *, by_week: bool) -> dict[str, Any]:
    step = timedelta(days=7 if by_week else 1)
    view = WEEK if by_week else None

    def at(when: date, how: str | None = view) -> str:
        return url_for(".agenda", jour=when.isoformat(), vue=how)

    return {
        "before_url": at(day - step),
        "after_url": at(day + step),
        "today_url": at(clock.today()),
        "views": [(_("Jour"), at(day, None), not by_week), (_("Semaine"), at(day, WEEK), by_week)],
        "asked": day,
        "by_week": by_week,
    }


def _week_of(window: Window) -> str:
    return _(
        "Semaine du %(first)s au %(last)s",
        first=french.short_day(window.first),
        last=french.short_day(window.last),
    )
