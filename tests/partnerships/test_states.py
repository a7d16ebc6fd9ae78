"""The arrows of a partnership, written out, and its time at each step."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.core.errors import RuleBroken
from app.partnerships.models import ExchangeState, Standing, Step
from app.partnerships.rules import states
from app.partnerships.rules.times import Mark, days, is_late, spent

WAY = (
    "diagnostic",
    "attentes-et-objectifs",
    "bonnes-pratiques",
    "identification",
    "rencontre",
    "negociation",
    "convention-signee",
    "mise-en-oeuvre",
    "evaluation",
    "reconnaissance",
    "communication",
)
START = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_eleven_steps_are_those_of_the_guide_in_their_order():
    assert tuple(step.value for step in Step) == WAY
    assert [step.rank for step in Step] == list(range(1, 12))


@pytest.mark.parametrize(("here", "there"), [*pairwise(WAY)])
def test_each_step_leads_to_the_next_and_back(here, there):
    verb = states.forward(Step(here))
    assert states.next_step(Step(here), verb, standing=Standing.ACTIVE) == there
    back = states.backward(Step(there))
    assert back is not None
    assert states.next_step(Step(there), back, standing=Standing.ACTIVE) == here


def test_after_the_last_step_a_new_period_is_evaluated():
    verb = states.forward(Step.COMMUNICATION)
    assert verb == "renew"
    assert states.next_step(Step.COMMUNICATION, verb, standing=Standing.ACTIVE) == "evaluation"


def test_nothing_comes_before_the_first_step():
    assert states.backward(Step.DIAGNOSIS) is None


@given(st.sampled_from(list(Step)), st.sampled_from(sorted(states.STEPS)))
def test_no_verb_jumps_over_a_step(step: Step, verb: str):
    try:
        target = states.next_step(step, verb, standing=Standing.ACTIVE)
    except RuleBroken:
        return
    renewed = (step, target) == (Step.COMMUNICATION, Step.EVALUATION)
    assert renewed or abs(target.rank - step.rank) == 1


@pytest.mark.parametrize("standing", [Standing.PAUSED, Standing.LOST])
def test_a_partnership_that_rests_does_not_move(standing):
    with pytest.raises(RuleBroken, match="ne court pas"):
        states.next_step(Step.MEETING, "negotiate", standing=standing)


ARROWS = {
    ("en-cours", "pause"): "en-pause",
    ("en-pause", "resume"): "en-cours",
    ("en-cours", "lose"): "perdu",
    ("en-pause", "lose"): "perdu",
    ("perdu", "reopen"): "en-cours",
}


@pytest.mark.parametrize("verb", ["pause", "resume", "lose", "reopen"])
@pytest.mark.parametrize("standing", list(Standing))
def test_the_standing_moves_along_these_arrows_only(standing, verb):
    wanted = ARROWS.get((standing.value, verb))
    if wanted:
        assert states.next_standing(standing, verb) == wanted
    else:
        with pytest.raises(RuleBroken):
            states.next_standing(standing, verb)


@pytest.mark.parametrize(
    ("state", "verb", "target"),
    [
        ("prevu", "record", "fait"),
        ("fait", "record", "fait"),
        ("annule", "record", None),
        ("prevu", "cancel", "annule"),
        ("fait", "cancel", None),
        ("annule", "cancel", None),
        ("prevu", "plan-again", "prevu"),
        ("annule", "plan-again", "prevu"),
        ("fait", "plan-again", None),
    ],
)
def test_an_exchange_moves_along_these_arrows_only(state, verb, target):
    if target:
        assert states.next_exchange(ExchangeState(state), verb) == target
    else:
        with pytest.raises(RuleBroken):
            states.next_exchange(ExchangeState(state), verb)


def mark(day: int, step: Step, standing: Standing = Standing.ACTIVE) -> Mark:
    return Mark(START + timedelta(days=day), step, standing)


def test_time_at_a_step_counts_each_stay_and_no_pause():
    marks = [
        mark(0, Step.MEETING),
        mark(10, Step.NEGOTIATION),
        mark(12, Step.MEETING),
        mark(15, Step.MEETING, Standing.PAUSED),
        mark(40, Step.MEETING),
    ]
    found = spent(marks, now=START + timedelta(days=42))
    assert {step: days(length) for step, length in found.items()} == {
        Step.MEETING: 15,
        Step.NEGOTIATION: 2,
    }


def test_nothing_that_happened_took_no_time():
    assert spent([], now=START) == {}


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12), st.integers(0, 500))
def test_the_times_of_all_steps_add_up_to_the_whole_way(offsets, later):
    offsets = sorted(offsets)
    marks = [mark(day, list(Step)[i % 11]) for i, day in enumerate(offsets)]
    end = START + timedelta(days=offsets[-1] + later)
    assert sum(spent(marks, now=end).values(), timedelta()) == end - marks[0].at


def test_a_next_action_is_late_from_the_day_after():
    today = date(2026, 11, 25)
    assert is_late(date(2026, 11, 24), Standing.ACTIVE, today=today)
    assert not is_late(today, Standing.ACTIVE, today=today)
    assert not is_late(date(2026, 11, 24), Standing.PAUSED, today=today)
    assert not is_late(None, Standing.ACTIVE, today=today)
