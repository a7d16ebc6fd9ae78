"""Which terms hold, and what they say of a list."""

from dataclasses import replace
from itertools import permutations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.models import Family, Subfamily
from app.pickups.models import Verdict
from app.pickups.rules import Kind, decide, policy_for
from tests.pickups.world import FRIDGE, OWN_WORDS, SCREEN, policy, thing

FAMILY = {"family": Family.EEE}
SUBFAMILY = {"subfamily": Subfamily.GEM_FROID}
OBJECT = {"object_id": FRIDGE.object_id}
SCOPES = (FAMILY, SUBFAMILY, OBJECT)
"""From the widest to the narrowest."""
ROOMY = {"max_things": 99, "max_mass_g": 10**9}


def verdict_of(decision) -> Verdict:
    if not decision.allowed:
        return Verdict.REFUSED
    return Verdict.ON_REVIEW if decision.kind is Kind.ON_REVIEW else Verdict.TAKEN


@given(st.permutations(range(3)), st.lists(st.sampled_from(Verdict), min_size=3, max_size=3))
def test_the_narrowest_scope_wins_in_any_order(order, verdicts):
    things = [thing(verdicts[n], **SCOPES[n]) for n in order]
    assert verdict_of(decide(policy(*things), [FRIDGE])) == verdicts[2]


@pytest.mark.parametrize("widths", list(permutations((0, 1))))
def test_a_subfamily_wins_over_its_family(widths):
    things = [thing(), thing()]
    for each, width in zip(things, widths, strict=True):
        for name, value in SCOPES[width].items():
            setattr(each, name, value)
        each.verdict = Verdict.REFUSED if width else Verdict.TAKEN
    assert verdict_of(decide(policy(*things), [FRIDGE])) is Verdict.REFUSED
    assert verdict_of(decide(policy(*things), [SCREEN])) is Verdict.TAKEN


def test_what_no_line_names_is_refused_and_named():
    made = policy(thing(family=Family.TEXTILE))
    (refusal,) = decide(made, [FRIDGE]).refusals
    assert (refusal.line, dict(refusal.values)["thing"]) == (0, "réfrigérateur")


def test_a_refusal_says_why_when_the_terms_do():
    made = policy(thing(Verdict.REFUSED, note="le camion n’a pas de hayon.", **OBJECT))
    (refusal,) = decide(made, [FRIDGE]).refusals
    assert refusal.sentence % dict(refusal.values) == (
        "Nous ne prenons pas « réfrigérateur » : le camion n’a pas de hayon."
    )


def test_each_refused_thing_is_told_by_its_number():
    made = policy(thing(Verdict.REFUSED, **OBJECT), thing(**FAMILY))
    decision = decide(made, [SCREEN, FRIDGE, SCREEN, FRIDGE])
    assert [each.line for each in decision.refusals] == [1, 3]


def test_what_the_dictionary_does_not_know_is_looked_at_first():
    decision = decide(policy(), [FRIDGE, OWN_WORDS])
    assert (decision.allowed, decision.kind) == (True, Kind.ON_REVIEW)


def test_terms_after_our_yes_confirm_nothing_at_once():
    assert decide(policy(at_once=False), [FRIDGE]).kind is Kind.ON_REVIEW
    assert decide(policy(at_once=True), [FRIDGE]).kind is Kind.AT_ONCE


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(1, 20))
def test_a_maximum_counts_all_lines_of_the_same_thing_together(quantities, most):
    made = policy(thing(max_quantity=most, **FAMILY), **ROOMY)
    lines = [replace(FRIDGE, quantity=each) for each in quantities]
    assert decide(made, lines).allowed == (sum(quantities) <= most)


@given(st.integers(1, 60), st.integers(1, 30), st.integers(0, 30))
def test_so_many_things_and_no_fewer_no_more(count, least, more):
    made = policy(min_things=least, max_things=least + more, max_mass_g=10**9)
    allowed = decide(made, [replace(SCREEN, quantity=count)]).allowed
    assert allowed == (least <= count <= least + more)


@given(st.integers(1, 500_000), st.integers(1, 500_000))
def test_so_much_mass_and_no_more(mass_g, most):
    made = policy(max_mass_g=most)
    decision = decide(made, [replace(FRIDGE, mass_g=mass_g)])
    assert decision.allowed == (mass_g <= most)
    for refusal in decision.refusals:
        told = dict(refusal.values)
        assert told["mass"] > told["most"]


def test_nothing_listed_is_too_few():
    assert not decide(policy(), []).allowed


def test_a_zones_own_terms_go_before_those_of_everywhere():
    zone_id = uuid4()
    own, everywhere = policy(name="Z", zone_id=zone_id), policy(name="A")
    assert policy_for([everywhere, own], frozenset({zone_id})) is own
    assert policy_for([own, everywhere], frozenset({uuid4()})) is everywhere
    assert policy_for([own], frozenset()) is None


def test_stopped_terms_hold_nowhere():
    assert policy_for([policy(active=False)], frozenset()) is None


def test_two_terms_of_one_place_are_told_apart_by_their_name():
    first, second = policy(name="A"), policy(name="B")
    assert policy_for([second, first], frozenset()) is first
