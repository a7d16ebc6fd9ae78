"""Home and results: one address, one form, with or without JavaScript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from flask import Blueprint, Response, current_app, request

from app.base import db
from app.base.core import clock
from app.base.web import french
from app.base.web.guards import anyone
from app.base.web.hypermedia import page
from app.base.web.kept import kept
from app.base.web.wording import gettext as _
from app.catalog import queries as catalog
from app.catalog.models import Gesture
from app.config import Settings
from app.finder import queries, reading
from app.finder.queries import Answer, Origin
from app.finder.rules import asking
from app.finder.rules.asking import Asked
from app.finder.rules.results import Filters, Item
from app.finder.views import shown
from app.finder.views.shown import PlaceLine
from app.pickups import queries as pickups
from app.territory import here
from app.territory import queries as territory
from app.territory.rules.links import Link, links
from app.territory.rules.places import Ask, Choice, Decision, Found, Place, Precision, Unknown
from app.territory.rules.readings import Kind, read_place

bp = Blueprint("finder", __name__)
RESULTS: Final = "finder/results.html"
QUESTION: Final = "finder/question.html"


@dataclass(frozen=True)
class Told:
    """What is answered to a search, ready to be drawn."""

    asked: Asked
    template: str
    context: Mapping[str, Any]
    status: int = 200

    @property
    def asks(self) -> bool:
        """Tell whether the form is drawn again."""
        return self.template == QUESTION or bool(self.context["nothing"])


@bp.get("/")
@anyone
def home() -> Response:
    """Ask the one question of the site; "+" comes back here with one more line."""
    now = clock.now()
    asked = replace(_asked(now), problems={})
    form = shown.search_form(asked, now=now, blank="plus" in request.args)
    return page("finder/home.html", swaps=("search-form",), reading=True, form=form)


@bp.get("/points")
@anyone
def search() -> Response:
    """Answer a search: the fewest stops, the list that equals the map, or a question."""
    now = clock.now()
    asked = _asked(now)
    if asked.problems:
        return _question(asked, now, status=422)
    told = _told(asked, now) if _is_personal(asked) else _shared(asked, now)
    form = shown.search_form(told.asked, now=now) if told.asks else None
    return page(
        told.template, status=told.status, reading=True, form=form, **told.context, **_map()
    )


def _is_personal(asked: Asked) -> bool:
    """Tell whether a search says where somebody is: a position or an address is never kept."""
    return asked.has_position or read_place(asked.where).kind is Kind.ADDRESS


def _shared(asked: Asked, now: datetime) -> Told:
    return kept(("answer", asked.address()), lambda: _told(asked, now))


def _told(asked: Asked, now: datetime) -> Told:
    """Return the answer to a search, or the question that it raises."""
    dictionary = kept("dictionary", lambda: catalog.held(db.session()))
    items = reading.items(dictionary, asked)
    decision = _where(asked)
    if isinstance(decision, Ask):
        said = {"items": items, "ask": decision, "links": _links(asked, decision.choices)}
        return Told(asked, QUESTION, said)
    if isinstance(decision, Unknown):
        sentence = decision.reason.text % dict(decision.reason.values)
        unclear = replace(asked, problems={"ou": sentence})
        return Told(unclear, QUESTION, {"items": items}, status=422)
    return Told(asked, RESULTS, _results(asked, items, decision, now))


def _asked(now: datetime) -> Asked:
    return asking.read(dict(request.args.lists()), now=now)


def _where(asked: Asked) -> Decision:
    """Return where the search starts; without a place, the middle of the territory."""
    if asked.has_position:
        return Found(_around(asked))
    if asked.where:
        return here.resolve(asked.where)
    ours = here.territory()
    return Found(_middle(ours.lat, ours.lon))


def _around(asked: Asked) -> Place:
    """Return the place of a browser that said where it is."""
    assert asked.lat is not None
    assert asked.lon is not None
    insee = territory.nearest_commune(db.session(), asked.lat, asked.lon)
    return Place(
        label=_("autour de vous"),
        lat=asked.lat,
        lon=asked.lon,
        insee=insee,
        commune="",
        precision=Precision.ADDRESS,
        approximate=False,
        in_territory=insee in here.territory(),
    )


def _middle(lat: float, lon: float) -> Place:
    return Place(
        label=_territory_name(),
        lat=lat,
        lon=lon,
        insee="",
        commune="",
        precision=Precision.COMMUNE,
        approximate=True,
        in_territory=True,
    )


def _question(asked: Asked, now: datetime, *, status: int) -> Response:
    """Draw the form again with what has to be said before an answer."""
    form = shown.search_form(asked, now=now)
    return page(QUESTION, status=status, reading=True, form=form, items=(), ask=None, links=())


def _results(asked: Asked, items: Sequence[Item], found: Found, now: datetime) -> Mapping[str, Any]:
    """Return what the page of results shows."""
    place = found.place
    known = [item for item in items if item.known]
    codes = reading.codes_of(db.session(), place.insee)
    origin = Origin(place.lat, place.lon, codes)
    filters = queries.filters_of(asked, items, origin)
    nothing = bool(asked.objects) and not known
    answer = (
        Answer(rows=())
        if nothing
        else queries.answer(db.session(), asked, filters, origin, now=now)
    )
    at = asked.at or now
    many = len(known) > 1
    first_page = asked.address(page=1)
    lines = shown.place_lines(answer.rows, known, at, many=many)
    stops = [
        shown.place_line(row, known, at, many=False, leave=shown.names_of(objects, known))
        for row, objects in answer.plan
    ]
    return {
        "asked": asked,
        "items": items,
        "unknown": [item for item in items if not item.known],
        "unsure": [item for item in known if not item.sure],
        "place": place,
        "found": found,
        "links": _links(asked, found.others),
        "when": shown.when_sentence(asked),
        "what": shown.title_of(known or items),
        "nothing": nothing,
        "again": f"/?{first_page}",
        "groups": shown.groups(lines, many=many),
        "stops": stops,
        "orphans": shown.names_of(answer.orphans, known),
        "beyond": _beyond(asked, place, answer),
        "partly": _partly(answer),
        "posted": _posted(asked, filters, known, now),
        "pickup": _pickup(asked, place),
        "pickup_url": f"/enlevements/nouveau?{first_page}",
        "previous": _page_url(asked, asked.page - 1) if asked.page > 1 else "",
        "following": _following(asked, answer),
        "anytime": _url(asked, when="", at=None, page=1) if asked.at else "",
        "wider": _url(asked, kinds=(), wheelchair=False, page=1)
        if asked.kinds or asked.wheelchair
        else "",
        "repair": _repair(asked, known),
    }


def _beyond(asked: Asked, place: Place, answer: Answer) -> str:
    """Return the sentence that says nothing is near, when all that answers lies farther."""
    rows = answer.rows or tuple(row for row, _objects in answer.plan)
    if not rows or min(row.distance_m for row in rows) <= asked.radius_km * 1000:
        return ""
    if not place.in_territory:
        return _(
            "%(place)s est loin de notre territoire, %(ours)s. Voici nos lieux les plus proches.",
            place=place.commune or place.label,
            ours=_territory_name(),
        )
    return _(
        "Rien à moins de %(km)d km. Voici les lieux les plus proches au-delà.", km=asked.radius_km
    )


def _partly(answer: Answer) -> str:
    """Return the sentence that says how far the search looked, when it could not look at all."""
    if not answer.looked_at:
        return ""
    if answer.plan:
        return _(
            "Calculé avec les %(num)d lieux les plus proches pour chaque objet.",
            num=answer.looked_at,
        )
    return _(
        "Nous avons regardé les %(num)d lieux les plus proches. D’autres, plus loin, conviennent "
        "peut-être : retirez un filtre, ou partez d’une autre commune.",
        num=answer.looked_at,
    )


def _territory_name() -> str:
    settings: Settings = current_app.config["REBOND"]
    return settings.territory_name


def _posted(
    asked: Asked, filters: Filters, known: Sequence[Item], now: datetime
) -> list[PlaceLine]:
    """Return the services by post, on the first page of a search for things."""
    if asked.page > 1 or not filters.wanted:
        return []
    cards = kept("by post", lambda: queries.post_cards(db.session(), now=now))
    rows = queries.fitting(cards, filters, now=now)
    return shown.place_lines(rows, known, now, many=len(known) > 1)


def _pickup(asked: Asked, place: Place) -> str:
    """Return the day of the next pickup where we pass, or an empty text."""
    bringing = asked.gesture in {None, Gesture.DONNER, Gesture.DEPOSER}
    if not (bringing and asked.objects and place.insee and place.in_territory):
        return ""
    today = clock.today()
    coming: date | None = kept(
        ("next day", today, place.insee),
        lambda: pickups.next_day(db.session(), place.insee, today=today, now=clock.now()),
    )
    return french.day(coming) if coming else ""


def _repair(asked: Asked, known: Sequence[Item]) -> str:
    """Return the address of the same search for repair: the law's first way."""
    if asked.gesture is not None or not known:
        return ""
    return _url(asked, gesture=Gesture.REPARER, page=1)


def _links(asked: Asked, choices: Sequence[Choice]) -> Sequence[Link]:
    """Return the same search from each of the places that may have been meant."""
    return links("/points", parse_qsl(asked.address()), choices) if choices else ()


def _following(asked: Asked, answer: Answer) -> str:
    if not answer.more or asked.page >= asking.LAST_PAGE:
        return ""
    return _page_url(asked, asked.page + 1)


def _page_url(asked: Asked, number: int) -> str:
    return _url(asked, page=number)


def _url(asked: Asked, **changes: object) -> str:
    return f"/points?{asked.address(**changes)}"


def _map() -> dict[str, Any]:
    settings: Settings = current_app.config["REBOND"]
    return {"tiles": settings.tiles_url, "credit": settings.tiles_credit}
