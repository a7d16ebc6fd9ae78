"""How well a term of the dictionary answers what somebody typed, from 0 to 1."""

from dataclasses import dataclass, field
from functools import cached_property

from app.catalog.rules.entries import Entry, Outside
from app.catalog.rules.reading import Reading
from app.catalog.rules.words import MARKED, PLUGS

LEAST = 0.56
"""Below this we say that we do not know the thing: a wrong family costs a wasted trip."""
HEADLESS = 0.45
"""What is left of a score when the head noun typed is not in the term found."""
OTHER_HEAD = 0.75
"""What is left when the term's own head noun was not typed."""
HEADS_CROSSED = 0.94
"""What is left when both heads are there but the other way round (jeu de console)."""
BOTH_PARTIAL = 0.82
"""What is left when each side says something that the other does not."""
OTHER_POWER = 0.8
"""What is left when somebody said electric and the object is not, or the reverse."""
OTHER_PLACE = 0.8
"""What is left when the words in brackets speak of another subfamily."""
MARKED_ONLY = 0.84
"""What is left when the term says by hand, with petrol or for professionals, and nobody did."""
STANDS_FOR = 0.85
"""How much hockey counts as the word sport."""

_FULL = 0.87


@dataclass(frozen=True, slots=True)
class Term:
    """A name or synonym, read; `rank` is its place in the dictionary.

    `names` is true for a name, false for a synonym.
    """

    target: Entry | Outside
    reading: Reading
    rank: int
    weight: float
    names: bool = False


@dataclass(frozen=True)
class Query:
    """What somebody typed, corrected: each stem with its weight and how sure we are of it.

    `stands` gives, for a wider word such as sport, the weight of the narrower one typed;
    `places` are the subfamilies that the words in brackets speak of; `plugged` is true when
    the thing itself is said electric.
    """

    words: dict[str, float]
    sureness: dict[str, float]
    powered: bool | None = None
    stands: dict[str, float] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    plugged: bool = False

    @cached_property
    def head(self) -> str:
        """Return the stem that weighs most."""
        return max(self.words, key=lambda stem: self.words[stem])

    @cached_property
    def weight(self) -> float:
        """Return what all the words weigh."""
        return sum(self.words.values())


def score(query: Query, term: Term) -> float:
    """Return how well `term` answers `query`: both must cover each other, heads first."""
    meant, typed = _coverage(query, term)
    value = (typed * meant * meant) ** (1 / 3) * _heads(query, term)
    if max(typed, meant) < _FULL:
        value *= BOTH_PARTIAL
    if query.plugged and isinstance(term.target, Outside) and not is_plugged(term):
        value *= OTHER_POWER
    if any(stem in MARKED and stem not in query.words for stem in term.reading.stems):
        value *= MARKED_ONLY
    return value * _fitness(query, term.target)


def is_plugged(term: Term) -> bool:
    """Tell whether `term` says itself that the thing is electric."""
    return not PLUGS.isdisjoint(term.reading.stems)


def _coverage(query: Query, term: Term) -> tuple[float, float]:
    known = covered = 0.0
    for word in term.reading.words:
        if sure := query.sureness.get(word.stem, 0.0):
            known += word.weight * sure
            covered += query.words[word.stem] * sure
        elif word.stem in query.stands:
            known += word.weight * STANDS_FOR
            covered += query.stands[word.stem] * STANDS_FOR
    return known / term.weight, min(1.0, covered / query.weight)


def _heads(query: Query, term: Term) -> float:
    if not query.sureness.get(query.head) or query.head not in term.reading.stems:
        return HEADLESS
    if term.reading.head not in query.words:
        return OTHER_HEAD
    return 1.0 if term.reading.head == query.head else HEADS_CROSSED


def _fitness(query: Query, target: Entry | Outside) -> float:
    if isinstance(target, Outside):
        return OTHER_PLACE if query.places else 1.0
    power = OTHER_POWER if query.powered not in (None, target.powered) else 1.0
    place = OTHER_PLACE if query.places and target.subfamily not in query.places else 1.0
    return power * place
