"""Asking for a pickup, without an account."""

from flask import Response, request, url_for

from app.base.core.text import clean
from app.base.web.guards import anyone
from app.base.web.limits import limit
from app.base.web.uploads import up_to
from app.pickups import asking, messages
from app.pickups.asking import MORE_BYTES, Counter
from app.pickups.forms import LINES, NAME
from app.pickups.links import secret_of
from app.pickups.models import Pickup, Source
from app.pickups.views.door import bp

PER_HOUR = "150 per hour"
"""Each added line and each look at the slots is a sending; a booking counts as one of them."""
BOOKINGS_PER_HOUR = "30 per hour"
"""Of one network: a street's neighbours on one line, not a whole month of vans."""


def _done(pickup: Pickup) -> str:
    return url_for("pickups.show", secret=secret_of(pickup))


PUBLIC = Counter("pickups/new.html", "/enlevements/nouveau", Source.PUBLIC, _done)


@bp.get("/nouveau")
@anyone
def new() -> Response:
    """Show the form; `objet` and `ou` come from the search."""
    things = [clean(each, limit=NAME) for each in request.args.getlist("objet")[:LINES]]
    return asking.blank(PUBLIC, [each for each in things if each], request.args.get("ou", ""))


@bp.post("/nouveau")
@up_to(MORE_BYTES)
@anyone
@limit(PER_HOUR)
@limit(BOOKINGS_PER_HOUR, exempt_when=lambda: request.form.get("faire") not in {"book", "wait"})
def create() -> Response:
    """Do what the pressed button says: add a line, look at the slots, keep one, book.

    Free places are offered to who waits before any is shown or taken here.
    """
    messages.offer_what_is_free()
    return asking.answer(PUBLIC)
