"""The dictionary for everybody: found by word, by letter, by family; one page an object."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.text import clean, slug
from app.base.web.guards import anyone
from app.base.web.hypermedia import READING, page
from app.catalog import queries as catalog
from app.catalog.models import CatalogObject, Family
from app.finder import directory, queries, reading
from app.finder.queries import Origin
from app.finder.rules import asking, elsewhere
from app.finder.rules.asking import Asked
from app.finder.rules.results import Item
from app.finder.views import object_shown, shown
from app.points.rules import things
from app.territory import here
from app.territory.rules.links import Link
from app.territory.rules.places import Ask, Choice, Found, Unknown

bp = Blueprint("objects", __name__)
A_WHILE = "public, max-age=300"
"""The words of the dictionary change rarely; a late suggestion harms nobody."""
SUGGESTED = 8
HITS = 12
NEAREST = 5
LARGE = 60
"""Above this a family's page shows its sorts, not two hundred links."""


@bp.get("/objets")
@anyone
def index() -> Response:
    """Show the dictionary: what a word finds, a family, a letter, or the ways in."""
    names = directory.directory(db.session())
    typed = clean(request.args.get("q", ""), limit=asking.WORDS)
    letter = _letter()
    family = _family()
    return page(
        "finder/objects/index.html",
        reading=True,
        typed=typed,
        letters=_letters(names, letter),
        letter=letter,
        under=names.under(letter) if letter else (),
        family=family,
        **_in_family(names, family),
        families=[(each, _(each.label), n) for each, n in _counted(names)],
        total=len(names.names),
        **(_found(typed) if typed else {}),
    )


@bp.get("/objets/suggestions")
@anyone
def suggestions() -> Response:
    """Return the options of a field "Quel objet ?" for what is typed so far."""
    typed = clean(request.args.get("objet", ""), limit=asking.WORDS)
    hits = catalog.index(db.session()).search(typed, SUGGESTED, typing=True) if typed else []
    response = page("finder/_object_suggestions.html", objects_found=[hit.name for hit in hits])
    response.headers["Cache-Control"] = A_WHILE
    return response


@bp.get("/objets/<address>")
@anyone
def show(address: str) -> Response:
    """Show what to do with an object, and with `?ou=` the places near that take it."""
    row = catalog.by_slug(db.session(), address) if slug(address) == address else None
    if row is None or row.retired:
        return _astray(address)
    now = clock.now()
    asked = asking.read({"ou": request.args.getlist("ou")}, now=now)
    asked = replace(asked, objects=(row.name,))
    near = _near(row, asked, now)
    return page(
        "finder/objects/show.html",
        status=422 if near.get("problem") else 200,
        reading=True,
        asked=asked,
        also=catalog.synonyms(db.session(), row.id)[:HITS],
        sheet=object_shown.sheet(row, asked),
        **near,
    )


def _astray(address: str) -> Response:
    """Lead to the object an address means, else say so and propose the search."""
    words = clean(address, limit=asking.WORDS).replace("-", " ")
    index = catalog.index(db.session())
    hits = index.search(words, SUGGESTED)
    if hits and (slug(words) == hits[0].slug or index.knows(words)):
        response: Any = redirect(url_for(".show", address=hits[0].slug), 301)
        response.headers["Cache-Control"] = READING
        return response
    return page("finder/objects/missing.html", status=404, words=words, hits=hits)


def _near(row: CatalogObject, asked: Asked, now: datetime) -> dict[str, Any]:
    """Return the nearest places, or the question or the sentence that "Où ?" calls for."""
    if asked.problems:
        return {"problem": _(asked.problems["ou"])}
    if not asked.where:
        return {}
    decision = here.resolve(asked.where)
    if isinstance(decision, Unknown):
        return {"problem": _(decision.reason.text, **decision.reason.values)}
    if isinstance(decision, Ask):
        return {"ask": decision, "links": [_link(row, one) for one in decision.choices]}
    others = [_link(row, one) for one in decision.others]
    return {"found": decision, "links": others, **_places(row, asked, decision, now)}


def _places(row: CatalogObject, asked: Asked, found: Found, now: datetime) -> dict[str, Any]:
    item = Item(typed=row.name, name=row.name, slug=row.slug, thing=things.of(row.subfamily))
    place = found.place
    origin = Origin(place.lat, place.lon, reading.codes_of(db.session(), place.insee))
    filters = queries.filters_of(asked, [item], origin)
    answer = queries.answer(db.session(), asked, filters, origin, now=now)
    rows = answer.rows[:NEAREST]
    return {
        "lines": shown.place_lines(rows, [item], now, many=False),
        "far": bool(rows) and rows[0].distance_m > asked.radius_km * 1000,
    }


def _link(row: CatalogObject, choice: Choice) -> Link:
    return Link(choice, f"{url_for('.show', address=row.slug, ou=choice.value)}#pres")


def _found(typed: str) -> dict[str, Any]:
    """Return what the search answers for a text, and where it goes when nobody takes it."""
    index = catalog.index(db.session())
    hits = index.search(typed, HITS)
    kind = index.outside(typed) if not hits else None
    return {
        "hits": hits,
        "guess": bool(hits) and hits[0].guess,
        "outside": _(elsewhere.sentence(kind)) if kind else "",
    }


def _letter() -> str:
    letter = request.args.get("lettre", "")
    return letter if len(letter) == 1 and letter in directory.LETTERS + directory.FIGURES else ""


def _family() -> Family | None:
    value = request.args.get("famille", "")
    return Family(value) if value in Family.__members__.values() else None


def _in_family(names: directory.Directory, family: Family | None) -> dict[str, Any]:
    """Return the objects of a family by sort; a large family shows its sorts first."""
    groups = names.of_family(family) if family else []
    chosen = [(sub, under) for sub, under in groups if sub == request.args.get("sorte")]
    if chosen or sum(len(under) for _sub, under in groups) <= LARGE:
        return {"groups": chosen or groups, "sorts": ()}
    sorts = [
        (_(sub.label), f"/objets?famille={family}&sorte={sub}", len(under)) for sub, under in groups
    ]
    return {"groups": (), "sorts": sorts}


def _letters(names: directory.Directory, chosen: str) -> list[tuple[str, str, bool]]:
    """Return (letter, its address or "", whether it is shown) for the row of letters."""
    filled = names.letters
    every = directory.LETTERS + (directory.FIGURES if directory.FIGURES in filled else "")
    return [
        (one.upper(), f"/objets?lettre={one}" if one in filled else "", one == chosen)
        for one in every
    ]


def _counted(names: directory.Directory) -> list[tuple[Family, int]]:
    counts = names.counts()
    return [(family, counts[family]) for family in Family if family in counts]
