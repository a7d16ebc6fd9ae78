"""What the index is built from, and what it answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """An object as the index needs it; `terms` are its name, then its synonyms."""

    id: int
    slug: str
    name: str
    terms: tuple[str, ...]
    subfamily: str = ""
    powered: bool = False
    generic: bool = False


@dataclass(frozen=True)
class Outside:
    """A kind of thing that nobody here takes, and the words for it."""

    kind: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """Words that place a thing: hockey stands for sport, whose objects are `subfamily`.

    Without a subfamily they place it outside: nobody here takes what is soiled.
    """

    subfamily: str
    stands_for: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """An object found, with a score from 0 to 1.

    `guess` is true when the words only told what kind of thing it is.
    """

    id: int
    slug: str
    name: str
    score: float
    guess: bool = False
