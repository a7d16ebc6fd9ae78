"""Values as people type them: tidied, and when they have the wrong shape, why in French."""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Final

from pydantic_core import ErrorDetails

from app.base.core import text
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

LA_POSTE: Final = "356000000"
"""The one company whose establishments' numbers do not follow Luhn but sum to 5 × n."""


_LINES = frozenset({"description", "access_note"})
_DEGREES = frozenset({"lat", "lon"})
_WITHOUT_SPACES = frozenset({"siret", "insee", "postcode", "residents_of"})
CODES: Final = {
    "postcode": N_("Un code postal a cinq chiffres."),
    "insee": N_("Un code de commune ressemble à 45208."),
    "siret": N_("Ce SIRET est faux : vérifiez ses 14 chiffres."),
}
"""What a code looks like, said whatever is wrong with it."""
_SHAPES = {
    "missing": N_("Cette information est nécessaire."),
    "extra_forbidden": N_("Cette information n’existe pas dans une fiche."),
    "enum": N_("Choisissez une des valeurs proposées."),
    "string_too_long": N_("Ce texte dépasse %(max_length)d caractères."),
    "bool_parsing": N_("Répondez par oui ou par non."),
    "bool_type": N_("Répondez par oui ou par non."),
    "date_from_datetime_parsing": N_("Écrivez la date ainsi : 2026-12-31."),
    "date_parsing": N_("Écrivez la date ainsi : 2026-12-31."),
    "int_parsing": N_("Écrivez un nombre entier."),
    "int_from_float": N_("Écrivez un nombre entier."),
    "int_parsing_size": N_("Ce nombre est trop grand."),
    "float_parsing": N_("Écrivez un nombre, par exemple 47.99802."),
}


def phone(typed: str) -> str:
    """Return a French number as people write it, `02 61 91 00 00`; others as typed."""
    digits = re.sub(r"[\s.\-()/]", "", typed)
    digits = re.sub(r"^(\+33|0033)0?(?=[1-9][0-9]{8}$)", "0", digits)
    if re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return " ".join(digits[n : n + 2] for n in range(0, 10, 2))
    return digits if re.fullmatch(r"\+?[0-9]+", digits) else typed


def siret_holds(siret: str) -> bool:
    """Tell whether 14 digits carry their key (Luhn; La Poste's sum to a multiple of 5)."""
    if not re.fullmatch(r"[0-9]{14}", siret):
        return False
    if siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0:
        return True
    doubled = (int(sign) * (2 if n % 2 == 0 else 1) for n, sign in enumerate(siret))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004


def tidy(facts: Mapping[str, object]) -> dict[str, object]:
    """Return facts as they are kept: text cleaned, an empty text where it says unknown."""
    kept = {name: _tidied(name, value) for name, value in facts.items()}
    return {name: value for name, value in kept.items() if value != "" or name == "name"}


def _tidied(name: str, value: object) -> object:
    if name in _DEGREES:
        return _degrees(value)
    if isinstance(value, list | tuple):
        return tuple(_tidied(name, part) for part in value)
    return _tidy_text(name, value) if isinstance(value, str) else value


def _tidy_text(name: str, value: str) -> str:
    kept = text.clean(value, limit=100_000, lines=name in _LINES)
    if name == "phone":
        return phone(kept)
    if name in _WITHOUT_SPACES:
        return kept.replace(" ", "").upper()
    if name == "website" and re.match(r"(www\.)?[\w-]+(\.[\w-]+)+(/|$)", kept):
        return f"https://{kept}"
    return kept


def _degrees(value: object) -> object:
    """Return a latitude or longitude, typed with a point or a comma, to six decimals."""
    try:
        degrees = float(str(value).strip().replace(",", "."))
    except ValueError:
        return value
    return round(degrees, 6) if isfinite(degrees) else "-"


def fault_of(detail: ErrorDetails) -> RuleBroken:
    """Return the French fault for what pydantic found."""
    field = str(detail["loc"][0])
    if field in CODES:
        return RuleBroken(CODES[field], field=field)
    sentence = _SHAPES.get(detail["type"], N_("Cette valeur ne se lit pas."))
    return RuleBroken(sentence, field=field, **detail.get("ctx", {}))
