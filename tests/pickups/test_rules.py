from datetime import date
from itertools import product

import pytest

from app.base.core.errors import RuleBroken
from app.pickups import rules
from app.pickups.models import PickupStatus as S

# Written out, not read from rules.MOVES: a test that reads the table it checks proves nothing.
ARROWS = {
    (S.REQUESTED, "confirm"): S.CONFIRMED,
    (S.REQUESTED, "refuse"): S.REFUSED,
    (S.CONFIRMED, "refuse"): S.REFUSED,
    (S.REQUESTED, "cancel"): S.CANCELLED,
    (S.CONFIRMED, "cancel"): S.CANCELLED,
}
VERBS = ("confirm", "refuse", "cancel")


def test_there_are_no_other_verbs():
    assert tuple(rules.MOVES) == VERBS


@pytest.mark.parametrize(("status", "verb"), list(product(S, VERBS)))
def test_only_drawn_arrows_exist(status, verb):
    if (status, verb) in ARROWS:
        assert rules.next_status(status, verb) == ARROWS[status, verb]
    else:
        with pytest.raises(RuleBroken):
            rules.next_status(status, verb)


def test_the_household_may_cancel_and_never_confirm():
    assert rules.verbs(S.REQUESTED, staff=False) == ["cancel"]
    assert rules.verbs(S.REQUESTED, staff=True) == ["confirm", "refuse"]


@pytest.mark.parametrize(
    ("today", "erased"), [(date(2027, 1, 25), False), (date(2027, 1, 26), True)]
)
def test_the_contact_is_kept_sixty_days(today, erased):
    assert rules.must_be_erased(date(2026, 11, 26), today=today) is erased
