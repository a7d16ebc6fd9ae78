"""The poster of a place and its QR code, for a door or a bin."""

from flask import Response, render_template, url_for

from app.base import db
from app.base.core import clock
from app.base.web.guards import anyone
from app.base.web.hypermedia import page
from app.base.web.qr import qr
from app.points import queries
from app.points.views import shown
from app.points.views.door import absolute, bp, open_point

DAY_S = 24 * 3600


@bp.get("/points/<slug>/affiche")
@anyone
def poster(slug: str) -> Response:
    """Show the A4 sheet that hangs on the spot."""
    now = clock.now()
    point = open_point(slug)
    card = queries.card_of(db.session(), point, now=now)
    spot = absolute(url_for(".spot", slug=slug))
    return page(
        "points/poster.html",
        reading=True,
        point=point,
        spot=spot,
        code=qr(spot),
        **shown.told(point, card, now),
    )


@bp.get("/points/<slug>/qr.svg")
@anyone
def code(slug: str) -> Response:
    """Send the QR code alone, for those who make their own poster."""
    open_point(slug)
    drawn = render_template("points/qr.svg", code=qr(absolute(url_for(".spot", slug=slug))))
    answer = Response(drawn, mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = f"public, max-age={DAY_S}"
    return answer
