"""What is wrong with a sheet, in French."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from pydantic import ValidationError

from app.base.core import hours
from app.base.core.emails import is_email
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.points.models import PointKind, Sheet
from app.points.models.sheet import FIELDS
from app.points.rules import things
from app.points.rules.shapes import CODES, fault_of, siret_holds, tidy

INSEE: Final = re.compile(r"([0-9]{2}|2[AB])[0-9]{3}")
EPCI: Final = re.compile(r"[0-9]{9}")
POSTCODE: Final = re.compile(r"[0-9]{5}")
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WEBSITE: Final = re.compile(r"https?://[^\s/?#@\"<>]+\.[^\s\"<>]+")
PHONE: Final = re.compile(r"\+[0-9]{6,15}|0[1-9]( [0-9]{2}){4}|[0-9]{2,6}")

LONGEST_LINE: Final = 200
_LONGEST_LISTS = {"offers": 200, "refusals": 100, "residents_of": 500, "labels": 30}


class SheetRefused(RuleBroken):
    """A sheet with one fault or several; itself it says the first one."""

    def __init__(self, faults: Sequence[RuleBroken]) -> None:
        first = faults[0]
        super().__init__(first.sentence, field=first.field, **first.values)
        self.faults = tuple(faults)


def read(facts: Mapping[str, object], *, today: date | None = None) -> Sheet:
    """Return the sheet that `facts` (JSON or Python values, text as typed) describe.

    Missing fields are unknown. Raises SheetRefused with every fault, each on its field.
    """
    try:
        sheet = Sheet.model_validate(tidy(facts))
    except ValidationError as error:
        raise SheetRefused([fault_of(detail) for detail in error.errors()]) from None
    found = faults(sheet, today=today)
    if found:
        raise SheetRefused(found)
    return sheet


def faults(sheet: Sheet, *, today: date | None = None) -> list[RuleBroken]:
    """Return what is wrong with a sheet whose shapes are right, in the order of its fields."""
    found = [*_of_place(sheet), *_of_codes(sheet), *_of_things(sheet), *_of_contact(sheet)]
    found += [*_of_days(sheet, today), *_of_sizes(sheet)]
    return sorted(found, key=lambda fault: FIELDS.index(str(fault.field)))


def _of_place(sheet: Sheet) -> Iterator[RuleBroken]:
    if not sheet.name:
        yield RuleBroken(N_("Donnez un nom à ce lieu."), field="name")
    if sheet.lat is None and sheet.lon is None:
        if sheet.kind is not PointKind.POST:
            yield RuleBroken(N_("Indiquez la position de ce lieu."), field="lat")
        return
    yield from _of_degrees("lat", sheet.lat, 90, N_("La latitude va de -90 à 90."))
    yield from _of_degrees("lon", sheet.lon, 180, N_("La longitude va de -180 à 180."))
    if sheet.lat == 0 and sheet.lon == 0:
        sentence = N_("La position 0, 0 est en mer : indiquez celle de ce lieu.")
        yield RuleBroken(sentence, field="lat")


def _of_degrees(name: str, value: float | None, limit: int, sentence: str) -> Iterator[RuleBroken]:
    if value is None:
        yield RuleBroken(N_("Il manque la latitude ou la longitude."), field=name)
    elif not -limit <= value <= limit:
        yield RuleBroken(sentence, field=name)


def _of_codes(sheet: Sheet) -> Iterator[RuleBroken]:
    if sheet.postcode and not POSTCODE.fullmatch(sheet.postcode):
        yield RuleBroken(CODES["postcode"], field="postcode")
    if sheet.insee and not INSEE.fullmatch(sheet.insee):
        yield RuleBroken(CODES["insee"], field="insee")
    if sheet.siret and not siret_holds(sheet.siret):
        yield RuleBroken(CODES["siret"], field="siret")
    for code in sheet.residents_of:
        if not INSEE.fullmatch(code) and not EPCI.fullmatch(code):
            sentence = N_("« %(code)s » n’est ni une commune ni une intercommunalité.")
            yield RuleBroken(sentence, field="residents_of", code=code[:20])


def _of_things(sheet: Sheet) -> Iterator[RuleBroken]:
    if not sheet.offers:
        yield RuleBroken(N_("Indiquez ce que ce lieu prend, répare ou vend."), field="offers")
    for _gesture, thing in sheet.offers:
        if thing == things.ANY or thing not in things.CODES:
            sentence = N_("« %(thing)s » n’est pas une famille d’objets.")
            yield RuleBroken(sentence, field="offers", thing=thing[:40])
    for thing, why in sheet.refusals:
        if not _refusable(thing):
            sentence = N_("« %(thing)s » n’est ni une famille ni un objet.")
            yield RuleBroken(sentence, field="refusals", thing=thing[:40])
        if not why.strip():
            yield RuleBroken(N_("Dites pourquoi ce lieu refuse cet objet."), field="refusals")


def _refusable(thing: str) -> bool:
    if thing.startswith(things.OBJECT):
        return bool(SLUG.fullmatch(thing.removeprefix(things.OBJECT)))
    return thing != things.ANY and thing in things.CODES


def _of_contact(sheet: Sheet) -> Iterator[RuleBroken]:
    if sheet.hours:
        try:
            hours.read(sheet.hours)
        except hours.HoursError as error:
            yield error
    if sheet.phone and not PHONE.fullmatch(sheet.phone):
        yield RuleBroken(N_("Écrivez le téléphone ainsi : 02 38 00 00 00."), field="phone")
    if sheet.email and not is_email(sheet.email):
        yield RuleBroken(N_("Écrivez l’adresse e-mail ainsi : nom@exemple.fr."), field="email")
    if sheet.website and not WEBSITE.fullmatch(sheet.website):
        sentence = N_("L’adresse du site commence par https:// ou http://.")
        yield RuleBroken(sentence, field="website")


def _of_days(sheet: Sheet, today: date | None) -> Iterator[RuleBroken]:
    first, last = sheet.first_day, sheet.last_day
    if sheet.kind is PointKind.TEMPORARY and (first is None or last is None):
        field = "first_day" if first is None else "last_day"
        yield RuleBroken(
            N_("Une collecte temporaire a un premier et un dernier jour."), field=field
        )
    if first and last and last < first:
        yield RuleBroken(N_("Le dernier jour vient avant le premier."), field="last_day")
    if today and sheet.checked_on and sheet.checked_on > today:
        yield RuleBroken(N_("Cette vérification est datée du futur."), field="checked_on")


def _of_sizes(sheet: Sheet) -> Iterator[RuleBroken]:
    for name, limit in _LONGEST_LISTS.items():
        if len(getattr(sheet, name)) > limit:
            yield RuleBroken(N_("Pas plus de %(limit)d lignes."), field=name, limit=limit)
    if any(len(why) > LONGEST_LINE for _thing, why in sheet.refusals):
        yield RuleBroken(N_("Ce motif est trop long."), field="refusals")
    if any(len(label) > LONGEST_LINE for label in sheet.labels):
        yield RuleBroken(N_("Ce label est trop long."), field="labels")
    limit = 1_000_000
    for name in ("max_quantity", "max_volume_l", "max_size_cm", "surface_m2"):
        value = getattr(sheet, name)
        if value is not None and not 0 < value <= limit:
            yield RuleBroken(N_("Écrivez un nombre entre 1 et 1 000 000."), field=name)
