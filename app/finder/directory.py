"""The dictionary as a reader turns its pages: by letter, by family. Names only, kept in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from threading import Lock

from sqlmodel import Session

from app.base.core.text import fold
from app.catalog import queries as catalog
from app.catalog.models import Family, Subfamily

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIGURES = "0"
"""Stands for the names that begin with no letter."""


@dataclass(frozen=True)
class Name:
    """An object as the lists show it."""

    slug: str
    name: str
    subfamily: Subfamily

    @property
    def letter(self) -> str:
        """Return the letter under which it stands."""
        first = fold(self.name)[:1]
        return first if first in LETTERS and first else FIGURES


@dataclass(frozen=True)
class Directory:
    """Every name in use, from A to Z as French sorts."""

    names: tuple[Name, ...]

    @property
    def letters(self) -> frozenset[str]:
        """Return the letters under which something stands."""
        return frozenset(name.letter for name in self.names)

    def under(self, letter: str) -> Sequence[Name]:
        """Return the names under one letter."""
        return [name for name in self.names if name.letter == letter]

    def of_family(self, family: Family) -> list[tuple[Subfamily, Sequence[Name]]]:
        """Return the names of a family by subfamily, those without a name left out."""
        grouped = ((sub, self._of(sub)) for sub in family.subfamilies)
        return [(sub, names) for sub, names in grouped if names]

    def counts(self) -> dict[Family, int]:
        """Return how many names each family holds."""
        families = sorted(name.subfamily.family for name in self.names)
        return {family: len(list(names)) for family, names in groupby(families)}

    def _of(self, subfamily: Subfamily) -> Sequence[Name]:
        return [name for name in self.names if name.subfamily is subfamily]


_kept: dict[catalog.Version, Directory] = {}
_keeping = Lock()


def directory(session: Session) -> Directory:
    """Return the dictionary's names as they are now: one query, two when it changed."""
    wanted = catalog.version(session)
    with _keeping:
        if wanted not in _kept:
            _kept.clear()
            _kept[wanted] = Directory(tuple(_sorted(Name(*row) for row in catalog.names(session))))
        return _kept[wanted]


def _sorted(names: Iterable[Name]) -> list[Name]:
    return sorted(names, key=lambda one: (fold(one.name), one.slug))
