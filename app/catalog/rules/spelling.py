"""How a mistyped word finds the word that was meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

SOUNDS_ALIKE = 0.95
LOOKS_ALIKE = 0.88
BEGINS = 0.8
"""How much a word found this way still counts, against 1 for the word itself."""

_SHORTEST_FUZZY = 4
_SHORTEST_SOUND = 3
_SHORTEST_BEGINNING = 2
_SHORT = 5
"""Up to this length another letter is another word: un écrin is not a screen."""
_LONG = 10
_REPEATED = re.compile(r"(.)\1+")
_SOUNDS = (
    ("ph", "f"),
    ("eau", "o"),
    ("au", "o"),
    ("qu", "k"),
    ("ck", "k"),
    ("ain", "in"),
    ("ein", "in"),
    ("y", "i"),
    ("h", ""),
    ("c", "k"),
    ("z", "s"),
    ("en", "an"),
    ("ai", "e"),
    ("ei", "e"),
)


@dataclass(frozen=True)
class Vocabulary:
    """Every stem of the dictionary, ready to correct what is not one of them."""

    stems: frozenset[str]
    _by_sound: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Arrange the stems by sound; the shortest wins when two sound alike."""
        ordered = sorted(self.stems, key=lambda stem: (-len(stem), stem))
        object.__setattr__(self, "_by_sound", {sound(stem): stem for stem in ordered})

    def meant(self, word: str) -> tuple[str, float] | None:
        """Return the stem that `word` stands for and how sure that is; None when unknown."""
        if word in self.stems:
            return word, 1.0
        if len(word) >= _SHORTEST_SOUND and (alike := self._by_sound.get(sound(word))):
            return alike, SOUNDS_ALIKE
        if len(word) < _SHORTEST_FUZZY or any(sign.isdigit() for sign in word):
            return None
        return self._looks_like(word)

    def beginning(self, word: str) -> list[str]:
        """Return the stems that begin with `word`, shortest first, for who is still typing."""
        if len(word) < _SHORTEST_BEGINNING:
            return []
        return [stem for stem in self._by_length if stem.startswith(word)]

    @cached_property
    def _by_length(self) -> list[str]:
        return sorted(self.stems, key=lambda stem: (len(stem), stem))

    @cached_property
    def _by_initial(self) -> dict[str, list[str]]:
        return _grouped(stem for stem in sorted(self.stems) if len(stem) >= _SHORTEST_FUZZY)

    def _looks_like(self, word: str) -> tuple[str, float] | None:
        allowed = 2 if len(word) >= _LONG else 1
        choices = self._by_initial.get(word[0], [])
        if len(word) <= _SHORT:
            choices = [c for c in choices if len(c) > len(word) or sorted(c) == sorted(word)]
        found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=allowed)
        return (found[0], LOOKS_ALIKE) if found else None


def sound(word: str) -> str:
    """Return roughly how a folded French `word` sounds: telefone and telephone agree."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = _REPEATED.sub(r"\1", word)
    return word.removesuffix("e") or word


def _grouped(stems: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for stem in stems:
        groups.setdefault(stem[0], []).append(stem)
    return groups
