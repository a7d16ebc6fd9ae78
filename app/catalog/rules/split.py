"""Several objects typed in one field."""

import re
from collections.abc import Callable

MOST_OBJECTS = 12
_LONGEST = 1000
_COMMA = re.compile(r"[,;+\n](?![^()]*\))")
_AND = re.compile(r"\s+(?:et|&|puis|ainsi que)\s+", re.IGNORECASE)


def split(
    text: str,
    *,
    known: Callable[[str], bool] = lambda _: False,
    found: Callable[[str], bool] = lambda _: True,
) -> list[str]:
    """Return the objects named in `text`, in order, each once, at most `MOST_OBJECTS`.

    `known` keeps whole what the dictionary names with an "et" or a comma; a part after an
    "et" stands alone only when it is `found`.
    """
    text = text[:_LONGEST].strip()
    parts = [text] if known(text) else _COMMA.split(text)
    pieces = [piece for part in parts for piece in _at_and(part.strip(), known, found)]
    named = (piece.strip(" .") for piece in pieces)
    return list(dict.fromkeys(piece for piece in named if piece))[:MOST_OBJECTS]


def _at_and(part: str, known: Callable[[str], bool], found: Callable[[str], bool]) -> list[str]:
    if known(part):
        return [part]
    pieces = _AND.split(part)
    return pieces if all(found(piece) for piece in pieces) else [part]
