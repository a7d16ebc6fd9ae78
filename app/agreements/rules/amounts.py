"""Quantities as people type them, and as they are stored."""

import re
from typing import Final

from app.agreements.models import Counted
from app.agreements.rules.phrases import SCALES

_NUMBER: Final = re.compile(r"(\d{1,9})(?:[.,](\d{1,3}))?")
_HOURS: Final = re.compile(r"(\d{1,6})h(\d{2})?")
_UNIT: Final = re.compile(
    r"(kg|kilos?|€|euros?|h|heures?|appareils?|enl[eè]vements?|personnes?)$", re.IGNORECASE
)
MOST: Final = 10**12
"""Stored units: a billion kilograms, and more than any column is asked to add up."""


def read_amount(kind: Counted, typed: str) -> int | None:
    """Return a typed quantity in its stored unit; none when it is no such quantity.

    `12 h 30` and `12,5` hours are both 750 minutes; what is counted in pieces has no comma.
    """
    text = re.sub(r"\s", "", typed)
    hours = _HOURS.fullmatch(text) if kind is Counted.HOURS else None
    if hours and int(hours[2] or 0) < 60:  # noqa: PLR2004 - minutes of an hour
        return int(hours[1]) * 60 + int(hours[2] or 0)
    found = _NUMBER.fullmatch(_UNIT.sub("", text))
    if found is None:
        return None
    scale = SCALES.get(kind, 1)
    thousandths = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
    stored, rest = divmod(thousandths * scale, 1000)
    if rest and scale == 1:
        return None
    return stored if stored <= MOST else None


def typed_amount(kind: Counted, amount: int) -> str:
    """Return a stored quantity as people type it again."""
    if kind is Counted.HOURS and amount % 60:
        return f"{amount // 60} h {amount % 60:02d}"
    whole, rest = divmod(amount, SCALES.get(kind, 1))
    if not rest:
        return str(whole)
    return f"{whole},{rest * 1000 // SCALES[kind]:03d}".rstrip("0")
