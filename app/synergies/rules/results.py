"""What a match brought: which measures have sense, in what they are stored and said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.synergies.models import Domain, Measure, Method, ProposalStatus, ResultStatus
from app.synergies.rules.proposals import TELLING

ODD: Final = N_("Cette mesure n’a pas de sens dans ce domaine.")
NOTHING: Final = N_("Le résultat doit dépasser zéro.")
WHOLE: Final = N_("Des personnes se comptent en nombre entier.")
DAYLESS: Final = N_("Dites de quel jour est ce résultat.")
FUTURE: Final = N_("Ce jour est à venir : notez le résultat quand il est là.")
EARLY: Final = N_("Ce jour vient avant la mise en relation.")
UNWEIGHED: Final = N_("Seuls des kilos se pèsent : choisissez une autre façon.")
CLOSED: Final = N_("Cette mise en relation n’est pas ouverte : aucun résultat à noter.")
SETTLED: Final = N_("Ce résultat est déjà « %(status)s » : rien n’a changé.")
REASONLESS: Final = N_("Dites pourquoi ce résultat ne compte pas.")
NONE_YET: Final = N_("Confirmez d’abord au moins un résultat, ou terminez sans résultat.")
LAST_ONE: Final = N_("C’est le seul résultat d’une relation conclue : reprenez d’abord le suivi.")
TWICE: Final = N_(
    "Un résultat de cette mesure est déjà noté pour ce jour : écartez-le d’abord s’il est faux."
)
SCALES: Final = {
    Measure.MASS: 1000,
    Measure.MONEY: 100,
    Measure.DISTANCE: 1000,
    Measure.TIME: 60,
    Measure.PEOPLE: 1,
}
"""Stored units (grams, cents, metres, minutes, persons) in one of what people type."""
MEASURES: Final = {
    Domain.SKILLS: (Measure.TIME, Measure.PEOPLE, Measure.MONEY),
    Domain.MATERIALS: (Measure.MASS, Measure.MONEY, Measure.DISTANCE),
    Domain.MEANS: (Measure.TIME, Measure.MONEY, Measure.DISTANCE, Measure.PEOPLE),
    Domain.MOBILITY: (Measure.DISTANCE, Measure.PEOPLE, Measure.MONEY),
}


@dataclass(frozen=True)
class ResultFacts:
    """A result as somebody typed it; `thousandths` of kilos, euros, kilometres, hours, persons."""

    measure: Measure
    thousandths: int
    day: date | None
    method: Method
    words: str = ""

    @property
    def amount(self) -> int:
        """Return what is stored; of half a cent nothing is made up."""
        return self.thousandths * SCALES[self.measure] // 1000


def faults(
    facts: ResultFacts, domain: Domain, *, opened_on: date, today: date
) -> Iterator[RuleBroken]:
    """Yield what is wrong with a result."""
    if facts.measure not in MEASURES[domain]:
        yield RuleBroken(ODD, field="measure")
    if facts.measure is Measure.PEOPLE and facts.thousandths % 1000:
        yield RuleBroken(WHOLE, field="amount")
    elif facts.amount <= 0:
        yield RuleBroken(NOTHING, field="amount")
    if facts.method is Method.WEIGHED and facts.measure is not Measure.MASS:
        yield RuleBroken(UNWEIGHED, field="method")
    if facts.day is None:
        yield RuleBroken(DAYLESS, field="day")
    elif facts.day > today:
        yield RuleBroken(FUTURE, field="day")
    elif facts.day < opened_on:
        yield RuleBroken(EARLY, field="day")


def check_told(status: ProposalStatus) -> None:
    """Raise RuleBroken where no result may be told."""
    if status not in TELLING:
        raise RuleBroken(CLOSED)


def check_settle(status: ResultStatus, *, sources: frozenset[ResultStatus]) -> None:
    """Raise RuleBroken when a result is settled otherwise already."""
    if status not in sources:
        raise RuleBroken(SETTLED, status=status.label)
