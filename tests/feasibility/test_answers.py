"""What a year answers: figures that add up, ranges that hold, unknowns that stay unknown."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.catalog.models import Family
from app.feasibility.models import Per
from app.feasibility.rules.answers import NEEDED, Answer, Unknown, answer
from app.feasibility.rules.periods import year_before
from app.feasibility.rules.reasons import Known, Verdict, ranked, reasons, verdict
from app.feasibility.rules.years import LINES, Value, year
from app.feasibility.words import UNITS
from tests.feasibility.builders import ROUND, TONNE, A

TOP = {A.VOLUME: 500 * TONNE, A.REUSE: 1000, A.WORK: 6000, A.FIXED: 10_000_000}


@st.composite
def values(draw):
    """Draw a complete family, each assumption with or without its low and high."""
    found = {}
    for kind in A:
        least = 1 if kind is A.WEIGHT else 0
        ends = sorted(
            draw(st.lists(st.integers(least, TOP.get(kind, 50_000)), min_size=3, max_size=3))
        )
        low, base, high = ends
        found[kind] = Value(
            base,
            draw(st.sampled_from(UNITS[kind])),
            draw(st.sampled_from([None, low])),
            draw(st.sampled_from([None, high])),
        )
    return found


def within(known, share):
    """Return a point of the box, `share` per cent of the way from low to high."""
    return {
        kind: value.least + (value.most - value.least) * share(kind) // 100
        for kind, value in known.items()
    }


def test_a_round_year_is_worked_out_by_hand():
    found = answer(ROUND, 0)
    assert isinstance(found, Answer)
    base = found.base
    assert (base.reused_g, base.discarded_g) == (5 * TONNE, 5 * TONNE)
    assert (base.minutes, base.work_cents) == (400 * 60, 600_000)
    assert (base.cost_cents, base.income_cents, base.balance_cents) == (950_000, 900_000, -50_000)
    assert base.full_time_hundredths == 25
    assert found.price_cents == 190
    assert found.worst == found.best == base
    assert found.swings == ()


def test_the_worst_year_is_dear_and_sells_low_the_best_the_other_way():
    known = ROUND | {
        A.FIXED: Value(100_000, Per.YEAR, 40_000, 300_000),
        A.PRICE: Value(180, Per.REUSED_KG, 150, 200),
    }
    found = answer(known, 0)
    assert (found.worst.fixed_cents, found.worst.sales_cents) == (300_000, 750_000)
    assert (found.best.fixed_cents, found.best.sales_cents) == (40_000, 1_000_000)
    assert [each.kind for each in found.swings] == [A.FIXED, A.PRICE]


def test_the_rate_that_balances_the_round_year():
    # At 500 per mille 500 € are missing; each per mille brings 18 € of sales and saves 2 €.
    assert answer(ROUND, 0).rate == 525


def test_things_told_by_the_piece_need_the_weight_of_one():
    by_piece = ROUND | {A.WORK: Value(20, Per.PIECE)}
    assert answer(by_piece, 0) == Unknown((A.WEIGHT,))
    found = answer(by_piece | {A.WEIGHT: Value(10_000, Per.PIECE)}, 0)
    assert found.base.minutes == 1000 * 20


@pytest.mark.parametrize("kind", NEEDED)
def test_without_one_assumption_nothing_is_answered_but_what_to_find_out(kind):
    assert answer({k: v for k, v in ROUND.items() if k is not kind}, 0) == Unknown((kind,))


def test_what_came_stands_for_the_volume_that_nobody_assumes_and_says_so():
    known = {k: v for k, v in ROUND.items() if k is not A.VOLUME}
    found = answer(known, 3 * TONNE)
    assert found.base.reused_g + found.base.discarded_g == 3 * TONNE
    assert not found.assumed_volume
    assumed = answer(ROUND, 3 * TONNE)
    assert assumed.assumed_volume
    assert assumed.base.reused_g == 5 * TONNE


@given(values())
def test_the_mass_closes_and_the_lines_add_up(known):
    base = answer(known, 0).base
    assert base.reused_g + base.discarded_g == known[A.VOLUME].base
    assert min(vars(base).values()) >= 0
    assert base.balance_cents == base.income_cents - base.cost_cents


@given(values(), st.data())
def test_no_year_that_the_assumptions_leave_open_is_worse_or_better_than_the_range(known, data):
    found = answer(known, 0)
    shares = data.draw(st.fixed_dictionaries({kind: st.sampled_from([0, 37, 100]) for kind in A}))
    balance = year(within(known, shares.get), known).balance_cents
    assert found.worst.balance_cents - LINES <= balance <= found.best.balance_cents + LINES
    assert found.worst.balance_cents <= found.base.balance_cents <= found.best.balance_cents


@given(values())
def test_at_the_price_that_balances_costs_are_covered_and_just_so(known):
    found = answer(known, 0)
    if found.price_cents is None:
        assert not found.base.sales_cents
        return
    base = {kind: value.base for kind, value in known.items()}
    assert year(base | {A.PRICE: found.price_cents}, known).balance_cents >= 0
    if found.price_cents:
        assert year(base | {A.PRICE: found.price_cents - 1}, known).balance_cents <= 0


CENT = {
    A.VOLUME: Value(51, Per.YEAR),
    A.REUSE: Value(0, Per.SHARE),
    A.WEIGHT: Value(1, Per.PIECE),
    A.WORK: Value(0, Per.TONNE),
    A.HOURLY: Value(0, Per.HOUR),
    A.TRANSPORT: Value(0, Per.TONNE),
    A.STORAGE: Value(0, Per.TONNE),
    A.DISPOSAL: Value(0, Per.LOST_TONNE),
    A.FIXED: Value(1, Per.YEAR),
    A.PRICE: Value(10, Per.REUSED_KG),
    A.SUPPORT: Value(0, Per.TONNE),
}
"""Fifty-one grams and a cent of costs: half a cent of sales, rounded up, is enough."""


@example(CENT)
@given(values())
def test_at_the_rate_that_balances_the_year_does_and_one_below_does_not(known):
    found = answer(known, 0)
    base = {kind: value.base for kind, value in known.items()}

    def at(rate):
        return year(base | {A.REUSE: rate}, known).balance_cents

    if found.rate is None:
        assert at(0) < 0
        assert at(1000) < 0
    else:
        assert at(found.rate) >= 0
        assert found.rate == 0 or at(found.rate - 1) < 0


@given(values())
def test_what_moves_the_balance_most_comes_first(known):
    spreads = [each.spread_cents for each in answer(known, 0).swings]
    assert spreads == sorted(spreads, reverse=True)
    assert 0 not in spreads


def looked_at(family=Family.TEXTILE, known=ROUND, **facts):
    return Known(family, answer(known, 0), **facts)


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (Value(200, Per.REUSED_KG, 190, 300), Verdict.SURE),
        (Value(200, Per.REUSED_KG, 189, 300), Verdict.LIKELY),
        (Value(180, Per.REUSED_KG, 100, 190), Verdict.SHORT),
        (Value(180, Per.REUSED_KG, 100, 189), Verdict.NEVER),
    ],
)
def test_a_verdict_says_how_the_range_stands_to_zero(price, expected):
    assert verdict(answer(ROUND | {A.PRICE: price}, 0)) is expected


def test_families_are_ranked_safest_first_and_unknown_last():
    sure = looked_at(Family.LOISIRS, ROUND | {A.PRICE: Value(500, Per.REUSED_KG)})
    short = looked_at(Family.EEE, ROUND)
    nothing, nearly = (
        looked_at(Family.AUTRES, {}),
        looked_at(Family.LIVRES, dict([*ROUND.items()][:8])),
    )
    order = [each.family for each in ranked([nothing, short, nearly, sure])]
    assert order == [Family.LOISIRS, Family.EEE, Family.LIVRES, Family.AUTRES]


def test_of_two_families_that_stand_alike_the_larger_balance_comes_first():
    rich, poor = (
        looked_at(family, ROUND | {A.PRICE: Value(price, Per.REUSED_KG)})
        for family, price in ((Family.TEXTILE, 500), (Family.EEE, 400))
    )
    assert [each.family for each in ranked([poor, rich])] == [Family.TEXTILE, Family.EEE]


def test_a_rate_that_balances_is_told_rounded_up():
    short = reasons(looked_at())
    assert {"percent": 53} in [each.values for each in short]


def told(**facts):
    return [each.sentence for each in reasons(looked_at(**facts))]


def test_reasons_say_a_volume_beyond_what_came_and_could_come():
    assert any("dépasse" in each for each in told(came_g=4 * TONNE, could_g=5 * TONNE))
    assert any("suffisent" in each for each in told(came_g=5 * TONNE, could_g=5 * TONNE))


def test_reasons_name_outlets_competitors_and_who_waits():
    alone = told()
    assert any("Personne n’est noté" in each for each in alone)
    around = told(outlets=1, competitors=2, waiting=1)
    assert any("concurrents" in each for each in around)
    assert any("Une demande attend" in each for each in around)
    assert not any("Personne n’est noté" in each for each in around)


def test_an_incomplete_family_says_how_many_answers_lack_and_no_figure():
    found = reasons(looked_at(known={}))
    assert found[1].values == {"n": len(NEEDED)}


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2026, 11, 25), date(2025, 12, 1)), (date(2026, 12, 31), date(2026, 1, 1))],
)
def test_a_year_is_the_one_whose_records_the_figures_open(today, first):
    assert year_before(today) == (first, date.fromordinal(today.toordinal() + 1))
