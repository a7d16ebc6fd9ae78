"""The feuille de route of a slot: one A4, and the order of its stops."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound
from app.base.web import french
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.pickups import actions, queries
from app.pickups.models import Pickup, PickupStatus
from app.pickups.staff import words
from app.pickups.staff.door import READERS, bp
from app.slots import queries as slots
from app.slots.rules import Slot

WAYS = {"monter": -1, "descendre": 1}


@bp.get("/feuille-de-route/<key>")
@may(*READERS)
def run_sheet(key: str) -> Response:
    """Show the sheet of a slot, to print."""
    slot = slot_of(key)
    stops = stops_of(slot)
    return page(
        "pickups/staff/run_sheet.html",
        stops=[_stop(pickup, number) for number, pickup in enumerate(stops, 1)],
        totals=_totals(stops),
        **_named(slot),
    )


@bp.get("/feuille-de-route/<key>/ordre")
@may(*READERS)
def order(key: str) -> Response:
    """Show the stops of a slot with buttons that move them."""
    slot = slot_of(key)
    stops = [words.stop(pickup, number) for number, pickup in enumerate(stops_of(slot), 1)]
    return page("pickups/staff/order.html", stops=stops, **_named(slot))


@bp.post("/feuille-de-route/<key>/ordre")
@may(*READERS)
def reorder(key: str) -> Response:
    """Move one stop up or down."""
    slot = slot_of(key)
    stops = stops_of(slot)
    moved = next((stop for stop in stops if stop.id == _sent()), None)
    by = WAYS.get(request.form.get("sens", ""))
    if moved is None or by is None:
        raise NotFound
    actions.shift(db.session(), stops, moved, by, actor=current_actor(), now=clock.now())
    return go(url_for(".order", key=slot.key))


def slot_of(key: str) -> Slot:
    """Return the slot of an address. Raises NotFound for any other text."""
    slot = slots.one(db.session(), key, now=clock.now())
    if slot is None:
        raise NotFound
    return slot


def stops_of(slot: Slot) -> Sequence[Pickup]:
    """Return the visits of a slot in the driver's order."""
    return queries.of_days(db.session(), slot.day, slot.day, pattern_id=slot.pattern_id)


def _sent() -> UUID | None:
    try:
        return UUID(request.form.get("stop", ""))
    except ValueError:
        return None


def _named(slot: Slot) -> dict[str, Any]:
    return {
        "slot": slot,
        "title": f"{words.day(slot.day)}, {words.slot(slot)}",
        "agenda_url": url_for(".agenda", jour=slot.day.isoformat()),
        "order_url": url_for(".order", key=slot.key),
        "sheet_url": url_for(".run_sheet", key=slot.key),
    }


def _stop(pickup: Pickup, number: int) -> dict[str, Any]:
    return {
        "stop": words.stop(pickup, number),
        "price": words.price(pickup) if pickup.price_cents else "",
        "to_confirm": pickup.status is PickupStatus.REQUESTED,
        "over": pickup.status not in {PickupStatus.REQUESTED, PickupStatus.CONFIRMED},
    }


def _totals(stops: Sequence[Pickup]) -> dict[str, str]:
    return {
        "mass": french.about(sum(stop.mass_g for stop in stops)),
        "volume": words.volume(sum(stop.volume_ml for stop in stops)),
        "time": words.minutes(sum(stop.crew_minutes for stop in stops)),
        "people": words.people(max((stop.people for stop in stops), default=1)),
    }
