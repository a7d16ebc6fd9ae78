"""What screens and papers say of a place: facts turned into short French sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.base.core import hours
from app.base.core.text import N_
from app.base.web import french
from app.catalog.models import Audience, Family, Gesture
from app.points.models import Offer, Refusal
from app.points.rules import things
from app.points.rules.admission import conditions_of
from app.points.rules.cards import Card

_VERBS = {
    Gesture.DONNER: N_("à donner"),
    Gesture.DEPOSER: N_("à déposer"),
    Gesture.REPARER: N_("à faire réparer"),
    Gesture.ACHETER: N_("à acheter d’occasion"),
}

_AUDIENCES = {
    Audience.ENTREPRISE: N_("Réservé aux entreprises."),
    Audience.TOUS: N_("Ouvert aux habitants et aux entreprises."),
}


@dataclass(frozen=True)
class FamilyLine:
    """What a place does with one family: pairs of (what one may do, with what)."""

    family: Family
    label: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DayLine:
    """One day and what happens on it; `note` says why it is not like others."""

    label: str
    text: str
    note: str
    today: bool
    closed: bool


def takes(offers: Iterable[Sequence[str]]) -> list[FamilyLine]:
    """Return what a place takes, by family, in the catalogue's order."""
    given = [Offer(Gesture(gesture), thing) for gesture, thing in offers]
    lines = []
    for family in Family:
        entries = _entries([offer for offer in given if things.family(offer.thing) == family])
        if entries:
            lines.append(FamilyLine(family, _(family.label), entries))
    return lines


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
            label=_("aujourd’hui") if day.date == first else french.day(day.date),
            text=hours.day_sentence(day, _),
            note=hours.day_note(day, _),
            today=day.date == first,
            closed=day.closed,
        )
        for day in hours.week(opening, exceptions, first, count)
    ]


def _entries(offers: Sequence[Offer]) -> tuple[tuple[str, str], ...]:
    """Return the things with the same gestures together, said once."""
    gestures: dict[str, list[Gesture]] = {}
    for gesture, thing in offers:
        gestures.setdefault(thing, []).append(gesture)
    groups: dict[tuple[Gesture, ...], list[str]] = {}
    for thing in sorted(gestures, key=things.CODES.__getitem__):
        key = tuple(each for each in _VERBS if each in gestures[thing])
        groups.setdefault(key, []).append(thing)
    return tuple((_verbs(key), _things(named)) for key, named in groups.items())


def _verbs(gestures: Sequence[Gesture]) -> str:
    words = [_(_VERBS[gesture]) for gesture in gestures]
    if len(words) == 1:
        return words[0]
    return _("%(first)s ou %(last)s", first=", ".join(words[:-1]), last=words[-1])


def _things(named: Sequence[str]) -> str:
    if any(thing in things.FAMILIES for thing in named):
        return _("tout")
    words = [_(things.label(thing)) for thing in named]
    return " · ".join(words)


def _thing_name(thing: str, names: Mapping[str, str]) -> str:
    if thing.startswith(things.OBJECT):
        slug = thing.removeprefix(things.OBJECT)
        return names.get(slug, slug.replace("-", " ").capitalize())
    return _(things.label(thing)) if thing in things.CODES else thing
