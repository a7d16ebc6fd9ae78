"""The dictionary frozen in memory: what somebody typed in, the objects meant out."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from sys import intern

from app.catalog.rules.contexts import Contexts
from app.catalog.rules.entries import Context, Entry, Hit, Outside
from app.catalog.rules.reading import (
    FEEBLE,
    Reading,
    Word,
    parts,
    read,
    read_tail,
    readings,
    stems,
)
from app.catalog.rules.scoring import LEAST, Query, Term, is_plugged, score
from app.catalog.rules.spelling import BEGINS, Vocabulary
from app.catalog.rules.words import APPARATUS, PLUGS

TAIL = 0.8
"""What is left of a score when only what the part belongs to was found (housse de raquette)."""
LISTED = 0.85
"""What is left when a later word of a list was found, not the first."""
SETTLED = 0.93
"""From this score on, an object that stands for its whole subfamily is what was meant."""
DASH = " - "
GUESSED = 0.5
"""The score of an object that stands for its whole subfamily."""

WORN = frozenset({"vetements", "chaussures", "maroquinerie"})
USES = frozenset({"sport", "bricolage", "jardinage"})
"""What is worn for one of these uses goes with it, unless the dictionary knows better."""

Ranked = list[tuple[float, Entry | Outside]]


@dataclass(frozen=True)
class Index:
    """Every term by its words. Build it once; it never changes."""

    _terms: tuple[Term, ...]
    _postings: dict[str, Sequence[int]]
    _glued: "_Glued"
    _vocabulary: Vocabulary
    _contexts: Contexts

    @classmethod
    def build(
        cls,
        entries: Iterable[Entry],
        outside: Iterable[Outside] = (),
        contexts: Iterable[Context] = (),
    ) -> "Index":
        """Freeze `entries`; a query that reads as an `outside` term finds nothing.

        Entries are kept without their words, which are read once, here.
        """
        written = [(replace(entry, terms=()), entry.terms) for entry in entries]
        terms = tuple(_terms([*written, *((each, each.terms) for each in outside)]))
        placing = Contexts.build(contexts, [entry for entry, _words in written])
        postings = _postings(terms)
        return cls(
            terms,
            postings,
            _Glued(terms),
            Vocabulary(frozenset(postings) | placing.stems),
            placing,
        )

    def search(self, text: str, limit: int = 8, *, typing: bool = False) -> list[Hit]:
        """Return the objects that `text` may mean, best first; empty when unknown.

        With `typing`, the last word may be unfinished.
        """
        reading = read(text)
        if not any(not stem.isdigit() for stem in reading.stems):
            return []
        ranked = self._ranked(self._known(text, reading), typing=typing)
        ranked = self._of_the_whole(text, reading, ranked)
        ranked = self._worn_for_a_use(reading, ranked)
        if ranked and isinstance(ranked[0][1], Outside):
            return []
        hits = [_hit(target, value) for value, target in ranked if isinstance(target, Entry)]
        return (hits or self._guesses(reading))[:limit]

    def outside(self, text: str) -> str | None:
        """Return the kind of thing nobody here takes, when `text` is one."""
        ranked = self._ranked(read(text))
        best = ranked[0][1] if ranked else None
        return best.kind if isinstance(best, Outside) else None

    def knows(self, text: str) -> bool:
        """Tell whether `text` is, word for word, a term of the dictionary."""
        return self._glued.holds(stems(text))

    def _ranked(self, reading: Reading, *, typing: bool = False) -> Ranked:
        if not reading.words:
            return []
        query = self._query(reading, typing=typing)
        soiled = self._contexts.put_outside(reading)
        lit = self._contexts.gives_light(reading.stems)
        apparatus = not query.powered and reading.stems[0] in APPARATUS
        best: dict[int, tuple[float, bool, int, bool, int, Entry | Outside]] = {}
        for number in {n for stem in query.words for n in self._postings.get(stem, ())}:
            term = self._terms[number]
            value = score(query, term)
            if value < LEAST or (soiled and self._forgets(soiled, term)):
                continue
            target = term.target
            if query.plugged and not soiled and not is_plugged(term):
                target = self._contexts.plugged(target, lit=lit)
            elif apparatus and term.reading.stems[0] not in APPARATUS:
                target = self._contexts.run(target)
            known = isinstance(target, Entry)
            found = (value, known, -term.reading.dropped, term.names, -term.rank, target)
            held = best.get(id(target))
            if held is None or found[:5] > held[:5]:
                best[id(target)] = found
        ordered = sorted(best.values(), key=lambda found: found[:5], reverse=True)
        return [(found[0], found[5]) for found in ordered]

    def _forgets(self, stem: str, term: Term) -> bool:
        target = term.target
        if not isinstance(target, Entry) or stem in term.reading.stems:
            return False
        return not (target.powered and self._contexts.is_material(stem))

    def _known(self, text: str, reading: Reading) -> Reading:
        """Prefer a way of reading a list or brackets that is, word for word, a term.

        In "four, plaque" nobody means a baking tray, nor a kettle in "four (électrique)".
        """
        if self._glued.holds(reading.stems) and not reading.asides:
            return reading
        known = (other for other in readings(text) if self._glued.holds(other.stems))
        return next(known, reading)

    def _of_the_whole(self, text: str, reading: Reading, ranked: Ranked) -> Ranked:
        """Look for what the part belongs to, or for the rest of a list, when better known."""
        if ranked and ranked[0][0] >= TAIL + 0.1:
            return self._more_precise(text, ranked)
        tail = self._ranked(tail_read) if (tail_read := read_tail(reading)) else []
        tail = [(value * TAIL, target) for value, target in tail if value * TAIL >= LEAST]
        if tail and isinstance(tail[0][1], Entry) and not tail[0][1].powered:
            return tail
        if ranked or self._contexts.put_outside(reading):
            return ranked
        return self._listed(parts(text))

    def _worn_for_a_use(self, reading: Reading, ranked: Ranked) -> Ranked:
        """Put shoes for hiking with sport, gloves for the garden with tools."""
        if not ranked or ranked[0][0] >= SETTLED or not _is_worn(ranked[0][1]):
            return ranked
        used = self._contexts.guess(reading)
        if used is None or used.subfamily not in USES:
            return ranked
        return [(ranked[0][0], used), *(each for each in ranked if each[1] is not used)]

    def _more_precise(self, text: str, ranked: Ranked) -> Ranked:
        """Prefer what the rest of the text names when the beginning only names a kind."""
        value, target = ranked[0]
        if value >= SETTLED or not isinstance(target, Entry) or not target.generic:
            return ranked
        listed = self._listed(text.split(DASH))
        return listed if listed and listed[0][1] is not target else ranked

    def _listed(self, pieces: list[str]) -> Ranked:
        listed = (self._ranked(read(part)) for part in pieces[1:])
        found = next((other for other in listed if other and isinstance(other[0][1], Entry)), [])
        return [(value * LISTED, target) for value, target in found]

    def _guesses(self, reading: Reading) -> list[Hit]:
        if self._contexts.put_outside(reading):
            return []
        entry = self._contexts.guess(reading)
        return [Hit(entry.id, entry.slug, entry.name, GUESSED, guess=True)] if entry else []

    def _query(self, reading: Reading, *, typing: bool) -> Query:
        words: dict[str, float] = {}
        sureness: dict[str, float] = {}
        for word in self._unglued(reading.words):
            stem, sure = self._vocabulary.meant(word.stem) or (word.stem, 0.0)
            words.setdefault(stem, word.weight)
            sureness.setdefault(stem, sure)
        if typing:
            self._finish(reading.words[-1], words, sureness)
        plugged = self._plugged(reading)
        return Query(
            words,
            sureness,
            None if plugged is False else reading.powered,
            self._contexts.stands(reading),
            self._contexts.places(reading),
            plugged=bool(plugged),
        )

    def _plugged(self, reading: Reading) -> bool | None:
        """Tell whether the thing itself is said electric; None when nothing is.

        In "casque de vélo électrique" the bike is: the dictionary knows it by these two words.
        """
        said = [n for n, word in enumerate(reading.words) if word.stem in PLUGS and n]
        said = [n for n in said if reading.words[n].weight >= FEEBLE]
        if not said or not reading.powered:
            return None
        return not all(
            any(self._glued.holds(reading.stems[first : n + 1]) for first in range(1, n))
            for n in said
        )

    def _joined(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """Put together what was typed apart: electro menager."""
        kept = list(words)
        for first, second in pairwise(words):
            whole = first.stem + second.stem
            apart = self._said_together(first.stem, second.stem)
            if not apart and whole in self._vocabulary.stems and first in kept:
                kept[kept.index(first)] = Word(whole, max(first.weight, second.weight))
                kept.remove(second)
        return tuple(kept)

    def _said_together(self, first: str, second: str) -> bool:
        """Tell whether some term has both; micro-ondes does, électro-aimant does not."""
        return not set(self._postings.get(first, ())).isdisjoint(self._postings.get(second, ()))

    def _unglued(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        opened: list[Word] = []
        for word in self._joined(words):
            pieces = None if word.stem in self._vocabulary.stems else self._glued.apart(word.stem)
            opened.extend(replace(word, stem=piece) for piece in pieces or (word.stem,))
        return tuple(opened)

    def _finish(self, last: Word, words: dict[str, float], sureness: dict[str, float]) -> None:
        if last.stem in self._vocabulary.stems:
            return
        begun = self._vocabulary.beginning(last.stem)
        if begun:
            stem = max(begun, key=lambda each: len(self._postings.get(each, ())))
            for each in [each for each in words if sureness[each] < 1.0]:
                del words[each], sureness[each]
            words[stem] = last.weight
            sureness[stem] = BEGINS


class _Glued:
    """The terms in the order of their stems written as one: one number each, no new text."""

    __slots__ = ("_order", "_terms")

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        written = ["".join(term.reading.stems) for term in terms]
        self._order = array("I", sorted(range(len(terms)), key=written.__getitem__))

    def apart(self, whole: str) -> tuple[str, ...] | None:
        """Return the stems of the first term that is `whole` once its words are put together."""
        return next(self._written(whole), None)

    def holds(self, stems: tuple[str, ...]) -> bool:
        """Tell whether a term has these very stems."""
        return stems in self._written("".join(stems))

    def _written(self, whole: str) -> Iterator[tuple[str, ...]]:
        """Yield the stems of the terms written so, in the order of the dictionary."""
        for place in range(bisect_left(self._order, whole, key=self._whole), len(self._order)):
            if self._whole(self._order[place]) != whole:
                return
            yield self._terms[self._order[place]].reading.stems

    def _whole(self, number: int) -> str:
        return "".join(self._terms[number].reading.stems)


def _terms(written: Iterable[tuple[Entry | Outside, Sequence[str]]]) -> Iterable[Term]:
    """Yield the terms of targets; equal words and weights are one object for all of them."""
    words: dict[Word, Word] = {}
    weights: dict[float, float] = {}
    texts = ((target, n, text) for target, terms in written for n, text in enumerate(terms))
    for rank, (target, place, text) in enumerate(texts):
        reading = read(text)
        if reading.words:
            weight = sum(word.weight for word in reading.words)
            weight = weights.setdefault(weight, weight)
            yield Term(target, _shared(reading, words), rank, weight, names=place == 0)


def _shared(reading: Reading, words: dict[Word, Word]) -> Reading:
    """Return a reading whose words are those of `words` wherever they are equal."""
    own = [words.get(word) or Word(intern(word.stem), word.weight) for word in reading.words]
    return replace(reading, words=tuple(words.setdefault(word, word) for word in own))


def _postings(terms: tuple[Term, ...]) -> dict[str, Sequence[int]]:
    postings: dict[str, array[int]] = {}
    for number, term in enumerate(terms):
        for stem in term.reading.stems:
            postings.setdefault(stem, array("I")).append(number)
    return {stem: numbers[:] for stem, numbers in postings.items()}


def _is_worn(target: Entry | Outside) -> bool:
    return isinstance(target, Entry) and target.subfamily in WORN


def _hit(entry: Entry, value: float) -> Hit:
    return Hit(entry.id, entry.slug, entry.name, round(value, 3))
