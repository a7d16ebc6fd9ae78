"""Back-office pages of the pickups."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.web.french import day_and_hours
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer
from app.pickups import actions, queries, rules
from app.pickups.models import Pickup, PickupStatus

bp = Blueprint("pickups_staff", __name__, url_prefix="/gestion/enlevements")
READERS = ("accueil", "chauffeur", "direction", "admin")
WRITERS = ("accueil", "direction", "admin")
NOUNS = {"confirmation": "confirm", "refus": "refuse"}


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the coming pickups, one status or all."""
    status = _status(request.args.get("etat"))
    pickups = queries.coming(db.session(), status, clock.today())
    if request.args.get("format") == "csv":
        return csv_answer("enlevements", _HEAD, [_line(pickup) for pickup in pickups])
    rows = [_row(pickup) for pickup in pickups]
    return page("pickups/staff/index.html", rows=rows, chosen=status, labels=rules.LABELS)


@bp.post("/<uuid:pickup_id>/<any(confirmation, refus):noun>")
@may(*WRITERS)
def move(pickup_id: UUID, noun: str) -> Response:
    """Confirm or refuse a pickup."""
    pickup = queries.by_id(db.session(), pickup_id)
    actions.move(db.session(), pickup, NOUNS[noun], actor=current_actor(), now=clock.now())
    return go(url_for(".index", etat=request.args.get("etat")))


_HEAD = ("référence", "jour", "commune", "à prendre", "état")


def _line(pickup: Pickup) -> tuple[str, ...]:
    visit = pickup.occurrence
    return (
        pickup.reference,
        visit.day.isoformat(),
        pickup.commune.name,
        pickup.things,
        rules.LABELS[pickup.status],
    )


def _row(pickup: Pickup) -> dict[str, object]:
    visit = pickup.occurrence
    nouns = {verb: noun for noun, verb in NOUNS.items()}
    return {
        "pickup": pickup,
        "when": day_and_hours(visit.day, visit.starts, visit.ends),
        "status": _(rules.LABELS[pickup.status]),
        "moves": [
            (_(rules.MOVES[v].label), url_for(".move", pickup_id=pickup.id, noun=nouns[v]))
            for v in rules.verbs(pickup.status, staff=True)
        ],
    }


def _status(given: str | None) -> PickupStatus | None:
    return PickupStatus(given) if given in {s.value for s in PickupStatus} else None
