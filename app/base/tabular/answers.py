"""Cells as people fill them: yes and no, dates."""

import re
from datetime import date

from app.base.core.text import fold

_YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "1", "x"})
_NO = frozenset({"non", "n", "no", "faux", "false", "0"})
_FRENCH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def yes(text: str) -> bool | None:
    """Return what a cell answers, None when it does not."""
    word = fold(text)
    return True if word in _YES else False if word in _NO else None


def day_of(text: str) -> date | None:
    """Return the date a text writes, or None."""
    french = _FRENCH_DATE.fullmatch(text)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1]))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
