"""The page of one place, and the one that remains when it is gone."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response, abort, send_file, url_for

from app.base import db, pictures
from app.base.core import clock
from app.base.web.guards import anyone
from app.base.web.hypermedia import page
from app.points import queries, words
from app.points.models import Point
from app.points.queries import keepers
from app.points.rules import things
from app.points.views import shown
from app.points.views.door import absolute, bp, known_point, settings
from app.points.views.linked import json_ld

NEAR_SHOWN = 3
YEAR_S = 365 * 24 * 3600


@bp.get("/points/<slug>")
@anyone
def show(slug: str) -> Response:
    """Show a place: open or not, what it takes, when, how to go there."""
    now = clock.now()
    point = known_point(slug)
    near = _near(point, now)
    if not point.active:
        return page("points/gone.html", status=410, point=point, near=near)
    card = queries.card_of(db.session(), point, now=now)
    photo_url = _photo_url(point)
    linked = json_ld(
        point,
        town=card.commune,
        url=absolute(url_for(".show", slug=slug)),
        photo_url=absolute(photo_url) if photo_url else "",
        opening=card.hours,
        exceptions=shown.all_exceptions(card, clock.local(now).date()),
        today=clock.local(now).date(),
    )
    return page(
        "points/show.html",
        reading=True,
        point=point,
        photo_url=photo_url,
        photo_words=words.photo(point),
        json_ld=linked,
        near=near,
        keeper=keepers.shown(db.session(), point),
        **shown.told(point, card, now),
    )


@bp.get("/photos/<name>")
@anyone
def photo(name: str) -> Response:
    """Send a photo; its name is its content, so it never changes."""
    path = pictures.find(settings().data_dir, name)
    if path is None:
        abort(404)
    answer = send_file(path.resolve(), mimetype="image/webp", max_age=YEAR_S, etag=False)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    return answer


def _photo_url(point: Point) -> str:
    """Return the address of a place's photo, empty when it has none of ours."""
    return url_for(".photo", name=point.photo) if pictures.NAME.fullmatch(point.photo) else ""


def _near(point: Point, now: datetime) -> Sequence[shown.Near]:
    """Return the nearest other places, nearest first."""
    if point.lat is None or point.lon is None:
        return ()
    found = queries.nearest(
        db.session(), things.categories(), point.lat, point.lon, limit=NEAR_SHOWN + 1
    )
    away = {point_id: metres for point_id, metres in found if point_id != point.id}
    cards = queries.cards(db.session(), list(away)[:NEAR_SHOWN], now=now)
    return [shown.near(card, away[card.id], now) for card in cards]
