"""How a few French words are read: which is the head, and how much each word weighs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.base.core.text import fold
from app.catalog.rules.words import DROPPED, ELECTRIC, LIGHT, PARTS, UNPOWERED, WEAK, stem

LONGEST = 240
"""Characters read of what somebody typed; an object's name is shorter."""
MOST_WORDS = 14
HEAD_WEIGHT = 2.0
"""In French the head noun comes first and decides what the thing is."""
HEAD_FLOOR = 0.55
"""A head that is an adjective or stands in brackets still weighs this before doubling."""
FEEBLE = 0.35
"""What an adjective or a container weighs against a noun."""
ASIDE_WEIGHT = 0.35
"""Words in brackets explain; they do not name."""
LATER_WEIGHT = 0.6
"""Words after a comma or a slash list more of the same."""

_NOT_POWERED = re.compile(
    r"\b(?:non|sans|hors|pas)\s+(?:motorisee?s?|electri\w+|electroni\w+|piles?|moteur|batterie)"
)
_SAID = (
    (re.compile(r"\b(?:sans fils?|elec|(?:a|sur) (?:piles?|batteries?|secteur))\b"), "electrique"),
    (
        re.compile(r"\bavec (?:une? |des |la |les |sa |ses |leurs? )?(?:piles?|batteries?)\b"),
        "electrique",
    ),
    (re.compile(r"\b(?:tout en (?:un|1)|all in one)\b"), "toutenun"),
    (re.compile(r"\bmachines? a sous\b"), "bandit manchot"),
    (re.compile(r"\b(?:hors|sans|non) (?:froid|refrigerante?s?)\b"), "horsfroid"),
)
"""Words that only mean something together, or short for a longer one."""
_EXCEPTED = re.compile(
    r"\b(?:hors|sauf|hormis|excepte\w*|a l exception)\b(?! (?:sol|bord|gel|piste|d eau)\b).*"
)
"""What a label leaves out says nothing of the thing (appareils hors écrans)."""
_ASIDE = re.compile(r"\([^()]*\)?")
_LATER = re.compile(r"[,;/:]| - ")
_LISTED = re.compile(r"[,;/:()]| - |\bet\b|\bou\b")


_NONE: frozenset[str] = frozenset()
"""One for all: an empty set weighs 216 bytes, and a dictionary has 16,000 terms."""


@dataclass(frozen=True, slots=True)
class Word:
    """A stem with the weight its place gives it."""

    stem: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its words, and whether it speaks of electricity.

    `dropped` counts the words that tell nothing; `asides` are the stems in brackets.
    """

    words: tuple[Word, ...]
    powered: bool | None = None
    dropped: int = 0
    asides: frozenset[str] = _NONE
    stems: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The stems alone, in order."""
    head: str = field(init=False, repr=False, compare=False)
    """The stem of the head noun; empty without a word."""

    def __post_init__(self) -> None:
        """Note the stems and the head once: every comparison asks for them."""
        heaviest = max(self.words, key=lambda word: word.weight, default=None)
        object.__setattr__(self, "stems", tuple(word.stem for word in self.words))
        object.__setattr__(self, "head", heaviest.stem if heaviest else "")


def read(text: str) -> Reading:
    """Read `text`: the first noun weighs most, words in brackets least."""
    text = text[:LONGEST]
    asides = " ".join(_ASIDE.findall(text))
    first, *later = _LATER.split(_ASIDE.sub(" ", text))
    words: dict[str, float] = {}
    for part, factor in ((first, 1.0), (" ".join(later), LATER_WEIGHT), (asides, ASIDE_WEIGHT)):
        for each in stems(part) if part else ():
            words.setdefault(each, factor * _weight(each))
    dropped = len(fold(text).split()) - len(words)
    aside = frozenset(stems(asides)) if asides else _NONE
    return Reading(_headed(words), _powered(text, words), dropped, aside)


def readings(text: str) -> Iterator[Reading]:
    """Yield the other ways to read a list or brackets: head and bracket, then first of a list.

    It is no list when a later piece says more than a noun: that may hold for all of them
    (corde, cordelette d'escalade).
    """
    text = text[:LONGEST]
    bare = _ASIDE.sub(" ", text)
    asides = [aside.strip("()") for aside in _ASIDE.findall(text)]
    for piece in (piece for aside in asides for piece in (aside, *_LISTED.split(aside))):
        yield read(f"{bare} {piece}")
    first, *later = _LATER.split(bare)
    if later and all(len(stems(piece)) <= 1 for piece in later):
        yield read(f"{first} {' '.join(_ASIDE.findall(text))}")


def read_tail(reading: Reading) -> Reading | None:
    """Return what a part belongs to (raquette in "housse de raquette"); None for a whole."""
    named = [word.stem in PARTS for word in reading.words]
    if True not in named[:2] or False not in named[named.index(True) :]:
        return None
    whole = named.index(False, named.index(True))
    rest = {word.stem: min(1.0, word.weight) for word in reading.words[whole:]}
    return replace(reading, words=_headed(rest))


def parts(text: str) -> list[str]:
    """Return the pieces of a list written with commas, slashes, dashes or brackets."""
    return [part for part in _LISTED.split(text[:LONGEST]) if part.strip()]


def stems(text: str) -> tuple[str, ...]:
    """Return the words of `text` that carry meaning, without accents, plurals, stop words."""
    folded = _NOT_POWERED.sub("manuel", fold(text))
    for said, meant in _SAID:
        folded = said.sub(meant, folded)
    folded = _EXCEPTED.sub("", folded)
    found = (stem(word) for word in folded.split() if len(word) > 1)
    return tuple(each for each in found if each not in DROPPED)


def _powered(text: str, words: dict[str, float]) -> bool | None:
    if _NOT_POWERED.search(fold(text)) or not UNPOWERED.isdisjoint(words):
        return False
    return True if not ELECTRIC.isdisjoint(words) else None


def _weight(each: str) -> float:
    return FEEBLE if each in LIGHT or each in WEAK else 1.0


def _headed(words: dict[str, float]) -> tuple[Word, ...]:
    """Give its weight to the first noun that says something, else to the first word."""
    kept = [Word(each, weight) for each, weight in words.items()][:MOST_WORDS]
    nouns = [n for n, word in enumerate(kept) if word.weight >= LATER_WEIGHT]
    names = [n for n, word in enumerate(kept) if word.stem not in LIGHT]
    if kept:
        place = nouns[0] if nouns else (names or [0])[-1 if len(names) < len(kept) else 0]
        head = kept[place]
        kept[place] = Word(head.stem, max(head.weight, HEAD_FLOOR) * HEAD_WEIGHT)
    return tuple(kept)
