"""Words that do not name a thing but place it: sports, trades, brackets, soiled, electric."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalog.rules.entries import Context, Entry, Outside
from app.catalog.rules.reading import Reading, stems

_POWERED_GENERIC = {
    "bricolage": "outils-electriques",
    "jardinage": "outils-electriques",
    "jouets": "jouets-electriques",
    "musique": "musique",
    "velos": "velos",
    "paramedical": "paramedical",
}
"""Where a thing goes once somebody said that it is electric; else among small appliances."""
_MOVED_BY_HAND = frozenset({"sport", "musique", "puericulture", "paramedical"})
"""Where an apparatus often has no plug."""
_LIT = {"decoration": "luminaires"}
"""Where a thing goes once somebody said that it gives light."""
_LIGHTING = frozenset(stems("lumineux lumineuse LED éclairage"))
_MATERIAL = "matiere"
"""What a context stands for when it only tells what a thing is made of or made for."""
_NEVER_PLUGGED = frozenset(
    {"livres", "disques", "meubles", "literie", "maroquinerie", "vehicule", "alimentaire"}
)
"""What stays what it is with a socket or a light in it, and what only the road takes."""


@dataclass(frozen=True)
class Contexts:
    """Every placing word by its stem, and the object that stands for each subfamily."""

    _by_stem: dict[str, Context]
    _generic: dict[str, Entry]
    _powered: dict[str, Entry]

    @classmethod
    def build(cls, contexts: Iterable[Context], entries: Iterable[Entry]) -> "Contexts":
        """Arrange `contexts` by stem; `entries` give what stands for each subfamily.

        What stands for it once electric is its generic object or, failing that, its first
        object with a plug.
        """
        entries = tuple(entries)
        by_stem: dict[str, Context] = {}
        for context in contexts:
            for word in (context.stands_for, *context.words):
                for stem in stems(word)[:1]:
                    by_stem.setdefault(stem, context)
        powered: dict[str, Entry] = {}
        for entry in sorted(entries, key=lambda entry: not entry.generic):
            if entry.powered:
                powered.setdefault(entry.subfamily, entry)
        generic = {entry.subfamily: entry for entry in entries if entry.generic}
        return cls(by_stem, generic, powered)

    @property
    def stems(self) -> frozenset[str]:
        """Return every placing stem, so that spelling leaves them alone."""
        return frozenset(self._by_stem)

    def stands(self, reading: Reading) -> dict[str, float]:
        """Return the wider words that `reading` implies, with the weight of the narrower."""
        return {
            stems(context.stands_for)[0]: word.weight
            for word in reading.words
            if (context := self._by_stem.get(word.stem)) and context.subfamily
        }

    def places(self, reading: Reading) -> frozenset[str]:
        """Return the subfamilies that the words in brackets speak of."""
        found = (self._by_stem.get(stem) for stem in reading.asides)
        return frozenset(
            place
            for context in found
            if context and context.subfamily
            for place in (context.subfamily, *_electric_places(context.subfamily))
            if place
        )

    def put_outside(self, reading: Reading) -> str | None:
        """Return the word that places `reading` outside, such as soiled."""
        return next((stem for stem in reading.stems if self._is_outside(stem)), None)

    def guess(self, reading: Reading) -> Entry | None:
        """Return the object that stands for the kind of thing spoken of."""
        places = [self._by_stem[stem].subfamily for stem in reading.stems if stem in self._by_stem]
        place = next((place for place in places if place != "pam"), next(iter(places), ""))
        if not reading.powered:
            return self._generic.get(place)
        return self._electric(place, lit=self.gives_light(reading.stems))

    def plugged(self, target: Entry | Outside, *, lit: bool = False) -> Entry | Outside:
        """Return what `target` becomes once somebody said that it is electric, or lit."""
        place = target.subfamily if isinstance(target, Entry) else target.kind
        if place in _NEVER_PLUGGED or (isinstance(target, Entry) and target.powered):
            return target
        return self._electric(place, lit=lit) or target

    def run(self, target: Entry | Outside) -> Entry | Outside:
        """Return what `target` becomes when what is spoken of is an apparatus for it."""
        place = target.subfamily if isinstance(target, Entry) else target.kind
        if place == "alimentaire":
            return self._electric(place, lit=False) or target
        return target if place in _MOVED_BY_HAND else self.plugged(target)

    def gives_light(self, words: Iterable[str]) -> bool:
        """Tell whether `words` say that the thing gives light."""
        return not _LIGHTING.isdisjoint(words)

    def is_material(self, stem: str) -> bool:
        """Tell whether `stem`, which places things outside, says nothing of an appliance.

        A food scale weighs food; it is not thrown away like food.
        """
        return self._by_stem[stem].stands_for == _MATERIAL

    def _electric(self, place: str, *, lit: bool) -> Entry | None:
        known = _LIT | _POWERED_GENERIC if lit else _POWERED_GENERIC
        return self._powered.get(known.get(place, "pam"))

    def _is_outside(self, stem: str) -> bool:
        context = self._by_stem.get(stem)
        return context is not None and not context.subfamily


def _electric_places(place: str) -> tuple[str, ...]:
    return tuple(each[place] for each in (_POWERED_GENERIC, _LIT) if place in each)
