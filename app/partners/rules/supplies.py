"""What a structure could give in a year, as somebody estimates it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.catalog.models import Family

YEARS: Final = range(2000, 2101)
MOST: Final = 2_000_000_000
"""What the database's integer holds, in grams or units: two thousand tonnes."""
YEAR: Final = N_("Écrivez une année entre 2000 et 2100.")
NOTHING: Final = N_("Donnez un nombre d’objets ou un poids, même approximatif.")
TOO_MUCH: Final = N_("C’est plus que tout le territoire ne possède : relisez le nombre et l’unité.")
SOURCELESS: Final = N_(
    "Dites d’où vient ce chiffre : un entretien, les enlèvements passés, un ratio…"
)


@dataclass(frozen=True)
class SupplyFacts:
    """An estimate for one year and family; the mass in grams."""

    year: int
    family: Family
    units: int
    mass_g: int
    source: str


def faults(facts: SupplyFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with an estimate."""
    if facts.year not in YEARS:
        yield RuleBroken(YEAR, field="year")
    if facts.units <= 0 and facts.mass_g <= 0:
        yield RuleBroken(NOTHING, field="units")
    if facts.units > MOST:
        yield RuleBroken(TOO_MUCH, field="units")
    if facts.mass_g > MOST:
        yield RuleBroken(TOO_MUCH, field="mass")
    if not facts.source.strip():
        yield RuleBroken(SOURCELESS, field="source")
