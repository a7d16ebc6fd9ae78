"""What the team enters: guarded by rules and database, in the trail, never lost to a neighbour."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.catalog.models import Family
from app.feasibility import actions, queries
from app.feasibility.due import due
from app.feasibility.models import (
    Choice,
    FeasibilityAssumption,
    FeasibilityPlayer,
    Per,
    Side,
)
from app.feasibility.picture import portrait
from app.feasibility.rules.answers import Answer, Unknown
from app.feasibility.rules.sheets import DecisionFacts, PlayerFacts, SheetFacts
from app.partners import actions as partners
from app.partners.models import Supply
from app.partners.registry import registry
from tests.feasibility.builders import NOW, SOFIA, TODAY, TONNE, A, assume, fill
from tests.partners.builders import structure
from tests.reviews.test_dependency import arrival

HAND = {"actor": SOFIA, "now": NOW}
TEXTILE = Family.TEXTILE


def last_trail(session) -> TrailEntry:
    query = select(TrailEntry).where(TrailEntry.room == "feasibility")
    return session.exec(query.order_by(sa.desc(TrailEntry.number))).first()


def test_an_assumption_keeps_its_unit_source_day_and_author(session):
    assume(session, A.PRICE, low=100, high=250)
    row = queries.assumptions(session, TEXTILE)[A.PRICE]
    assert (row.low, row.base, row.high, row.per) == (100, 180, 250, Per.REUSED_KG)
    assert (row.source, row.as_of, row.author) == ("Devis", TODAY, "Sofia Garnier")
    assert queries.assumptions(session, Family.LIVRES) == {}


def test_the_trail_tells_amounts_and_no_free_words(session):
    assume(session, A.PRICE, source="Mme Roy, 06 12 34 56 78")
    entry = last_trail(session)
    assert (entry.verb, entry.subject) == ("assume", "feasibility:textile")
    assert entry.after["base"] == 180
    assert entry.after["source"] == "…"


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (A.PRICE, {"base": None}, "base"),
        (A.PRICE, {"low": 200}, "low"),
        (A.PRICE, {"high": 100}, "high"),
        (A.PRICE, {"base": 10**13}, "base"),
        (A.PRICE, {"per": Per.HOUR}, "per"),
        (A.PRICE, {"source": " "}, "source"),
        (A.PRICE, {"as_of": TODAY + timedelta(days=1)}, "as_of"),
        (A.REUSE, {"high": 1001}, "high"),
    ],
)
def test_an_assumption_that_cannot_be_is_refused_beside_its_field(session, kind, facts, field):
    with pytest.raises(RuleBroken) as refusal:
        assume(session, kind, **facts)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "facts",
    [
        {"low": 200},
        {"high": 100},
        {"base": -1},
        {"per": Per.HOUR},
        {"source": ""},
        {"kind": A.REUSE, "per": Per.SHARE, "base": 1001},
        {"kind": A.WEIGHT, "per": Per.PIECE, "base": 0},
    ],
)
def test_the_database_refuses_it_too(session, facts):
    known = {"family": TEXTILE, "kind": A.PRICE, "per": Per.REUSED_KG, "base": 180}
    known |= {"source": "Devis", "as_of": TODAY, "author": "Sofia"}
    session.add(FeasibilityAssumption(**(known | facts)))
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_assumption_changed_meanwhile_is_not_overwritten(session):
    assume(session, A.PRICE, seen=0)
    with pytest.raises(Stale):
        assume(session, A.PRICE, base=200, seen=0)
    assert assume(session, A.PRICE, base=200, seen=1)
    assert not assume(session, A.PRICE, base=200, seen=2)


def test_a_forgotten_assumption_is_unknown_again(session):
    fill(session)
    assert isinstance(portrait(session, TEXTILE, TODAY).answer, Answer)
    with pytest.raises(Stale):
        actions.forget(session, TEXTILE, A.PRICE, **HAND, seen=9)
    assert actions.forget(session, TEXTILE, A.PRICE, **HAND, seen=1)
    assert portrait(session, TEXTILE, TODAY).answer == Unknown((A.PRICE,))
    assert not actions.forget(session, TEXTILE, A.PRICE, **HAND)


def test_a_market_described_twice_at_once_keeps_both_hands_apart(session):
    assert actions.describe(session, TEXTILE, SheetFacts(demand="Forte"), **HAND, seen=0)
    with pytest.raises(Stale):
        actions.describe(session, TEXTILE, SheetFacts(demand="Faible"), **HAND, seen=0)
    assert actions.describe(session, TEXTILE, SheetFacts(space_m2=80), **HAND, seen=1)
    assert queries.sheet(session, TEXTILE).space_m2 == 80


def test_somebody_is_noted_once_on_a_side(session):
    shop = structure(session, name="Friperie")
    facts = PlayerFacts(Side.OUTLET, shop.id)
    row = actions.name(session, TEXTILE, facts, **HAND)
    with pytest.raises(RuleBroken) as refusal:
        actions.name(session, TEXTILE, facts, **HAND)
    assert refusal.value.field == "organisation"
    actions.name(session, TEXTILE, PlayerFacts(Side.COMPETITOR, shop.id), **HAND)
    with pytest.raises(NotFound):
        queries.player(session, Family.LIVRES, row.id)
    actions.unname(session, row, **HAND)
    assert [each.side for each in queries.players(session, TEXTILE)] == [Side.COMPETITOR]


@pytest.mark.parametrize("named", [True, False])
def test_nobody_or_two_names_is_refused(session, named):
    shop = structure(session).id if named else None
    facts = PlayerFacts(Side.OUTLET, shop, "Friperie" if named else " ")
    with pytest.raises(RuleBroken) as refusal:
        actions.name(session, TEXTILE, facts, **HAND)
    assert refusal.value.field == "name"


def test_an_outlet_follows_a_merge_even_when_both_are_noted(session):
    gone, kept = structure(session, name="Friperie"), structure(session, name="La Friperie")
    for each in (gone, kept):
        actions.name(session, TEXTILE, PlayerFacts(Side.OUTLET, each.id), **HAND)
    actions.name(session, Family.LIVRES, PlayerFacts(Side.OUTLET, gone.id), **HAND)
    partners.merge(session, gone.id, kept.id, **HAND)
    rows = session.exec(select(FeasibilityPlayer)).all()
    assert {(row.family, row.organisation_id) for row in rows} == {
        (TEXTILE, kept.id),
        (Family.LIVRES, kept.id),
    }


def decide(session, choice=Choice.WAIT, **facts):
    seen = facts.pop("seen", None)
    known = {"why": "Trop cher", "decided_by": "Comité", "decided_on": TODAY}
    sheet = DecisionFacts(choice, **(known | facts))
    found = portrait(session, TEXTILE, TODAY).answer
    return actions.decide(session, TEXTILE, sheet, found, **HAND, today=TODAY, seen=seen)


def test_a_decision_keeps_what_the_sheet_answered_that_day(session):
    assert decide(session).base_cents is None
    fill(session)
    assert decide(session, Choice.STUDY).base_cents == -50_000
    assert [row.choice for row in queries.decisions(session, TEXTILE)] == [
        Choice.STUDY,
        Choice.WAIT,
    ]
    assert queries.last_decisions(session)[TEXTILE].choice is Choice.STUDY


@pytest.mark.parametrize("statement", ["UPDATE {} SET why = 'x'", "DELETE FROM {}"])
def test_the_database_keeps_decisions_as_they_are(session, statement):
    decide(session)
    with pytest.raises(DatabaseError, match="append only"):
        session.execute(sa.text(statement.format("feasibility_decision")))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"why": " "}, "why"),
        ({"decided_by": ""}, "decided_by"),
        ({"decided_on": TODAY + timedelta(days=1)}, "decided_on"),
        ({"review_on": TODAY}, "review_on"),
    ],
)
def test_a_decision_says_who_when_and_why(session, facts, field):
    with pytest.raises(RuleBroken) as refusal:
        decide(session, **facts)
    assert refusal.value.field == field


def test_two_people_who_decide_at_once_do_not_cover_each_other(session):
    decide(session, seen=0)
    with pytest.raises(Stale):
        decide(session, Choice.OPEN, seen=0)


def test_figures_beyond_reason_are_not_kept_with_a_decision(session):
    fill(session)
    assume(session, A.VOLUME, base=10**12)
    assume(session, A.HOURLY, base=10**11)
    with pytest.raises(RuleBroken, match="unités"):
        decide(session)


def test_the_morning_list_tells_the_review_of_the_decision_that_holds(session):
    decide(session, review_on=TODAY + timedelta(days=15))
    assert list(due(session, TODAY)) == []
    (told,) = due(session, TODAY + timedelta(days=1))
    assert told.href == "/gestion/faisabilite/textile"
    assert "à revoir le 10/12/2026" in told.sentence.replace("\xa0", " ") % told.values
    decide(session, Choice.OPEN)
    assert list(due(session, TODAY + timedelta(days=1))) == []


def test_measured_and_said_volumes_are_told_apart(session, monkeypatch):
    came = [arrival(family=TEXTILE, mass_g=TONNE), arrival(mass_g=5)]
    monkeypatch.setattr(registry, "arrivals_of", {"test": lambda *_: came})
    gone = structure(session, name="Ancienne")
    for who, year, mass_g in ((structure(session).id, 2026, 70), (gone.id, 2026, 900)):
        session.add(Supply(organisation_id=who, year=year, family=TEXTILE, mass_g=mass_g))
    gone.closed_at = NOW
    session.flush()
    found = portrait(session, TEXTILE, date(2026, 11, 25))
    assert (found.came.mass_g, found.known.could_g) == (TONNE, 70)
    assert found.answer.missing[0] is not A.VOLUME
