"""The driver's pages: today's stops on a phone, one after the other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.web.guards import may
from app.base.web.hypermedia import go, page
from app.pickups import queries
from app.pickups.models import Pickup, PickupStatus
from app.pickups.staff import words
from app.pickups.staff.agenda import day_of
from app.pickups.staff.door import READERS
from app.pickups.staff.forms import OutcomeForm
from app.pickups.staff.noting import noted, noting
from app.slots import queries as slots
from app.slots.rules import Slot, Window

bp = Blueprint("road", __name__, url_prefix="/tournee")


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show the slots of today, or of another day, and their stops in order."""
    day = day_of(request.args.get("jour", ""), clock.today())
    found = slots.slots(db.session(), Window(day, day), now=clock.now())
    stops = queries.of_days(db.session(), day, day)
    rounds = [_round(slot, [s for s in stops if _is_of(s, slot)]) for slot in found]
    return page(
        "pickups/staff/road.html",
        day=words.day(day),
        today=day == clock.today(),
        rounds=rounds,
    )


@bp.get("/<uuid:pickup_id>")
@may(*READERS)
def stop(pickup_id: UUID) -> Response:
    """Show one stop."""
    return _draw(queries.by_id(db.session(), pickup_id))


@bp.post("/<uuid:pickup_id>")
@may(*READERS)
def note(pickup_id: UUID) -> Response:
    """Note what became of a stop, then show the next."""
    pickup = queries.by_id(db.session(), pickup_id)
    form = noted(pickup)
    if form.errors or form.form_errors:
        return _draw(pickup, form, 422)
    flash(_("%(ref)s : %(state)s.", ref=pickup.reference, state=words.state(pickup)), "success")
    after = _next(_stops(pickup), pickup)
    if after is not None:
        return go(url_for(".stop", pickup_id=after.id))
    day = pickup.occurrence.day if pickup.occurrence else clock.today()
    return go(url_for(".index", jour=None if day == clock.today() else day.isoformat()))


def _draw(pickup: Pickup, form: OutcomeForm | None = None, status: int = 200) -> Response:
    stops = _stops(pickup)
    number = next((n for n, each in enumerate(stops, 1) if each.id == pickup.id), 0)
    after = _next(stops, pickup)
    return page(
        "pickups/staff/stop.html",
        stop=words.stop(pickup, number),
        of=len(stops),
        when=words.when(pickup),
        price=words.price(pickup) if pickup.price_cents else "",
        way=words.way(pickup),
        noting=noting(pickup, form),
        next_url=url_for(".stop", pickup_id=after.id) if after else "",
        back_url=url_for(
            ".index", jour=pickup.occurrence.day.isoformat() if pickup.occurrence else None
        ),
        status=status,
    )


def _stops(pickup: Pickup) -> Sequence[Pickup]:
    """Return the visits of the same slot, in order."""
    visit = pickup.occurrence
    if visit is None:
        return []
    return queries.of_days(db.session(), visit.day, visit.day, pattern_id=visit.pattern_id)


def _next(stops: Sequence[Pickup], pickup: Pickup) -> Pickup | None:
    """Return the next stop that is still to be made: after this one, else before it."""
    place = next((n for n, each in enumerate(stops) if each.id == pickup.id), -1)
    order = [*stops[place + 1 :], *stops[: max(place, 0)]]
    return next((each for each in order if each.status is PickupStatus.CONFIRMED), None)


def _round(slot: Slot, stops: Sequence[Pickup]) -> dict[str, Any]:
    to_do = [each for each in stops if each.status is PickupStatus.CONFIRMED]
    return {
        "label": words.slot(slot),
        "planned": slot.planned,
        "stops": [
            (words.stop(each, n), url_for(".stop", pickup_id=each.id))
            for n, each in enumerate(stops, 1)
        ],
        "next_url": url_for(".stop", pickup_id=to_do[0].id) if to_do else "",
        "left": len(to_do),
        "order_url": url_for("pickups_staff.order", key=slot.key),
        "sheet_url": url_for("pickups_staff.run_sheet", key=slot.key),
        "id": f"slot-{slot.key.replace('.', '-')}",
    }


def _is_of(pickup: Pickup, slot: Slot) -> bool:
    return pickup.occurrence is not None and pickup.occurrence.key == slot.key
