"""What an assumption, a name, a market sheet and a decision must hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.feasibility.models import MOST, FeasibilityAssumption, FeasibilitySheet
from app.feasibility.rules.years import RATE
from app.feasibility.words import Assumption, Choice, Per, Side

BASELESS: Final = N_("Écrivez au moins la valeur la plus probable ; 0 est une réponse.")
TOO_LOW: Final = N_("La valeur basse dépasse la valeur probable.")
TOO_HIGH: Final = N_("La valeur haute est sous la valeur probable.")
HUGE: Final = N_("Ce nombre est trop grand : vérifiez l’unité.")
OVER_ALL: Final = N_("Une part ne dépasse pas 100 %.")
WEIGHTLESS: Final = N_("Une pièce pèse plus de 0 kg.")
SOURCELESS: Final = N_("Dites d’où vient ce chiffre : une visite, un devis, des comptes…")
UNIT: Final = N_("Choisissez de quoi vous parlez dans la liste.")
LATER: Final = N_("Ce jour n’est pas encore venu.")
NAMELESS: Final = N_("Choisissez une structure, ou écrivez un nom.")
TWO_NAMES: Final = N_("Choisissez une structure ou écrivez un nom, pas les deux.")
REASONLESS: Final = N_("Dites pourquoi, en une phrase.")
UNSIGNED: Final = N_("Dites qui décide, par exemple « Comité de pilotage ».")
BEYOND: Final = N_("Ces chiffres dépassent tout ce qu’un territoire dépense : relisez les unités.")
REVIEW: Final = N_("On revoit une décision après l’avoir prise : corrigez la date.")
TOLD_BEFORE: Final = timedelta(days=14)
"""How long before its day a review is told."""


@dataclass(frozen=True)
class AssumptionFacts:
    """An assumption as somebody typed it."""

    per: Per
    base: int | None
    source: str
    as_of: date
    low: int | None = None
    high: int | None = None

    @classmethod
    def of(cls, row: FeasibilityAssumption) -> "AssumptionFacts":
        """Return the facts of a kept assumption."""
        return cls(row.per, row.base, row.source, row.as_of, row.low, row.high)


@dataclass(frozen=True)
class SheetFacts:
    """The market of a family as somebody typed it."""

    prices: str = ""
    demand: str = ""
    space_m2: int | None = None
    note: str = ""

    @classmethod
    def of(cls, row: FeasibilitySheet) -> "SheetFacts":
        """Return the facts of a kept sheet."""
        return cls(row.prices, row.demand, row.space_m2, row.note)


@dataclass(frozen=True)
class PlayerFacts:
    """An outlet or a competitor as somebody typed it."""

    side: Side
    organisation_id: UUID | None = None
    name: str = ""
    words: str = ""


@dataclass(frozen=True)
class DecisionFacts:
    """A decision as somebody typed it."""

    choice: Choice
    why: str
    decided_by: str
    decided_on: date
    review_on: date | None = None


def assumption_faults(
    kind: Assumption, facts: AssumptionFacts, today: date
) -> Iterator[RuleBroken]:
    """Yield what is wrong with an assumption."""
    if facts.per not in kind.units:
        yield RuleBroken(UNIT, field="per")
    if facts.base is None:
        yield RuleBroken(BASELESS, field="base")
        return
    if facts.low is not None and facts.low > facts.base:
        yield RuleBroken(TOO_LOW, field="low")
    if facts.high is not None and facts.high < facts.base:
        yield RuleBroken(TOO_HIGH, field="high")
    for name in ("low", "base", "high"):
        sentence = _wrong(kind, getattr(facts, name))
        if sentence:
            yield RuleBroken(sentence, field=name)
    if not facts.source.strip():
        yield RuleBroken(SOURCELESS, field="source")
    if facts.as_of > today:
        yield RuleBroken(LATER, field="as_of")


def player_faults(facts: PlayerFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with an outlet or a competitor."""
    if facts.organisation_id is None and not facts.name.strip():
        yield RuleBroken(NAMELESS, field="name")
    if facts.organisation_id is not None and facts.name.strip():
        yield RuleBroken(TWO_NAMES, field="name")


def decision_faults(facts: DecisionFacts, today: date) -> Iterator[RuleBroken]:
    """Yield what is wrong with a decision."""
    if not facts.why.strip():
        yield RuleBroken(REASONLESS, field="why")
    if not facts.decided_by.strip():
        yield RuleBroken(UNSIGNED, field="decided_by")
    if facts.decided_on > today:
        yield RuleBroken(LATER, field="decided_on")
    if facts.review_on is not None and facts.review_on <= facts.decided_on:
        yield RuleBroken(REVIEW, field="review_on")


def _wrong(kind: Assumption, amount: int | None) -> str:
    """Return what is wrong with one amount by itself, or nothing."""
    if amount is None:
        return ""
    if kind is Assumption.REUSE and amount > RATE:
        return OVER_ALL
    if kind is Assumption.WEIGHT and not amount:
        return WEIGHTLESS
    return HUGE if amount > MOST else ""
