"""What the hours that staff type mean: the next fourteen days, or what is wrong with them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock, hours
from app.base.core.text import clean
from app.base.web.forms import sentence_of
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.points import words
from app.points.models import PointException
from app.points.queries import desk
from app.points.rules import weekly
from app.points.staff.door import READERS

bp = Blueprint("point_hours", __name__, url_prefix="/gestion/points")
FORTNIGHT: Final = 14


@bp.get("/apercu-horaires")
@may(*READERS)
def preview() -> Response:
    """Show the next fourteen days of `hours`, with the exceptional days of `point`."""
    point_id = request.args.get("point", type=int)
    typed = clean(request.args.get("hours", ""), limit=2000)
    return page(
        "points/staff/hours_preview.html", swaps=("hours-preview",), **told(typed, point_id)
    )


def told(typed: str, point_id: int | None) -> dict[str, Any]:
    """Return what the preview shows of an hours text as typed."""
    today = clock.today()
    fault, proposal = "", ""
    cautions: tuple[str, ...] = ()
    opening = None
    if typed:
        try:
            opening = hours.read(typed)
            cautions = opening.cautions
        except hours.HoursError as error:
            fault, proposal = sentence_of(error), error.proposal or ""
    return {
        "typed": typed,
        "fault": fault,
        "proposal": proposal,
        "cautions": [_(caution) for caution in cautions],
        "days": _days(opening, point_id, today) if opening else [],
    }


def week_fields(typed: str) -> dict[str, str]:
    """Return the day-by-day editor's fields for an hours text; nothing when it is not simple."""
    try:
        opening = hours.read(typed) if typed else None
    except hours.HoursError:
        return {}
    if opening is None:
        return {}
    today = clock.today()
    return weekly.shown(hours.usual_week(opening, today - timedelta(days=today.weekday())))


def _days(opening: hours.Hours, point_id: int | None, today: date) -> list[words.DayLine]:
    rows: Sequence[PointException] = ()
    if point_id is not None and 0 < point_id < 2**31:
        rows = desk.days_of(db.session(), point_id, today)
    exceptions = [
        hours.Exceptional(row.first_day, row.last_day, row.hours, row.reason) for row in rows
    ]
    return words.days(opening, exceptions, today, FORTNIGHT)
