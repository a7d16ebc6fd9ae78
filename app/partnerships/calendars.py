"""Calendar files of planned exchanges and of groups' meetings: the same entry, changed."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Response
from flask_babel import gettext as _

from app.base.core.text import clean
from app.config import Settings
from app.partnerships.models import Exchange, ExchangeState, GroupMeeting

PRODUCT = "-//Rebond//Partenariats//FR"
TYPE = "text/calendar; charset=utf-8"


def exchange(row: Exchange, structure: str, *, settings: Settings, now: datetime) -> bytes:
    """Return a planned exchange as an iCalendar file: the same UID always, SEQUENCE raised.

    A cancelled one is METHOD:CANCEL. What we prepared stays out of it: calendars are shared.
    """
    return _file(
        f"exchange-{row.id}",
        _("%(kind)s, %(structure)s", kind=_(row.kind.label), structure=structure),
        row.at,
        row.minutes,
        row.place,
        row.subject,
        f"/gestion/echanges/{row.id}",
        sequence=row.sequence,
        cancelled=row.state is ExchangeState.CANCELLED,
        settings=settings,
        now=now,
    )


def meeting(row: GroupMeeting, group: str, *, settings: Settings, now: datetime) -> bytes:
    """Return a meeting of a group as an iCalendar file, its agenda in it."""
    return _file(
        f"group-meeting-{row.id}",
        group,
        row.at,
        row.minutes_long,
        row.place,
        row.agenda,
        f"/gestion/groupes/{row.group_id}/reunions/{row.id}",
        sequence=row.sequence,
        cancelled=False,
        settings=settings,
        now=now,
    )


def answer(made: bytes, name: str) -> Response:
    """Answer with a calendar file, kept by no cache."""
    found = Response(made, content_type=TYPE)
    found.headers["Cache-Control"] = "private, no-store"
    found.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return found


def _file(  # noqa: PLR0913, PLR0917 - the facts of an entry
    uid: str,
    summary: str,
    at: datetime,
    minutes: int,
    place: str,
    description: str,
    path: str,
    *,
    sequence: int,
    cancelled: bool,
    settings: Settings,
    now: datetime,
) -> bytes:
    from icalendar import Calendar, Event  # noqa: PLC0415 - megabytes that other pages do not need

    host = urlsplit(settings.base_url).hostname or "rebond"
    entry = Event()
    entry.add("uid", f"{uid}@{host}")
    entry.add("sequence", sequence)
    entry.add("dtstamp", now)
    entry.add("dtstart", at)
    entry.add("dtend", at + timedelta(minutes=minutes))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("summary", clean(summary, limit=300))
    if place:
        entry.add("location", clean(place, limit=200))
    if description:
        entry.add("description", clean(description, limit=4000, lines=True))
    entry.add("url", f"{settings.base_url.rstrip('/')}{path}")
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "CANCEL" if cancelled else "PUBLISH")
    made.add_component(entry)
    found: bytes = made.to_ical()
    return found
