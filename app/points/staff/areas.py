"""Communes as staff type them, and the codes that a place keeps."""

import re

from app.base import db
from app.base.core.text import fold
from app.points.queries import names
from app.points.rules.sheets import EPCI, INSEE
from app.territory import here

_CODE = re.compile(r"\((\w{5}|\d{9})\)$")
MOST = 300


def commune_code(typed: str, *, now: str | None) -> str | None:
    """Return the INSEE code that staff mean; `now` is the place's, kept when its label is.

    Raises RuleBroken (field "insee") when the text is no commune or several.
    """
    text = typed.strip()
    if not text:
        return None
    if now is not None and text == here.commune_label(now):
        return now
    if INSEE.fullmatch(text.upper()):
        return text.upper()
    return here.commune_meant(text, "insee")


def residents_label(codes: list[str]) -> str:
    """Return areas as the form shows them: `Montargis (45208), CC des Loges (244500427)`."""
    named = names.of_areas(db.session(), codes) if codes else {}
    return ", ".join(f"{name.replace(',', ' ')} ({code})" for code, name in named.items())


def residents_codes(typed: str) -> list[str]:
    """Return the codes of areas separated by commas; raises RuleBroken (field "residents_of")."""
    parts = [part.strip() for part in typed.split(",")][:MOST]
    return list(dict.fromkeys(_area(part) for part in parts if part))


def _area(text: str) -> str:
    """Return the code of one area; a name beside a code must be that of the code.

    `Montargis (45200)` carries a postcode, which is another commune's code.
    """
    bracketed = _CODE.search(text)
    code = (bracketed[1] if bracketed else text).upper()
    if not (EPCI.fullmatch(code) or INSEE.fullmatch(code)):
        return here.commune_meant(text, "residents_of")
    name = names.of_areas(db.session(), [code])[code]
    typed = text[: bracketed.start()] if bracketed else ""
    known = name != code and fold(typed) in {"", fold(name)}
    return code if known else here.commune_meant(text, "residents_of")
