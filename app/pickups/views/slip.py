"""The printed slip: a pickup on one sheet of paper, for who has no e-mail."""

from flask import Response, current_app

from app.base import db
from app.base.core import clock
from app.base.web.guards import anyone
from app.base.web.hypermedia import page
from app.base.web.qr import qr
from app.pickups import messages, words
from app.pickups.links import by_secret, private
from app.pickups.models import PickupStatus
from app.pickups.rules import FREEING, KEPT_DAYS
from app.pickups.views.door import bp


@bp.get("/<secret>/bon")
@anyone
def slip(secret: str) -> Response:
    """Show the A4 sheet that stays at home."""
    pickup = by_secret(secret)
    link = messages.link(current_app.config["REBOND"], pickup)
    answer = page(
        "pickups/slip.html",
        pickup=pickup,
        secret=secret,
        when=words.when(pickup.occurrence),
        where=words.where(pickup),
        floor=words.floor(pickup),
        price=words.price(pickup),
        prepare=words.preparing(db.session(), pickup),
        until=words.change_until(pickup, now=clock.now()),
        to_confirm=pickup.status is PickupStatus.REQUESTED,
        off=pickup.status in FREEING,
        kept_days=KEPT_DAYS,
        link=link,
        code=qr(link),
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return private(answer)
