"""Words that do not name a thing but place it: sports, trades, brackets, soiled, electric."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalog.rules.entries import Context, Entry, Outside
from app.catalog.rules.reading import Reading, stems

_POWERED_GENERIC = {
    "bricolage": "outils-electriques",
    "jardinage": "outils-electriques",
    "jouets": "jouets-electriques",
    "decoration": "luminaires",
    "musique": "musique",
    "velos": "velos",
    "paramedical": "paramedical",
}
"""Where a thing goes once somebody said that it is electric; else among small appliances."""
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
            for place in (context.subfamily, _POWERED_GENERIC.get(context.subfamily, ""))
            if place
        )

    def put_outside(self, reading: Reading) -> str | None:
        """Return the word that places `reading` outside, such as soiled."""
        return next((stem for stem in reading.stems if self._is_outside(stem)), None)

    def guess(self, reading: Reading) -> Entry | None:
        """Return the object that stands for the kind of thing spoken of."""
        places = [self._by_stem[stem].subfamily for stem in reading.stems if stem in self._by_stem]
        place = next((place for place in places if place != "pam"), next(iter(places), ""))
        return self._electric(place) if reading.powered else self._generic.get(place)

    def plugged(self, target: Entry | Outside) -> Entry | Outside:
        """Return what `target` becomes once somebody said that it is electric."""
        place = target.subfamily if isinstance(target, Entry) else target.kind
        if place in _NEVER_PLUGGED or (isinstance(target, Entry) and target.powered):
            return target
        return self._electric(place) or target

    def _electric(self, place: str) -> Entry | None:
        return self._powered.get(_POWERED_GENERIC.get(place, "pam"))

    def _is_outside(self, stem: str) -> bool:
        context = self._by_stem.get(stem)
        return context is not None and not context.subfamily
