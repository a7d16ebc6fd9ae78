"""What matches brought: what may be told, what counts, what it adds up to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.base.core.errors import RuleBroken
from app.synergies import actions
from app.synergies.models import (
    Domain,
    Measure,
    Method,
    ProposalStatus,
    ResultStatus,
    Side,
    SynergyResult,
)
from app.synergies.queries import results
from app.synergies.queries.results import Wanted
from app.synergies.rules.results import MEASURES, SCALES, ResultFacts, faults
from app.synergies.rules.states import Who
from tests.partners.builders import NOW
from tests.synergies.builders import DATED, HAND, TODAY, opened, proposed

WEIGHED = ResultFacts(Measure.MASS, 120_500, TODAY, Method.WEIGHED)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"measure": Measure.PEOPLE, "method": Method.COUNTED}, "measure"),
        ({"thousandths": 0}, "amount"),
        ({"measure": Measure.MONEY, "thousandths": 4, "method": Method.INVOICE}, "amount"),
        ({"measure": Measure.MONEY}, "method"),
        ({"day": None}, "day"),
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"day": TODAY - timedelta(days=2)}, "day"),
    ],
)
def test_a_result_that_cannot_be_says_where(change, field):
    since = TODAY - timedelta(days=1)

    def found(facts):
        told = faults(facts, Domain.MATERIALS, opened_on=since, today=TODAY)
        return [each.field for each in told]

    assert found(WEIGHED) == []
    assert found(replace(WEIGHED, day=since)) == []
    assert field in found(replace(WEIGHED, **change))


def test_people_are_whole():
    half = ResultFacts(Measure.PEOPLE, 1_500, TODAY, Method.COUNTED)
    told = faults(half, Domain.SKILLS, opened_on=TODAY, today=TODAY)
    assert [each.field for each in told] == ["amount"]


@given(st.sampled_from(Measure), st.integers(1, 10**6))
def test_what_is_typed_whole_is_stored_whole(measure, typed):
    facts = ResultFacts(measure, typed * 1000, TODAY, Method.ESTIMATE)
    assert facts.amount == typed * SCALES[measure]


def test_every_field_has_measures_and_every_measure_a_field():
    assert set(MEASURES) == set(Domain)
    assert {each for held in MEASURES.values() for each in held} == set(Measure)


@pytest.mark.usefixtures("communes")
class TestActions:
    def test_what_staff_enter_counts_and_says_that_it_is_under_way(self, session):
        pair = opened(session)
        made, new = actions.tell(session, pair, WEIGHED, **DATED)
        assert (made.status, made.amount, new) == (ResultStatus.CONFIRMED, 120_500, True)
        assert pair.row.status is ProposalStatus.UNDER_WAY

    def test_what_a_structure_tells_counts_once_staff_confirm(self, session):
        pair = opened(session)
        made, _new = actions.tell(session, pair, WEIGHED, told_by=Side.NEED, **DATED)
        assert results.totals(session, Wanted()) == []
        assert [each.row.id for each in results.to_confirm(session)] == [made.id]
        assert actions.confirm(session, pair, made, **HAND)
        assert not actions.confirm(session, pair, made, **HAND)
        assert [each.amount for each in results.totals(session, Wanted())] == [120_500]

    def test_what_both_sides_tell_of_a_day_is_counted_once(self, session):
        pair = opened(session)
        first, _new = actions.tell(session, pair, WEIGHED, told_by=Side.NEED, **DATED)
        again, new = actions.tell(session, pair, WEIGHED, told_by=Side.OFFER, **DATED)
        assert (again.id, new) == (first.id, False)
        other = replace(WEIGHED, thousandths=130_000)
        with pytest.raises(RuleBroken) as refusal:
            actions.tell(session, pair, other, told_by=Side.OFFER, **DATED)
        assert refusal.value.field == "day"
        actions.tell(session, pair, WEIGHED, **DATED)
        assert first.status is ResultStatus.CONFIRMED

    def test_the_database_counts_a_day_once(self, session):
        pair = opened(session)
        for _each in range(2):
            session.add(
                SynergyResult(
                    proposal_id=pair.row.id,
                    measure=Measure.MASS,
                    amount=1,
                    day=TODAY,
                    method=Method.WEIGHED,
                    status=ResultStatus.CONFIRMED,
                    settled_at=NOW,
                )
            )
        with pytest.raises(IntegrityError):
            session.flush()

    def test_what_was_set_aside_counts_no_more_and_gives_its_day_back(self, session):
        pair = opened(session)
        wrong, _new = actions.tell(session, pair, WEIGHED, **DATED)
        with pytest.raises(RuleBroken) as refusal:
            actions.set_aside(session, pair, wrong, " ", **HAND)
        assert refusal.value.field == "reason"
        actions.set_aside(session, pair, wrong, "Tare oubliée", **HAND)
        right = replace(WEIGHED, thousandths=100_000)
        actions.tell(session, pair, right, **DATED)
        assert [each.amount for each in results.totals(session, Wanted())] == [100_000]
        with pytest.raises(RuleBroken):
            actions.confirm(session, pair, wrong, **HAND)

    def test_a_concluded_match_keeps_a_result_until_it_is_taken_up_again(self, session):
        pair = opened(session)
        only, _new = actions.tell(session, pair, WEIGHED, **DATED)
        actions.go(session, pair, "conclude", who=Who.STAFF, **DATED)
        with pytest.raises(RuleBroken):
            actions.set_aside(session, pair, only, "Faux", **HAND)
        actions.go(session, pair, "resume", who=Who.STAFF, **DATED)
        assert pair.row.status is ProposalStatus.UNDER_WAY
        assert actions.set_aside(session, pair, only, "Faux", **HAND)

    def test_nothing_is_told_of_what_is_not_open(self, session):
        with pytest.raises(RuleBroken):
            actions.tell(session, proposed(session), WEIGHED, **DATED)

    def test_totals_are_by_year_field_and_measure_and_open_their_records(self, session):
        pair = opened(session)
        later = {"today": TODAY + timedelta(days=60)}
        actions.tell(session, pair, WEIGHED, **DATED)
        days = (TODAY + timedelta(days=n) for n in (1, 50))
        for day in days:
            actions.tell(session, pair, replace(WEIGHED, day=day), **(DATED | later))
        saved = ResultFacts(Measure.DISTANCE, 42_000, TODAY, Method.ESTIMATE)
        actions.tell(session, pair, saved, **DATED)
        found = results.totals(session, Wanted())
        told = [(each.year, each.measure.value, each.amount, each.records) for each in found]
        assert told == [(2027, "kg", 120_500, 1), (2026, "kg", 241_000, 2), (2026, "km", 42_000, 1)]
        wanted = Wanted(2026, Domain.MATERIALS, Measure.MASS)
        assert results.count(session, wanted) == 2
        assert sum(each.row.amount for each in results.records(session, wanted)) == 241_000
        assert results.years(session) == [2027, 2026]
