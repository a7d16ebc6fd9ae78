"""Public addresses of the room: suggestions as one types, the territory's outline."""

import json

from flask import Blueprint, Response, request

from app.base import db
from app.base.web.guards import anyone
from app.base.web.hypermedia import page
from app.territory import here, queries

bp = Blueprint("territory", __name__)
DAY = "public, max-age=86400"
"""Communes change once a year."""


@bp.get("/lieux/suggestions")
@anyone
def suggestions() -> Response:
    """Return the options of the field "Où ?" for what is typed so far."""
    found = here.suggest(request.args.get("ou", ""))
    response = page("territory/_place_suggestions.html", suggestions=found)
    response.headers["Cache-Control"] = DAY
    return response


@bp.get("/territoire.geojson")
@anyone
def outline() -> Response:
    """Return the outline of the communes that are served, © IGN."""
    served = queries.outline(db.session(), here.territory())
    response = Response(json.dumps(served, separators=(",", ":")), mimetype="application/geo+json")
    response.headers["Cache-Control"] = DAY
    response.add_etag()
    response.make_conditional(request)
    return response
