"""Reading what was typed in "Où ?": what it looks like, before any commune is looked up."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.base.core.text import clean, fold
from app.territory.rules.names import key

LONGEST = 200
"""Characters; longer than any address, and the limit of the geocoders we know."""
FEWEST_LETTERS = 2
WAYS = frozenset(
    [
        "allee",
        "allees",
        "av",
        "ave",
        "avenue",
        "bd",
        "bld",
        "boulevard",
        "carrefour",
        "chaussee",
        "che",
        "chemin",
        "cite",
        "clos",
        "cours",
        "esplanade",
        "faubourg",
        "fg",
        "galerie",
        "hameau",
        "imp",
        "impasse",
        "lieudit",
        "lot",
        "lotissement",
        "mail",
        "montee",
        "parc",
        "passage",
        "pl",
        "place",
        "placette",
        "promenade",
        "qu",
        "quai",
        "quartier",
        "r",
        "res",
        "residence",
        "rond",
        "route",
        "rte",
        "rue",
        "ruelle",
        "sente",
        "sentier",
        "square",
        "traverse",
        "venelle",
        "villa",
        "voie",
        "za",
        "zac",
        "zi",
        "zone",
    ]
)
"""Words that open the name of a street; source: our own list of French usage."""
_IN_BRACKETS = re.compile(r"^(?P<name>[^()]+)\((?P<hint>[^()]+)\)\s*$")
_POSTCODE = re.compile(r"(?<!\d)(\d{2})[ .]?(\d{3})(?!\d)")
_DEPARTMENT = re.compile(r"(?:^|[\s,])(\d{2}|2[abAB]|97\d)\s*$")
_CEDEX = re.compile(r"\bcedex\b(\s+\d{1,2}\b)?", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d{1,4}\s*(?:bis|ter|quater|[a-zA-Z])?\b[\s,]+\D")
_ENDING_WORDS = 6
"""The longest commune names hold that many words."""


class Kind(StrEnum):
    """What a text looks like."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NONSENSE = "nonsense"
    POSTCODE = "postcode"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart; the keys of names come the likeliest first."""

    kind: Kind
    text: str = ""
    keys: tuple[str, ...] = ()
    """Commune names that the whole text may be."""
    endings: tuple[str, ...] = ()
    """Commune names that it may end with, after a street or a place."""
    postcode: str | None = None
    department: str | None = None
    """A code (`89`, `2A`) or a folded name (`yonne`)."""


def read_place(text: str) -> Reading:
    """Tell what a text looks like: nothing, postcode, commune, address. Looks nothing up."""
    if len(text) > LONGEST:
        return Reading(Kind.TOO_LONG)
    kept = _CEDEX.sub(" ", clean(text, limit=LONGEST)).strip(" ,;")
    if not kept:
        return Reading(Kind.EMPTY)
    named, postcode, department = _without_hints(kept)
    if not named:
        return _bare_code(kept, postcode, department)
    if sum(sign.isalpha() for sign in fold(named)) < FEWEST_LETTERS and len(named) > 1:
        return Reading(Kind.NONSENSE, kept)
    keys = tuple(dict.fromkeys(filter(None, (key(named), key(kept)))))
    if not keys:
        return Reading(Kind.NONSENSE, kept)
    kind = Kind.ADDRESS if _is_address(named) else Kind.NAME
    return Reading(kind, kept, keys, _endings(named, kept), postcode, department)


def _bare_code(kept: str, postcode: str | None, department: str | None) -> Reading:
    kind = Kind.POSTCODE if postcode else Kind.NONSENSE
    return Reading(kind, kept, postcode=postcode, department=department)


def _without_hints(kept: str) -> tuple[str, str | None, str | None]:
    """Return the text without postcode and département, then both, when it carries them."""
    bracketed = _IN_BRACKETS.match(kept)
    if bracketed:
        return bracketed["name"].strip(), *_hints(bracketed["hint"])
    found = _POSTCODE.search(kept)
    if found:
        rest = f"{kept[: found.start()]} {kept[found.end() :]}".strip(" ,;-")
        return rest, found[1] + found[2], None
    ending = _DEPARTMENT.search(kept)
    if ending:
        return kept[: ending.start()].strip(" ,;-"), None, ending[1].upper()
    name, comma, last = kept.rpartition(",")
    if comma and not _is_address(name) and fold(last):
        return name.strip(), None, fold(last)
    return kept, None, None


def _hints(inside: str) -> tuple[str | None, str | None]:
    found = _POSTCODE.fullmatch(inside.strip())
    if found:
        return found[1] + found[2], None
    word = fold(inside)
    return None, word.upper() if word[:1].isdigit() else word or None


def _is_address(named: str) -> bool:
    """Tell a street from a commune: it opens with a number or holds the word for a way."""
    if _NUMBERED.match(named):
        return True
    words = fold(named).split()
    return len(words) > 1 and any(word in WAYS for word in words)


def _endings(named: str, kept: str) -> tuple[str, ...]:
    """Return the names a text may end with: after its comma or postcode, then longest first."""
    after_postcode = _POSTCODE.split(kept)[-1]
    after_comma = kept.rpartition(",")[2]
    words = fold(named).split()[1:]
    tails = [" ".join(words[-count:]) for count in range(min(_ENDING_WORDS, len(words)), 0, -1)]
    return tuple(
        dict.fromkeys(
            name for name in map(key, (after_postcode, after_comma, *tails)) if len(name) > 1
        )
    )
