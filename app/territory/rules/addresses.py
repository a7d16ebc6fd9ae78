"""When to believe a geocoder: its score, and what the text itself says of the commune."""

from collections.abc import Iterable, Sequence

from app.base.core.text import fold
from app.territory.rules.places import Choice, Hit, Place, Precision, Town
from app.territory.rules.readings import Reading

ENOUGH = 0.6
"""Score below which an answer is a question: "ville mandeur" gives Mandeure (Doubs) 0.43."""
PLAUSIBLE = 0.4
"""Score below which an answer is not even shown."""
SAME_SCORE = 0.05
MOST_HITS = 5


def best(reading: Reading, hits: Sequence[Hit], towns: Sequence[Town]) -> Hit | None:
    """Return the first street or address that can be believed and contradicts nothing typed."""
    for hit in hits:
        if hit.score >= ENOUGH and _is_finer(hit) and _agrees(hit, reading, towns):
            return hit
    return None


def rivals(hit: Hit, reading: Reading, hits: Sequence[Hit], towns: Sequence[Town]) -> list[Hit]:
    """Return the hits in another commune that are as good: a street name many communes have."""
    if names_its_town(reading, hit):
        return []
    return [
        other
        for other in hits
        if other.insee != hit.insee
        and other.score >= hit.score - SAME_SCORE
        and _agrees(other, reading, towns)
    ]


def names_its_town(reading: Reading, hit: Hit) -> bool:
    """Tell whether the text itself holds the hit's postcode or commune."""
    if reading.postcode:
        return reading.postcode == hit.postcode
    city = fold(hit.city)
    return bool(city) and f" {city} " in f" {fold(reading.text)} "


def hit_place(hit: Hit, *, in_territory: bool) -> Place:
    """Return the place of a believed hit."""
    return Place(
        label=hit.label,
        lat=hit.lat,
        lon=hit.lon,
        insee=hit.insee,
        commune=hit.city,
        precision=hit.precision,
        approximate=False,
        in_territory=in_territory,
    )


def hit_choices(hits: Iterable[Hit], territory: frozenset[str]) -> tuple[Choice, ...]:
    """Return the hits worth asking about, those of the territory first."""
    worth = [hit for hit in hits if hit.score >= PLAUSIBLE and _is_finer(hit)]
    ranked = sorted(worth, key=lambda hit: hit.insee not in territory)
    return tuple(_choice(hit, territory) for hit in ranked[:MOST_HITS])


def _choice(hit: Hit, territory: frozenset[str]) -> Choice:
    return Choice(
        label=hit.label,
        department="",
        postcode=hit.postcode,
        value=hit.label,
        in_territory=hit.insee in territory,
    )


def _is_finer(hit: Hit) -> bool:
    """Tell a street or an address from a commune, which our own table knows better."""
    return hit.precision is not Precision.COMMUNE


def _agrees(hit: Hit, reading: Reading, towns: Sequence[Town]) -> bool:
    """Tell whether nothing typed speaks against the hit.

    "rue de Lorris" may end with a commune's name and still be a street of another one: then
    the hit's label explains every word that was typed.
    """
    if reading.postcode and hit.postcode:
        return reading.postcode == hit.postcode
    if not towns or hit.insee in {town.insee for town in towns}:
        return True
    return set(fold(reading.text).split()) <= set(fold(hit.label).split())
