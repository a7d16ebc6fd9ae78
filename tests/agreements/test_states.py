"""The arrows of an agreement, written out; whose turn it is."""

from datetime import date
from itertools import product

import pytest

from app.agreements.models import AgreementStatus as S
from app.agreements.rules import states
from app.agreements.rules.states import MOVES, Turn, Who
from app.base.core.errors import RuleBroken
from app.states import pages

ARROWS = {
    ("submit", S.PROJECT): (S.REVIEW, "nous"),
    ("submit", S.CORRECTION): (S.REVIEW, "nous"),
    ("correct", S.REVIEW): (S.CORRECTION, "nous partenaire"),
    ("agree", S.REVIEW): (S.TO_SIGN, "nous partenaire"),
    ("rework", S.TO_SIGN): (S.CORRECTION, "nous partenaire"),
    ("sign", S.TO_SIGN): (S.SIGNED, "nous"),
    ("start", S.SIGNED): (S.ACTIVE, "calendrier"),
    ("expire", S.SIGNED): (S.EXPIRED, "calendrier"),
    ("expire", S.ACTIVE): (S.EXPIRED, "calendrier"),
    ("denounce", S.SIGNED): (S.DENOUNCED, "nous"),
    ("denounce", S.ACTIVE): (S.DENOUNCED, "nous"),
    ("terminate", S.SIGNED): (S.TERMINATED, "nous"),
    ("terminate", S.ACTIVE): (S.TERMINATED, "nous"),
    ("replace", S.SIGNED): (S.REPLACED, "calendrier"),
    ("replace", S.ACTIVE): (S.REPLACED, "calendrier"),
}


@pytest.mark.parametrize(("verb", "status", "who"), list(product([*MOVES, "fly"], S, Who)))
def test_an_agreement_moves_along_these_arrows_and_no_other(verb, status, who):
    arrow = ARROWS.get((verb, status))
    if arrow is None or who.value not in arrow[1].split():
        with pytest.raises(RuleBroken):
            states.next_status(status, verb, who)
    else:
        assert states.next_status(status, verb, who) is arrow[0]


def test_the_table_of_moves_is_frozen():
    with pytest.raises(TypeError):
        MOVES["sign"] = MOVES["submit"]


def test_the_structure_may_ask_for_a_correction_or_agree_and_nothing_else():
    assert states.verbs(S.REVIEW, Who.THEIRS) == ["correct", "agree"]
    assert states.verbs(S.TO_SIGN, Who.THEIRS) == ["rework"]
    assert states.verbs(S.ACTIVE, Who.THEIRS) == []


DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("status", "ours", "theirs", "turn"),
    [
        (S.PROJECT, None, None, Turn.OURS),
        (S.REVIEW, None, None, Turn.THEIRS),
        (S.CORRECTION, None, None, Turn.OURS),
        (S.TO_SIGN, None, None, Turn.OURS),
        (S.TO_SIGN, DAY, None, Turn.THEIRS),
        (S.TO_SIGN, None, DAY, Turn.OURS),
        (S.TO_SIGN, DAY, DAY, Turn.OURS),
        (S.SIGNED, DAY, DAY, Turn.NOBODY),
        (S.EXPIRED, DAY, DAY, Turn.NOBODY),
    ],
)
def test_whose_turn_it_is(status, ours, theirs, turn):
    assert states.turn(status, ours, theirs) is turn


def test_the_diagram_of_the_documentation_shows_every_arrow():
    page = pages()["agreements.md"]
    for (verb, source), (target, _who) in ARROWS.items():
        assert f"{source.value} --> {target.value} : {verb}" in page
