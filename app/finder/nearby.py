"""The nearest place that takes what a van does not fetch, as one sentence."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Flask
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.web import french
from app.catalog import queries as catalog
from app.finder import queries, reading
from app.finder.queries import Origin
from app.finder.rules import asking
from app.pickups import nearby
from app.territory import queries as territory


def init_app(app: Flask) -> None:
    """Answer the pickups' question."""
    nearby.register(app, nearest)


def nearest(names: Sequence[str], insee: str) -> str:
    """Return "Le plus proche qui le prend : la ressourcerie X, à 2 km.", or an empty text."""
    now = clock.now()
    commune = territory.commune(db.session(), insee)
    if commune is None or not names:
        return ""
    asked = replace(asking.read({}, now=now), objects=tuple(names[:1]))
    items = reading.items(catalog.held(db.session()), asked)
    if not any(item.known for item in items):
        return ""
    origin = Origin(*commune.centre, reading.codes_of(db.session(), insee))
    filters = queries.filters_of(asked, items, origin)
    found = queries.answer(db.session(), asked, filters, origin, now=now)
    if not found.rows:
        return ""
    row = found.rows[0]
    return _(
        "Le plus proche qui prend « %(thing)s » : %(place)s, à %(distance)s.",
        thing=items[0].name,
        place=row.card.name,
        distance=french.distance(row.distance_m).removeprefix("à "),
    )
