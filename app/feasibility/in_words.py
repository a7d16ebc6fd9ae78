"""The feasibility in words: amounts with their unit, what the trail says."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _

from app.base.core.text import N_
from app.base.web import french
from app.base.web.fields import decimal, worked
from app.base.web.french import NB
from app.base.web.telling import Telling
from app.feasibility.rules.years import TONNE_G
from app.feasibility.words import Assumption, Choice, Per, Side

VERBS: Final = {
    "assume": N_("Hypothèse écrite"),
    "forget": N_("Hypothèse retirée"),
    "describe": N_("Marché décrit"),
    "name": N_("Débouché ou concurrent noté"),
    "unname": N_("Débouché ou concurrent retiré"),
    "decide": N_("Décision notée"),
}
LABELS: Final = {
    "assumption": N_("Hypothèse"),
    "per": N_("Compté"),
    "low": N_("Valeur basse"),
    "base": N_("Valeur probable"),
    "high": N_("Valeur haute"),
    "source": N_("Source"),
    "as_of": N_("Date de la source"),
    "prices": N_("Prix du neuf et de l’occasion"),
    "demand": N_("Demande"),
    "space_m2": N_("Surface nécessaire (m²)"),
    "note": N_("Notes"),
    "side": N_("Côté"),
    "organisation_id": N_("Structure"),
    "named": N_("Nom"),
    "choice": N_("Décision"),
    "why": N_("Pourquoi"),
    "decided_by": N_("Décidé par"),
    "decided_on": N_("Décidé le"),
    "review_on": N_("À revoir le"),
    "low_cents": N_("Solde, au plus bas"),
    "base_cents": N_("Solde probable"),
    "high_cents": N_("Solde, au plus haut"),
}
UNITS: Final[Mapping[Assumption, tuple[str, int]]] = {
    Assumption.VOLUME: ("t", TONNE_G),
    Assumption.REUSE: ("%", 10),
    Assumption.WEIGHT: ("kg", 1000),
}
"""What people type, and how many of the stored unit it is; euros unless told."""
KINDS: Final[dict[str, type[Assumption | Per | Side | Choice]]] = {
    "assumption": Assumption,
    "per": Per,
    "side": Side,
    "choice": Choice,
}


def amount(kind: Assumption, value: int) -> str:
    """Return an assumption's amount with its unit."""
    if kind is Assumption.VOLUME:
        return f"{tonnes(value)}"
    if kind is Assumption.REUSE:
        return f"{decimal(value, 10)}{NB}%"
    if kind is Assumption.WEIGHT:
        return french.mass(value)
    if kind is Assumption.WORK:
        return worked(value).replace(" ", NB)
    return french.euros(value)


def number(kind: Assumption, value: int | None) -> str:
    """Return an amount without its unit, for a spreadsheet; nothing for None."""
    if value is None:
        return ""
    if kind is Assumption.WORK:
        return decimal(value * 100 // 60, 100)
    return decimal(value, UNITS[kind][1] if kind in UNITS else 100)


def unit(kind: Assumption) -> str:
    """Return what `number` counts."""
    return "h" if kind is Assumption.WORK else UNITS[kind][0] if kind in UNITS else "€"


def tonnes(grams: int) -> str:
    """Return "12,5 t", or kilograms under a hundred of them."""
    if abs(grams) < TONNE_G // 10:
        return french.mass(grams)
    return f"{decimal((grams + 5000) // 10_000 * 10_000, TONNE_G)}{NB}t"


def hours(minutes: int) -> str:
    """Return "1 240 h", rounded to the hour."""
    grouped = f"{(minutes + 30) // 60:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{grouped}{NB}h"


def money(cents: int) -> str:
    """Return an amount of a year, rounded to the euro, its minus sign before it."""
    rounded = (abs(cents) + 50) // 100 * 100
    said = french.euros(rounded)
    return f"\N{MINUS SIGN}{said}" if cents < 0 and rounded else said


def full_time(hundredths: int) -> str:
    """Return full-time years: "1,5"."""
    return decimal(hundredths, 100)


def _value(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in KINDS:
        return _(KINDS[name](value).label)
    return money(value) if name.endswith("_cents") else str(value)


TELLING = Telling(
    verb=lambda verb: _(VERBS.get(verb, verb)),
    label=lambda name: _(LABELS.get(name, name)),
    value=_value,
)
