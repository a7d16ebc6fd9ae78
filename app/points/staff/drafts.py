"""The form of a place and its facts: one into the other, and what two people changed at once."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.base import db
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, slug
from app.points import words
from app.points.forms import SheetForm
from app.points.models import Point, Sheet
from app.points.models.sheet import canonical
from app.points.queries import names
from app.points.rules import things
from app.points.rules.sheets import SheetRefused, read
from app.points.staff import areas, facts_in_words
from app.territory import here

PLAIN: Final = (
    "name",
    "kind",
    "description",
    "address",
    "postcode",
    "lat",
    "lon",
    "access_note",
    "wheelchair",
    "audience",
    "condition",
    "card_needed",
    "appointment",
    "one_for_one",
    "max_quantity",
    "max_volume_l",
    "max_size_cm",
    "surface_m2",
    "hours",
    "first_day",
    "last_day",
    "phone",
    "email",
    "website",
    "siret",
)
"""Fields of the form that hold a fact as it is."""

EDITED: Final = (*PLAIN, "insee", "residents_of", "labels", "offers", "refusals")


@dataclass(frozen=True)
class Change:
    """A fact that somebody else changed meanwhile; `yours` is empty when you did not touch it."""

    label: str
    before: str
    now: str
    yours: str


def fill(form: SheetForm, facts: Mapping[str, Any], only: Collection[str] = EDITED) -> None:
    """Put facts, as JSON values, into the fields of the form."""
    for name in only:
        form[name].data = _shown(name, facts.get(name))


def remember(form: SheetForm, point: Point) -> None:
    """Keep in the form which state of the place it was filled from."""
    facts = Sheet.of(point).facts()
    form.version.data = str(point.version)
    form.was.data = canonical({name: facts[name] for name in EDITED})


def facts_of(form: SheetForm, point: Point | None) -> dict[str, object]:
    """Return the facts that the form holds, as typed.

    Raises RuleBroken for a commune or an object that nobody knows.
    """
    facts: dict[str, object] = {name: form[name].data or "" for name in PLAIN}
    for name in ("card_needed", "appointment", "one_for_one"):
        facts[name] = bool(form[name].data)
    facts["insee"] = (
        areas.commune_code(form.insee.data or "", now=point.insee if point else None) or ""
    )
    facts["residents_of"] = areas.residents_codes(form.residents_of.data or "")
    facts["labels"] = _labels(form.labels.data or "")
    facts["offers"] = form.offers.data or []
    facts["refusals"] = _refusals(form.refusals.data or [])
    return facts


def merge(form: SheetForm, point: Point) -> list[Change]:
    """Take into the form what somebody else changed and this person did not.

    Returns every such change, for the page to show; what both changed stays as typed here.
    """
    now = Sheet.of(point).facts()
    was = _was(form)
    typed = _typed(form, point, now)
    moved = [name for name in EDITED if name in was and was[name] != now[name]]
    own = [name for name in moved if typed.get(name, was[name]) not in (was[name], now[name])]
    fill(form, now, [name for name in moved if name not in own])
    remember(form, point)
    return [
        Change(
            label=facts_in_words.label(name),
            before=facts_in_words.value(name, was[name]),
            now=facts_in_words.value(name, now[name]),
            yours=facts_in_words.value(name, typed[name]) if name in own else "",
        )
        for name in moved
    ]


def put(form: SheetForm, refusal: RuleBroken) -> None:
    """Put every fault of a refused sheet beside its field."""
    faults = refusal.faults if isinstance(refusal, SheetRefused) else (refusal,)
    for fault in faults:
        form.broken(fault)


def _labels(typed: str) -> list[str]:
    parts = [part.strip() for part in typed.split(",")]
    return [words.label_code(part) for part in dict.fromkeys(parts) if part]


def _shown(name: str, value: Any) -> Any:
    """Return a JSON value as its field shows it."""
    match name:
        case "insee":
            return here.commune_label(value)
        case "residents_of":
            return areas.residents_label(list(value or []))
        case "labels":
            return ", ".join(words.label_name(label) for label in value or [])
        case "refusals":
            return [_line(thing, why) for thing, why in value or []]
        case _:
            return "" if value is None else value


def _line(thing: str, why: str) -> list[str]:
    if thing.startswith(things.OBJECT):
        return ["", thing.removeprefix(things.OBJECT), why]
    return [thing, "", why]


def _refusals(rows: list[list[str]]) -> list[list[str]]:
    objects = [slug(thing) for _thing, thing, _why in rows if thing]
    known = names.of_objects(db.session(), objects) if objects else {}
    for _thing, thing, _why in rows:
        if thing and slug(thing) not in known:
            sentence = N_("« %(thing)s » n’est pas dans le dictionnaire des objets.")
            raise RuleBroken(sentence, field="refusals", thing=thing[:60])
    return [[f"{things.OBJECT}{slug(one)}" if one else thing, why] for thing, one, why in rows]


def _was(form: SheetForm) -> dict[str, Any]:
    """Return the facts the form was filled from; a forged value is as good as none."""
    try:
        was = json.loads(form.was.data or "{}")
        return dict(read({"name": "-", "kind": "borne"} | was).facts()) if was else {}
    except (ValueError, TypeError, RuleBroken):
        return {}


def _typed(form: SheetForm, point: Point, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form says in the shape of a sheet, as far as it can be read."""
    try:
        return read({**now, **facts_of(form, point)}).facts()
    except RuleBroken:
        return {}
