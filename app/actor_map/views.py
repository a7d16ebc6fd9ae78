"""The public map: structures that agreed, as a list that equals the map, and as GeoJSON."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.actor_map import shown
from app.actor_map.forms import ActorsForm
from app.actor_map.queries import actors as actors_
from app.actor_map.queries.actors import Actor, Filters
from app.base import db
from app.base.web.guards import anyone
from app.base.web.hypermedia import page
from app.base.web.kept import kept
from app.base.web.listing import pages
from app.catalog.models import Family
from app.partners.models import OrganisationKind, PartnerRole

bp = Blueprint("actor_map", __name__)
PAGE = 30
LATE = "public, max-age=60"
"""A structure that no longer agrees is gone within a minute or so."""


@bp.get("/partenaires")
@anyone
def index() -> Response:
    """List the structures that agreed to be shown, the map beside."""
    form = ActorsForm()
    asked = form.filters(public=True)
    total = kept(("actors", asked), lambda: actors_.count(db.session(), asked))
    leaf = pages(total, PAGE)
    rows = kept(("actors", asked, leaf.number), lambda: _rows(asked, leaf.offset))
    settings = current_app.config["REBOND"]
    return page(
        "actor_map/index.html",
        reading=True,
        form=form,
        lines=[shown.line(each) for each in rows],
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d structure", "%(num)d structures", total),
        active=form.narrowed(),
        reset=url_for(".index"),
        geojson=_geojson_address(form),
        tiles=settings.tiles_url,
        credit=settings.tiles_credit,
    )


@bp.get("/partenaires.geojson")
@anyone
def geojson() -> Response:
    """Return the structures that the same filters keep: what they agreed to show, no more."""
    asked = ActorsForm().filters(public=True)
    text = kept(("actors.geojson", asked), lambda: _geojson(asked))
    response = Response(text, mimetype="application/geo+json")
    response.headers["Cache-Control"] = LATE
    response.add_etag()
    response.make_conditional(request)
    return response


def _geojson_address(form: ActorsForm) -> str:
    said = [(name, form.said(name)) for name in ("texte", "type", "role", "famille")]
    asked = urlencode([(name, value) for name, value in said if value])
    return f"/partenaires.geojson?{asked}".rstrip("?")


def _rows(asked: Filters, offset: int) -> Sequence[Actor]:
    return actors_.actors(db.session(), asked, limit=PAGE, offset=offset)


def _geojson(asked: Filters) -> str:
    said = {each: _(each.label) for each in (*OrganisationKind, *PartnerRole, *Family)}
    features = [_feature(each, said) for each in actors_.actors(db.session(), asked)]
    drawn = {"type": "FeatureCollection", "features": features}
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))


def _feature(actor: Actor, said: Mapping[StrEnum, str]) -> dict[str, object]:
    spot = None
    if actor.lat is not None and actor.lon is not None:
        spot = {"type": "Point", "coordinates": [round(actor.lon, 6), round(actor.lat, 6)]}
    return {
        "type": "Feature",
        "geometry": spot,
        "properties": {
            "nom": actor.name,
            "type": said[actor.kind],
            "roles": [said[each] for each in actor.roles],
            "familles": [said[each] for each in actor.families],
            "presentation": actor.words,
            "commune": actor.commune,
            "insee": actor.insee,
        },
    }
