"""Our own reader of opening hours written in French, to propose what they seem to say."""

import re

from app.base.core.hours.french.reader import clauses
from app.base.core.hours.french.tokens import marks
from app.base.core.hours.french.writer import written

LIMIT = 500
"""Longest text read, in characters."""

_NOT_FRENCH = re.compile(
    r"\bweek ?\d|\beaster\b|\bsun(?:rise|set)\b|\bdawn\b|\bdusk\b|\|\||\bunknown\b"
)
"""Words of the syntax itself whose meaning the French reader would lose."""


def propose(text: str) -> str | None:
    """Return the opening_hours expression that a French text seems to say, or None.

    Bounded: 500 characters, one pass. The answer is for a person to accept, never to store.
    """
    if len(text) > LIMIT or _NOT_FRENCH.search(text):
        return None
    return written(clauses(marks(text)))
