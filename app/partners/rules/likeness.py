"""Whether two structures may be one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Final
from uuid import UUID

from app.base.core.text import N_, fold

CLOSE: Final = 88
"""Out of 100, what two names must share to be called close."""
APART: Final = 100 - CLOSE
"""Out of 100 of both lengths: beyond, the lengths alone say that two names are not close."""
EMPTY_WORDS: Final = frozenset(
    [
        "association",
        "asso",
        "sarl",
        "sas",
        "sa",
        "scop",
        "scic",
        "societe",
        "ste",
        "groupe",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "et",
        "a",
        "au",
        "aux",
        "en",
    ]
)
"""Words that tell no structure from another."""


class Likeness(StrEnum):
    """Why two structures may be one, the surest first."""

    SIREN = "siren"
    NAME = "nom"
    ADDRESS = "adresse"

    @property
    def label(self) -> str:
        """Return the French reason shown to people (a message id)."""
        return _LABELS[self]


_LABELS = {
    Likeness.SIREN: N_("Même numéro SIREN"),
    Likeness.NAME: N_("Noms proches"),
    Likeness.ADDRESS: N_("Même adresse"),
}


@dataclass(frozen=True)
class Print:
    """What a structure is compared by."""

    id: UUID
    name: str
    siret: str | None
    insee: str = ""
    address: str = ""

    @cached_property
    def key(self) -> str:
        """Return the words of the name that tell it from others, in alphabetical order."""
        words = [word for word in fold(self.name).split() if word not in EMPTY_WORDS]
        return " ".join(sorted(words)) or fold(self.name)

    @cached_property
    def place(self) -> str:
        """Return where it is, comparable; empty without a street."""
        street = fold(self.address)
        return f"{self.insee} {street}" if street and any(sign.isdigit() for sign in street) else ""


def likeness(one: Print, other: Print) -> Likeness | None:
    """Return why two structures may be one, or None.

    The same SIREN under two different SIRET may be two establishments: still shown, somebody
    decides. Two different SIREN are two structures, whatever their names.
    """
    if one.siret and other.siret:
        return Likeness.SIREN if one.siret[:9] == other.siret[:9] else None
    if close(one.key, other.key):
        return Likeness.NAME
    return Likeness.ADDRESS if one.place and one.place == other.place else None


def close(one: str, other: str) -> bool:
    """Tell whether two names are close, their words in one order: a letter or two apart."""
    if not one or not other or abs(len(one) - len(other)) * 100 > (len(one) + len(other)) * APART:
        return False
    return bool(_ratio()(one, other, score_cutoff=CLOSE))


@cache
def _ratio() -> Callable[..., float]:
    """Return the comparison of letters, loaded once: an import asked again still costs."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - two megabytes that few requests need

    ratio: Callable[..., float] = fuzz.ratio
    return ratio
