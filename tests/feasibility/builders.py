"""A family whose figures are round: 10 t a year, half of it reused."""

from datetime import UTC, date, datetime

from app.base.core.actors import Actor
from app.catalog.models import Family
from app.feasibility import actions
from app.feasibility.models import Assumption, Per
from app.feasibility.rules.sheets import AssumptionFacts
from app.feasibility.rules.years import Value

A = Assumption
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SOFIA = Actor(id=None, label="Sofia Garnier")
TONNE = 1_000_000
ROUND = {
    A.VOLUME: Value(10 * TONNE, Per.YEAR),
    A.REUSE: Value(500, Per.SHARE),
    A.WORK: Value(40 * 60, Per.TONNE),
    A.HOURLY: Value(1500, Per.HOUR),
    A.TRANSPORT: Value(10_000, Per.TONNE),
    A.STORAGE: Value(5_000, Per.TONNE),
    A.DISPOSAL: Value(20_000, Per.LOST_TONNE),
    A.FIXED: Value(100_000, Per.YEAR),
    A.PRICE: Value(180, Per.REUSED_KG),
    A.SUPPORT: Value(0, Per.TONNE),
}
"""Costs: 6,000 € of work, 1,000 transport, 500 storage, 1,000 disposal, 1,000 fixed: 9,500 €.
Income: 5,000 kg at 1.80 €: 9,000 €."""


def assume(session, kind, *, family=Family.TEXTILE, **facts):
    """Write one round assumption, or what `facts` say of it."""
    value = ROUND[kind]
    known = {"per": value.per, "base": value.base, "source": "Devis", "as_of": TODAY}
    hand = {"actor": SOFIA, "now": NOW, "today": TODAY}
    seen = facts.pop("seen", None)
    sheet = AssumptionFacts(**(known | facts))
    return actions.assume(session, family, kind, sheet, **hand, seen=seen)


def fill(session, family=Family.TEXTILE):
    """Write all round assumptions of a family."""
    for kind in ROUND:
        assume(session, kind, family=family)
