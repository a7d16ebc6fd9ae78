"""What screens and papers say of a place: facts turned into short French sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.base.core import hours
from app.base.core.text import N_, fold
from app.base.pictures import is_drawn
from app.base.web import french
from app.catalog.models import Audience, Family, Gesture
from app.points.models import Point, Refusal
from app.points.rules import things
from app.points.rules.admission import conditions_of
from app.points.rules.cards import Card

_VERBS = {
    Gesture.DONNER: N_("À donner"),
    Gesture.DEPOSER: N_("À déposer"),
    Gesture.REPARER: N_("À faire réparer"),
    Gesture.ACHETER: N_("À acheter d’occasion"),
}

_LABELS = {
    "ess": "Économie sociale et solidaire",
    "qualirepar": "QualiRépar",
    "reparacteur": "Répar’acteur",
    "refashion": "Refashion",
    "ecosystem": "ecosystem",
    "ecologic": "Ecologic",
    "ecomaison": "Ecomaison",
    "valdelia": "Valdelia",
    "corepile": "Corepile",
    "screlec": "Screlec",
}
"""Names of labels and of producers’ organisations: not translated."""
_AUDIENCES = {
    Audience.ENTREPRISE: N_("Réservé aux entreprises."),
    Audience.TOUS: N_("Ouvert aux habitants et aux entreprises."),
}


@dataclass(frozen=True)
class Deed:
    """What one may do at a place, "à donner ou à acheter", and with what: (family, things)."""

    verbs: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DayLine:
    """One day and what happens on it; `note` says why it is not like others."""

    label: str
    text: str
    note: str
    today: bool
    closed: bool


def takes(offers: Iterable[Sequence[str]]) -> list[Deed]:
    """Return what a place takes: what one may do, with which things; the most things first."""
    gestures: dict[str, set[str]] = {}
    for gesture, thing in offers:
        gestures.setdefault(thing, set()).add(gesture)
    deeds: dict[tuple[Gesture, ...], list[str]] = {}
    for thing in sorted(gestures, key=things.CODES.__getitem__):
        key = tuple(gesture for gesture in _VERBS if gesture in gestures[thing])
        deeds.setdefault(key, []).append(thing)
    order = sorted(deeds, key=lambda key: (-len(deeds[key]), _verbs(key)))
    return [Deed(_verbs(key), _by_family(deeds[key])) for key in order]


def refuses(refusals: Iterable[Sequence[str]], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (thing, why) in words; `names` are those of the objects, by slug."""
    return [(_thing_name(row.thing, names), row.why) for row in (Refusal(*r) for r in refusals)]


def admission(card: Card, residents: Sequence[str]) -> list[str]:
    """Return the conditions of admission, one sentence each; `residents` are names."""
    said = [_(_AUDIENCES[card.audience])] if card.audience in _AUDIENCES else []
    said += [_(reason.sentence, **reason.values) for reason in conditions_of(card)]
    if residents:
        said.append(_("Communes servies : %(places)s.", places=", ".join(residents)))
    return said


def days(
    opening: hours.Hours | None,
    exceptions: Sequence[hours.Exceptional],
    first: date,
    count: int,
) -> list[DayLine]:
    """Return `count` days from `first`, today, exceptions and holidays named."""
    return [
        DayLine(
            label=_day_label(day.date, first),
            text=hours.day_sentence(day, _),
            note=hours.day_note(day, _),
            today=day.date == first,
            closed=day.closed,
        )
        for day in hours.week(opening, exceptions, first, count)
    ]


def _day_label(day: date, first: date) -> str:
    """Return "aujourd’hui", "lundi 23", or "mardi 1er décembre" when a month begins."""
    if day == first:
        return _("aujourd’hui")
    told = french.day(day)
    return told if day.day == 1 else " ".join(told.split()[:2])


def label_name(label: str) -> str:
    """Return the name people know a label by."""
    return _LABELS.get(label, label)


def label_code(typed: str) -> str:
    """Return the code of a label known by its name, else the text itself."""
    names = {fold(name): code for code, name in _LABELS.items()}
    return names.get(fold(typed), typed)


def _by_family(named: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return (family, its things in words) in the catalogue's order."""
    found = []
    for family in Family:
        own = [thing for thing in named if things.family(thing) == family]
        if own:
            found.append((_(family.label), _things(own)))
    return tuple(found)


def _verbs(gestures: Sequence[Gesture]) -> str:
    words = [_(_VERBS[gesture]) for gesture in gestures]
    words[1:] = [word[:1].lower() + word[1:] for word in words[1:]]
    if len(words) == 1:
        return words[0]
    return _("%(first)s ou %(last)s", first=", ".join(words[:-1]), last=words[-1])


def _things(named: Sequence[str]) -> str:
    if any(thing in things.FAMILIES for thing in named):
        return _("tout")
    return " · ".join(_(things.label(thing)) for thing in named)


def _thing_name(thing: str, names: Mapping[str, str]) -> str:
    if thing.startswith(things.OBJECT):
        slug = thing.removeprefix(things.OBJECT)
        return names.get(slug, slug.replace("-", " ").capitalize())
    return _(things.label(thing)) if thing in things.CODES else thing


def photo(point: Point) -> str:
    """Return what stands for a place's photo where it cannot be seen."""
    if is_drawn(point.photo):
        return _("Illustration : %(name)s, lieu fictif", name=point.name)
    return _("Photo : %(name)s", name=point.name)
