"""All that is known of the families on a day: what was recorded, assumed, noted, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlmodel import Session

from app.catalog.models import Family
from app.feasibility import queries
from app.feasibility.models import (
    Assumption,
    FeasibilityAssumption,
    FeasibilityDecision,
    Side,
)
from app.feasibility.queries import Refused
from app.feasibility.queries.recorded import Could
from app.feasibility.rules.answers import Answer, Unknown, answer
from app.feasibility.rules.periods import year_before
from app.feasibility.rules.reasons import Known, Reason, Verdict, ranked, reasons, verdict
from app.feasibility.rules.years import Value
from app.partners.registry import Waiting, registry


@dataclass(frozen=True)
class Came:
    """What came of a family in twelve months."""

    units: int = 0
    mass_g: int = 0
    estimated_g: int = 0
    """How much of the mass was read in the dictionary, not on a scale."""


@dataclass(frozen=True)
class Portrait:
    """One family: measured on one side, assumed on the other, and what both answer."""

    known: Known
    came: Came
    could: tuple[Could, ...]
    waiting: tuple[Waiting, ...]
    refused: tuple[Refused, ...]
    assumptions: Mapping[Assumption, FeasibilityAssumption]
    decision: FeasibilityDecision | None

    @property
    def family(self) -> Family:
        """Return which family it is."""
        return self.known.family

    @property
    def answer(self) -> Answer | Unknown:
        """Return what the assumptions answer."""
        return self.known.answer

    @property
    def could_units(self) -> int:
        """Return how many pieces structures say that they could give in a year."""
        return sum(each.units for each in self.could)

    @cached_property
    def verdict(self) -> Verdict:
        """Return how the year stands."""
        return verdict(self.answer)

    @cached_property
    def reasons(self) -> list[Reason]:
        """Return what speaks for and against opening it."""
        return reasons(self.known)


def portraits(session: Session, today: date) -> list[Portrait]:
    """Return every family, the first to look at first; as many statements for seven as for one."""
    since, before = year_before(today)
    came: dict[Family, Came] = dict.fromkeys(Family, Came())
    for each in registry.sums(session, since, before):
        if each.family is not None:
            was = came[each.family]
            came[each.family] = Came(
                was.units + each.units,
                was.mass_g + each.mass_g,
                was.estimated_g + each.estimated_g,
            )
    could = queries.supplies(session)
    could_g = queries.could(could)
    waiting = registry.waiting(session, today)
    refused = queries.refused(session, since)
    assumed = queries.every_assumption(session)
    sides = queries.sides(session)
    decided = queries.last_decisions(session)
    found = {}
    for family in Family:
        asked = tuple(each for each in waiting if each.family is family)
        known = Known(
            family=family,
            answer=answer(values(assumed[family]), came[family].mass_g),
            came_g=came[family].mass_g,
            could_g=could_g[family],
            outlets=sides.get((family, Side.OUTLET), 0),
            competitors=sides.get((family, Side.COMPETITOR), 0),
            waiting=len(asked),
        )
        found[family] = Portrait(
            known=known,
            came=came[family],
            could=tuple(each for each in could if each.family is family),
            waiting=asked,
            refused=tuple(each for each in refused if each.family is family),
            assumptions=assumed[family],
            decision=decided.get(family),
        )
    return [found[each.family] for each in ranked([each.known for each in found.values()])]


def portrait(session: Session, family: Family, today: date) -> Portrait:
    """Return one family."""
    return next(each for each in portraits(session, today) if each.family is family)


def values(rows: Mapping[Assumption, FeasibilityAssumption]) -> dict[Assumption, Value]:
    """Return what the rule needs of kept assumptions."""
    return {kind: Value(row.base, row.per, row.low, row.high) for kind, row in rows.items()}
