"""Answers made ready to be shown: templates hold no arithmetic and look nothing up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import get_template_attribute

from app.base.core import clock, hours
from app.base.core.text import N_
from app.base.web import french
from app.base.web.kept import kept
from app.base.web.wording import gettext as _
from app.catalog.models import Audience, Family, Gesture
from app.finder.rules import asking, moments
from app.finder.rules.asking import Asked
from app.finder.rules.results import Item, Row
from app.points.models import PointKind
from app.points.rules.covers import LIMIT

_VERBS = {
    Gesture.REPARER: N_("répare"),
    Gesture.DONNER: N_("prend en don"),
    Gesture.DEPOSER: N_("reprend"),
    Gesture.ACHETER: N_("vend d’occasion"),
}
_Said = dict[tuple[object, ...], str]
"""Sentences of this list, by what they say."""
_STATES = {
    hours.State.OPEN: "good",
    hours.State.CLOSED: "bad",
    hours.State.UNKNOWN: "warn",
}


class PlaceLine(NamedTuple):
    """One place of the list, and of the map."""

    name: str
    url: str
    kind: str
    commune: str
    far: str
    status: str
    state: str
    does: str
    whole: bool
    """It takes all the things asked."""
    conditions: tuple[str, ...]
    warnings: tuple[str, ...]
    lat: float | None
    lon: float | None
    leave: str = ""
    """What to leave there, when it is a stop of the plan."""


@dataclass(frozen=True)
class ClosedLists:
    """The choices that are the same for everybody: (value, words)."""

    families: tuple[tuple[str, str], ...]
    gestures: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    audiences: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SearchForm:
    """The search as its form shows it again: everything typed is kept."""

    asked: Asked
    objects: tuple[str, ...]
    whens: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, str], ...]
    gestures: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    radii: tuple[tuple[str, str], ...]
    audiences: tuple[tuple[str, str], ...]
    problems: dict[str, str]
    refined: bool
    limit: int = LIMIT

    @property
    def choices(self) -> str:
        """Return when and the finer choices as HTML, drawn once for all searches alike."""
        asked = self.asked
        finer = (asked.gesture, asked.thing, asked.radius_km, asked.audience, asked.kinds)
        alike = (self.whens, asked.when, finer, asked.wheelchair, *self.problems.items())
        return kept(("choices", *alike), lambda: _drawn_choices(self))


def _drawn_choices(form: SearchForm) -> str:
    drawn: str = get_template_attribute("finder/search_choices.html", "choices")(form)
    return drawn


def search_form(asked: Asked, *, now: datetime, blank: bool = False) -> SearchForm:
    """Return the form of a search; `blank` adds an empty line for one more thing."""
    objects = asked.objects or ("",)
    if blank and len(objects) < LIMIT:
        objects = (*objects, "")
    closed = kept("closed lists", _closed_lists)
    return SearchForm(
        asked=asked,
        objects=objects,
        whens=tuple(_whens(asked, now)),
        families=closed.families,
        gestures=closed.gestures,
        kinds=closed.kinds,
        audiences=closed.audiences,
        radii=tuple((str(km), f"{km} km") for km in _radii(asked.radius_km)),
        problems={name: _(sentence) for name, sentence in asked.problems.items()},
        refined=_is_refined(asked),
    )


def _closed_lists() -> ClosedLists:
    return ClosedLists(
        families=(("", _("Toutes")), *((f.value, _(f.label)) for f in Family)),
        gestures=(
            ("", _("M’en séparer (donner ou déposer)")),
            *((g.value, _(g.label)) for g in Gesture),
        ),
        kinds=tuple((k.value, _(k.label)) for k in PointKind),
        audiences=tuple((a.value, _(a.label)) for a in Audience if a is not Audience.TOUS),
    )


def place_lines(
    rows: Sequence[Row], items: Sequence[Item], at: datetime, *, many: bool
) -> list[PlaceLine]:
    """Return places as lines; what many of them share is put in words once."""
    said: _Said = {}
    return [place_line(row, items, at, many=many, said=said) for row in rows]


def place_line(  # noqa: PLR0913 - the place, what is asked, when, and what is already in words
    row: Row,
    items: Sequence[Item],
    at: datetime,
    *,
    many: bool,
    leave: str = "",
    said: _Said | None = None,
) -> PlaceLine:
    """Return a place as a line; with several things, which of them it takes."""
    said = {} if said is None else said
    card = row.card
    return PlaceLine(
        name=card.name,
        url=f"/points/{card.slug}",
        kind=_(card.kind.label),
        commune=card.commune,
        far=french.distance(row.distance_m) if card.lat is not None else "",
        status=_status(row, at, said),
        state=_STATES[row.status.state],
        does=_does(row, items, said, many=many),
        whole=len(row.takes) == len(items),
        conditions=tuple(_(r.sentence, **r.values) for r in row.conditions),
        warnings=tuple(_(state.kind.label) for state in card.states),
        lat=card.lat,
        lon=card.lon,
        leave=leave,
    )


def groups(lines: Sequence[PlaceLine], *, many: bool) -> list[tuple[str, list[PlaceLine]]]:
    """Return the list in its order, cut under the titles it needs when several things are asked.

    The places that take everything come first, even farther: their title says why.
    """
    if not many:
        return [("", list(lines))] if lines else []
    whole = [line for line in lines if line.whole]
    partly = [line for line in lines if not line.whole]
    titled = [
        (_("D’autres lieux qui prennent tout"), whole),
        (_("Des lieux qui en prennent une partie"), partly),
    ]
    return [(title, some) for title, some in titled if some]


def names_of(positions: Sequence[int], items: Sequence[Item]) -> str:
    """Return "écran et vélo" for the things at `positions`."""
    return listed([inside(items[n].name) for n in positions])


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: "écran plat", but "CD"."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def title_of(items: Sequence[Item]) -> str:
    """Return "Écran et vélo", the head of an answer."""
    text = listed([inside(item.name) for item in items])
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str]) -> str:
    """Return "a, b et c"."""
    if len(words) < 2:  # noqa: PLR2004 - one word, or none
        return "".join(words)
    return _("%(first)s et %(last)s", first=", ".join(words[:-1]), last=words[-1])


def when_sentence(asked: Asked) -> str:
    """Return when somebody goes, as the head of the answer says it."""
    if asked.at is None:
        return ""
    if asked.when == moments.NOW:
        return _("maintenant")
    return french.moment(asked.at)


def _status(row: Row, at: datetime, said: _Said) -> str:
    """Return whether the place is open; a collection says its days, the post has no door."""
    if row.card.kind is PointKind.POST:
        return ""
    first, last = row.card.first_day, row.card.last_day
    if first is not None and last is not None and first > clock.local(at).date():
        if first == last:
            return _("Collecte %(day)s", day=french.day(first))
        return _(
            "Collecte du %(first)s au %(last)s", first=french.day(first), last=french.day(last)
        )
    minute = at.replace(second=0, microsecond=0)
    if row.card.exceptions or row.card.states or first or last:
        return hours.status_sentence(row.status, minute, _)
    usual = ("status", row.card.hours_text, minute)
    if usual not in said:
        said[usual] = kept(usual, lambda: hours.status_sentence(row.status, minute, _))
    return said[usual]


def _does(row: Row, items: Sequence[Item], said: _Said, *, many: bool) -> str:
    """Return "prend en don : écran"; nothing for what goes without saying."""
    gestures = row.gestures
    if gestures not in said:
        said[gestures] = _verbs(gestures)
    verbs = said[gestures]
    if many and 0 < len(row.takes) < len(items):
        things = names_of(row.takes, items)
        return _("%(verbs)s\u00a0: %(things)s", verbs=verbs, things=things)
    obvious = (Gesture.REPARER,) if row.card.kind is PointKind.REPAIRER else (Gesture.DEPOSER,)
    return "" if gestures == obvious else verbs


def _verbs(gestures: Sequence[Gesture]) -> str:
    return listed([_(_VERBS[gesture]) for gesture in gestures])


def _whens(asked: Asked, now: datetime) -> list[tuple[str, str]]:
    here = clock.local(now)
    offered = kept(("half days", here.date(), here.hour), lambda: _half_days(now))
    known = {"", moments.NOW, *(value for value, _label in offered)}
    chosen = (
        [] if asked.when in known or asked.at is None else [(asked.when, french.moment(asked.at))]
    )
    return [("", _("Peu importe")), (moments.NOW, _("Maintenant")), *chosen, *offered]


def _half_days(now: datetime) -> list[tuple[str, str]]:
    return [(moments.written(at), _half_day(at, now)) for at in moments.choices(now)]


def _half_day(at: datetime, now: datetime) -> str:
    days = (at.date() - clock.local(now).date()).days
    part = _("matin") if at.hour < 12 else _("après-midi")  # noqa: PLR2004 - noon
    if days == 0:
        return _("Aujourd’hui, %(part)s", part=part)
    if days == 1:
        return _("Demain, %(part)s", part=part)
    return f"{french.day(at.date()).capitalize()}, {part}"


def _radii(chosen: int) -> list[int]:
    return sorted({*asking.RADII_KM, chosen})


def _is_refined(asked: Asked) -> bool:
    """Tell whether a filter beyond what, where and when is set."""
    return bool(
        asked.thing
        or asked.gesture
        or asked.kinds
        or asked.wheelchair
        or asked.audience is not Audience.MENAGE
        or asked.radius_km != asking.RADIUS_KM
    )
