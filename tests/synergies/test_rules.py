"""Needs and offers: which fit and why, what may become of one."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.core.errors import RuleBroken
from app.synergies.models import Domain, EntryStatus, Side, Unit
from app.synergies.rules import states
from app.synergies.rules.matching import REACH_M, Fact, best, fit
from app.synergies.rules.sheets import UNITS, EntryFacts, faults
from app.synergies.rules.states import Who

DAY = date(2026, 11, 25)
MONTARGIS, AMILLY, PARIS = (47.997, 2.733), (47.974, 2.770), (48.857, 2.352)
NEED = Fact(
    Side.NEED, Domain.MATERIALS, "Cartons d’emballage", "propres", *MONTARGIS, 10_000, Unit.KILOGRAMS
)  # fmt: skip
OFFER = Fact(
    Side.OFFER, Domain.MATERIALS, "Emballages en carton", "cartons", *AMILLY, 8_000, Unit.KILOGRAMS
)  # fmt: skip
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
WORDS = st.sampled_from(["cartons", "cartons d’emballage", "Emballages CARTON", "vélos", "", "œuf"])
FACTS = st.builds(
    Fact,
    st.sampled_from(Side),
    st.sampled_from([Domain.MATERIALS, Domain.MEANS]),
    WORDS,
    WORDS,
    st.floats(47.5, 48.5),
    st.floats(2.3, 3.1),
    st.none() | st.integers(1, 10**7),
    st.none() | st.sampled_from([Unit.KILOGRAMS, Unit.PIECES]),
    DAYS,
    DAYS,
)


@given(FACTS, FACTS)
def test_a_fit_is_mutual_bounded_and_of_the_same_field(one, other):
    found = fit(one, other)
    assert found == fit(other, one)
    if found is not None:
        assert {one.side, other.side} == set(Side)
        assert one.domain is other.domain
        assert 0 <= found.score <= 100
        assert 0 <= found.distance_m <= REACH_M
        assert found.covered is None or 0 <= found.covered <= 100
        assert found.days is None or found.days >= 1


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_more_offered_never_fits_less(less, more):
    less, more = sorted((less, more))
    low, high = (fit(NEED, replace(OFFER, quantity=n)) for n in (less, more))
    assert low
    assert high
    assert low.score <= high.score


@given(st.floats(0, 0.4), st.floats(0, 0.4))
def test_nearer_never_fits_less(near, far):
    near, far = sorted((near, far))
    lat, lon = MONTARGIS
    close, apart = (fit(NEED, replace(OFFER, lat=lat + d, lon=lon)) for d in (near, far))
    assert close
    assert apart
    assert close.score >= apart.score


def test_it_says_which_share_and_how_far():
    found = fit(NEED, OFFER)
    assert found is not None
    assert found.covered == 80
    assert 3_000 < found.distance_m < 5_000


@pytest.mark.parametrize(
    "change",
    [
        {"side": Side.NEED},
        {"domain": Domain.MEANS},
        {"unit": Unit.PIECES},
        {"lat": PARIS[0], "lon": PARIS[1]},
        {"title": "Vélos", "words": ""},
        {"until": DAY - timedelta(days=1)},
    ],
)
def test_what_cannot_fit_does_not(change):
    need = replace(NEED, starts=DAY)
    assert fit(need, OFFER) is not None
    assert fit(need, replace(OFFER, **change)) is None


def test_a_period_counts_both_its_days():
    found = fit(replace(NEED, starts=DAY), replace(OFFER, until=DAY))
    assert found is not None
    assert found.days == 1


def test_the_best_comes_first_and_no_more_than_asked():
    poor, rich = UUID(int=1), UUID(int=2)
    others = [(poor, replace(OFFER, quantity=1)), (rich, OFFER)]
    assert [key for key, _how in best(NEED, others, limit=2)] == [rich, poor]
    assert [key for key, _how in best(NEED, others, limit=1)] == [rich]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"organisation_id": None}, "organisation"),
        ({"title": " "}, "title"),
        ({"quantity": 0}, "quantity"),
        ({"unit": None}, "unit"),
        ({"quantity": None}, "quantity"),
        ({"unit": Unit.HOURS}, "unit"),
        ({"starts": DAY, "until": DAY - timedelta(days=1)}, "until"),
    ],
)
def test_a_sheet_that_lacks_something_says_where(change, field):
    sheet = EntryFacts(
        UUID(int=1), Side.NEED, Domain.MATERIALS, "Cartons", "45208", *MONTARGIS,
        quantity=1, unit=Unit.KILOGRAMS,
    )  # fmt: skip
    assert list(faults(sheet)) == []
    assert [fault.field for fault in faults(replace(sheet, **change))] == [field]


def test_every_field_has_units_and_every_unit_a_field():
    assert set(UNITS) == set(Domain)
    assert frozenset().union(*UNITS.values()) == set(Unit)


@given(st.sampled_from(EntryStatus), st.sampled_from([*states.MOVES, "forge"]))
def test_only_the_table_moves_an_entry(status, verb):
    move = states.MOVES.get(verb)
    if move and status in move.sources:
        assert states.after(status, verb) is move.target
    else:
        with pytest.raises(RuleBroken):
            states.after(status, verb)


def test_the_table_of_moves_is_frozen_and_withdrawn_is_the_end():
    with pytest.raises(TypeError):
        states.MOVES["forge"] = states.MOVES["close"]  # type: ignore[index]
    assert all(states.verbs(EntryStatus.WITHDRAWN, who) == [] for who in Who)
