"""An object made ready to be shown: templates hold no arithmetic and look nothing up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask_babel import format_date
from flask_babel import gettext as _

from app.base.core.text import N_
from app.base.web import french
from app.catalog import queries as catalog
from app.catalog.models import Battery, CatalogObject, DataBearing, Flow
from app.catalog.queries import Fact
from app.finder.rules import leaving, ways
from app.finder.rules.asking import Asked
from app.finder.rules.ways import Step, Way

LITRE = 1000
"""In millilitres."""

_SEARCHES = {
    Way.REPAIR: N_("Qui répare près de chez vous ?"),
    Way.GIVE: N_("Qui le prend en don ?"),
    Way.SHOP: N_("Quels magasins le reprennent ?"),
    Way.DROP: N_("Où le déposer ?"),
}


@dataclass(frozen=True)
class Told:
    """A legal or practical fact, with the day it was read and where."""

    sentence: str
    note: str
    source: str
    url: str
    read_on: str


@dataclass(frozen=True)
class WayOut:
    """One way of the list, with the search that says where; the law's texts are `folded`."""

    title: str
    sentence: str
    facts: tuple[Told, ...]
    folded: bool
    search: str
    url: str


@dataclass(frozen=True)
class State:
    """What to do while it serves, or once it no longer does."""

    title: str
    advice: str
    ways: tuple[WayOut, ...]


@dataclass(frozen=True)
class Sheet:
    """Everything the page of an object says, but the places."""

    row: CatalogObject
    what: str
    flags: tuple[tuple[str, str, str], ...]
    """(word, kind of tag, icon)."""
    states: tuple[State, State]
    order: Told
    before: str
    never: str
    erasing: tuple[str, ...]
    battery: tuple[str, ...]
    mass: str
    volume: str
    source: str
    source_title: str
    source_url: str
    search_url: str
    pickup_url: str


def sheet(row: CatalogObject, asked: Asked) -> Sheet:
    """Return the page of an object; `asked` is its search, from where the person said."""
    works, broken = ways.headings(row)
    source = catalog.weight_source(row)
    return Sheet(
        row=row,
        what=_what(row),
        flags=tuple(_flags(row)),
        states=(
            State(_(works), _said(row.works), _ways(ways.while_it_works(row), asked)),
            State(_(broken), _said(row.broken), _ways(ways.once_broken(row), asked)),
        ),
        order=_told(catalog.fact("hierarchie")),
        before=_said(row.before),
        never=_said(row.never),
        erasing=tuple(_(step) for step in leaving.erasing(row)),
        battery=tuple(_(step) for step in leaving.battery(row)),
        mass=french.mass(row.mass_g),
        volume=litres(row.volume_ml),
        source=row.weight_source,
        source_title=source.title if source else "",
        source_url=source.url if source else "",
        search_url=_search(asked),
        pickup_url=f"/enlevements/nouveau?{urlencode({'objet': row.name})}",
    )


def litres(volume_ml: int) -> str:
    """Return "0,3 l" or "400 l"."""
    text = f"{volume_ml / LITRE:.1f}" if volume_ml < 10 * LITRE else f"{volume_ml / LITRE:.0f}"
    return text.removesuffix(".0").replace(".", ",") + " l"


def _what(row: CatalogObject) -> str:
    """Return what kind of thing it is, in plain words."""
    if row.flow is None:
        return _(row.subfamily.label)
    if row.flow is Flow.PILES:
        return _(row.flow.label)
    label = _(row.flow.label)
    return _("Appareils électriques usagés (DEEE) : %(flow)s", flow=label[:1].lower() + label[1:])


def _flags(row: CatalogObject) -> list[tuple[str, str, str]]:
    data = {
        DataBearing.YES: _("Garde vos données"),
        DataBearing.POSSIBLE: _("Peut garder vos données"),
    }
    power = {
        Battery.YES: _("Contient une batterie ou des piles"),
        Battery.POSSIBLE: _("Peut contenir une batterie ou des piles"),
    }
    danger = ways.hazard(row)
    found = [(data.get(row.data_bearing, ""), "info", "info")]
    found += [(power.get(row.battery, ""), "warn", "warning")] if row.flow is not Flow.PILES else []
    found += [(_(danger) if danger else "", "bad", "warning")]
    return [flag for flag in found if flag[0]]


def _ways(steps: Sequence[Step], asked: Asked) -> tuple[WayOut, ...]:
    return tuple(
        WayOut(
            title=_(step.title),
            sentence=_(step.sentence),
            facts=tuple(_told(catalog.fact(key)) for key in step.facts),
            folded=step.way is Way.SHOP,
            search=_(_SEARCHES[step.way]),
            url=_search(
                asked, gesture=step.gesture, kinds=(step.kind,) if step.kind else asked.kinds
            ),
        )
        for step in steps
    )


def _search(asked: Asked, **changes: object) -> str:
    return f"/points?{asked.address(**changes)}"


def _told(fact: Fact) -> Told:
    words = _said(fact.sentence), _said(fact.note), _said(fact.source)
    return Told(*words, fact.url, _day(fact.read_on))


def _said(text: str) -> str:
    """Return a text written in data in the reader's language; what staff wrote stays theirs."""
    return _(text) if text else ""


def _day(day: date) -> str:
    """Return "22 novembre 2026"."""
    text = str(format_date(day, "d MMMM y"))
    return text.replace("1 ", "1er ", 1) if day.day == 1 else text
