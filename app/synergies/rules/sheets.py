"""What a need or an offer must hold."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.synergies.models import Domain, EntryStatus, Material, Side, SynergyEntry, Unit

TITLELESS: Final = N_("Donnez un titre, par exemple « Cartons pour emballer des écrans ».")
OWNERLESS: Final = N_("Choisissez la structure.")
UNITLESS: Final = N_("Choisissez l’unité de cette quantité.")
AMOUNTLESS: Final = N_("Écrivez la quantité, ou retirez l’unité.")
NOTHING: Final = N_("La quantité doit dépasser zéro.")
ORDER: Final = N_("La fin vient avant le début : corrigez l’une des deux dates.")
ODD: Final = N_("Cette unité ne va pas avec ce domaine.")
FLOWLESS: Final = N_("Une matière ne se dit que d’un flux de matières.")
BOUND: Final = N_(
    "Une mise en relation s’appuie sur cette fiche : structure, besoin ou offre, domaine et unité"
    " ne changent plus. Retirez la fiche et faites-en une autre."
)
TAKEN: Final = N_("Des mises en relation en prennent déjà davantage : écrivez au moins %(used)s.")
PAST: Final = N_("Ce jour est passé : repoussez la fin avant de mettre en ligne.")
TOLD_BEFORE: Final = timedelta(days=15)
"""How long before its last day an entry is told."""
UNITS: Final = {
    Domain.SKILLS: frozenset({Unit.HOURS, Unit.PLACES}),
    Domain.MATERIALS: frozenset({Unit.KILOGRAMS, Unit.CUBIC_METRES, Unit.PIECES}),
    Domain.MEANS: frozenset({Unit.HOURS, Unit.CUBIC_METRES, Unit.PLACES, Unit.PIECES}),
    Domain.MOBILITY: frozenset({Unit.PLACES, Unit.PIECES, Unit.HOURS}),
}


@dataclass(frozen=True)
class EntryFacts:
    """An entry as somebody typed it, at a place that is known."""

    organisation_id: UUID | None
    side: Side
    domain: Domain
    title: str
    insee: str
    lat: float
    lon: float
    words: str = ""
    quantity: int | None = None
    unit: Unit | None = None
    starts: date | None = None
    until: date | None = None
    recurring: bool = False
    material: Material | None = None

    @classmethod
    def of(cls, row: SynergyEntry) -> "EntryFacts":
        """Return the facts of a kept entry."""
        return cls(**{each.name: getattr(row, each.name) for each in fields(cls)})


def faults(facts: EntryFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with an entry."""
    if facts.organisation_id is None:
        yield RuleBroken(OWNERLESS, field="organisation")
    if not facts.title.strip():
        yield RuleBroken(TITLELESS, field="title")
    if facts.quantity is not None and facts.quantity <= 0:
        yield RuleBroken(NOTHING, field="quantity")
    if facts.quantity is not None and facts.unit is None:
        yield RuleBroken(UNITLESS, field="unit")
    if facts.quantity is None and facts.unit is not None:
        yield RuleBroken(AMOUNTLESS, field="quantity")
    if facts.unit is not None and facts.unit not in UNITS[facts.domain]:
        yield RuleBroken(ODD, field="unit")
    if facts.material is not None and facts.domain is not Domain.MATERIALS:
        yield RuleBroken(FLOWLESS, field="material")
    if facts.starts and facts.until and facts.until < facts.starts:
        yield RuleBroken(ORDER, field="until")


def said_number(thousandths: int) -> str:
    """Return a stored quantity as people type it: 2500 is "2,5"."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole},{rest:03d}".rstrip("0").rstrip(",")


def check_bound(before: EntryFacts, after: EntryFacts, *, used: int, said: str) -> None:
    """Raise RuleBroken when a correction contradicts proposals that lean on the entry.

    `used` is what they take, `said` the same as people read it.
    """
    for name in ("organisation_id", "side", "domain", "unit"):
        if getattr(before, name) != getattr(after, name):
            raise RuleBroken(BOUND, field=name.removesuffix("_id"))
    if after.quantity is not None and after.quantity < used:
        raise RuleBroken(TAKEN, field="quantity", used=said)


def over(until: date | None, today: date) -> bool:
    """Tell whether the last day has passed."""
    return until is not None and until < today


def shows_past(status: EntryStatus, until: date | None, today: date) -> bool:
    """Tell whether an entry would be online after its end."""
    return status is EntryStatus.OPEN and over(until, today)
