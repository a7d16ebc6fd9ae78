"""Booking for somebody: the team on the phone, and counters of town halls."""

from datetime import timedelta

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base import db
from app.base.core import clock
from app.base.web.french import day_and_hours
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer
from app.base.web.uploads import up_to
from app.pickups import asking, messages, queries, rules
from app.pickups.asking import MORE_BYTES, Counter
from app.pickups.links import secret_of
from app.pickups.models import Pickup, Source
from app.pickups.staff.door import WRITERS, bp

COUNTER = ("guichet",)
SHOWN = timedelta(days=30)
counter = Blueprint("counter", __name__, url_prefix="/guichet")
_HEAD = ("référence", "passage", "commune", "état")


def _to_page(pickup: Pickup) -> str:
    return url_for("pickups_staff.show", pickup_id=pickup.id)


def _to_slip(pickup: Pickup) -> str:
    if pickup.occurrence_id is None:
        return url_for("counter.index")
    return url_for("pickups.slip", secret=secret_of(pickup))


PHONE = Counter("pickups/new_staff.html", "/gestion/enlevements/nouveau", Source.PHONE, _to_page)
DESK = Counter("pickups/new_counter.html", "/guichet/nouveau", Source.DESK, _to_slip)


@bp.get("/nouveau")
@may(*WRITERS)
def new() -> Response:
    """Show the same form as the public's, for the lady on the phone."""
    asked = request.args.get
    return asking.blank(PHONE, [], asked("ou", ""), structure=asked("structure", ""))


@bp.post("/nouveau")
@up_to(MORE_BYTES)
@may(*WRITERS)
def create() -> Response:
    """Do what the pressed button says."""
    messages.offer_what_is_free()  # who waits comes before who calls
    return asking.answer(PHONE)


@counter.get("")
@may(*COUNTER)
def index() -> Response:
    """List what this account booked: no address, no contact."""
    found = queries.booked_by(db.session(), current_user.id, clock.now() - SHOWN)
    if request.args.get("format") == "csv":
        lines = [(p.reference, _when(p), p.commune.name, _(rules.LABELS[p.status])) for p in found]
        return csv_answer("guichet", _HEAD, lines)
    rows = [
        {
            "pickup": pickup,
            "when": _when(pickup),
            "status": _(rules.LABELS[pickup.status]),
            "slip_url": url_for("pickups.slip", secret=secret_of(pickup)),
        }
        for pickup in found
    ]
    return page("pickups/counter.html", rows=rows)


@counter.get("/nouveau")
@may(*COUNTER)
def new_at_counter() -> Response:
    """Show the form."""
    return asking.blank(DESK, [], request.args.get("ou", ""))


@counter.post("/nouveau")
@up_to(MORE_BYTES)
@may(*COUNTER)
def create_at_counter() -> Response:
    """Do what the pressed button says."""
    messages.offer_what_is_free()
    return asking.answer(DESK)


def _when(pickup: Pickup) -> str:
    visit = pickup.occurrence
    return day_and_hours(visit.day, visit.starts, visit.ends) if visit else ""
