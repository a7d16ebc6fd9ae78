"""What somebody in front of a place says in one gesture, from the QR code."""

from flask import Response, abort, current_app, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.codes import keyed_hash
from app.base.web.guards import anyone
from app.base.web.hypermedia import go, page
from app.base.web.limits import limit
from app.base.web.visitors import network
from app.points import actions, queries
from app.points.models import Point, StateKind
from app.points.rules.states import states_to_signal
from app.points.views import shown
from app.points.views.door import bp, open_point


@bp.get("/points/<slug>/sur-place")
@anyone
def spot(slug: str) -> Response:
    """Show two big buttons."""
    point = open_point(slug)
    card = queries.card_of(db.session(), point, now=clock.now())
    return page(
        "points/spot.html",
        point=point,
        kinds=states_to_signal(point.kind),
        temporary=shown.temporary(card),
        thanked=_thanks(card.states != ()) if "merci" in request.args else "",
    )


@bp.post("/points/<slug>/sur-place")
@anyone
@limit("10 per hour")
def signal(slug: str) -> Response:
    """Note that the place is full or closed; people see it when a second person agrees."""
    point = open_point(slug)
    said = request.form.get("etat", "")
    if said not in set(StateKind):
        abort(400)
    actions.signal_state(db.session(), point, StateKind(said), _reporter(point), now=clock.now())
    return go(url_for(".spot", slug=slug, merci=""))


def _reporter(point: Point) -> str:
    """Return who speaks, as a hash that neither names them nor follows them to another place."""
    key = current_app.config["SECRET_KEY"]
    return keyed_hash(key, f"point-state-{point.id}", network())


def _thanks(visible: object) -> str:
    if visible:
        return _("La fiche l’affiche maintenant pour tout le monde.")
    return _("La fiche l’affichera dès qu’une deuxième personne dira la même chose.")
