"""The diagram, the days, what is asked: facts in, answer out."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.pickups import rules
from app.pickups.models import PickupStatus as S
from app.pickups.rules import Who
from tests.pickups.world import FRIDGE, OWN_WORDS, SCREEN, policy

OPEN = (S.REQUESTED, S.CONFIRMED, S.WAITING, S.CALLBACK)
# Written out, not read from rules.MOVES: a test that reads the table it checks proves nothing.
ARROWS = {
    (S.REQUESTED, "confirm"): S.CONFIRMED,
    (S.WAITING, "schedule"): S.CONFIRMED,
    (S.CALLBACK, "schedule"): S.CONFIRMED,
    (S.ABSENT, "schedule"): S.CONFIRMED,
    (S.LEFT, "schedule"): S.CONFIRMED,
    (S.WAITING, "accept"): S.REQUESTED,
    (S.CONFIRMED, "collect"): S.DONE,
    (S.CONFIRMED, "absent"): S.ABSENT,
    (S.CONFIRMED, "leave"): S.LEFT,
    (S.REQUESTED, "refuse"): S.REFUSED,
    (S.CONFIRMED, "refuse"): S.REFUSED,
    (S.WAITING, "refuse"): S.REFUSED,
    (S.CALLBACK, "refuse"): S.REFUSED,
    (S.REQUESTED, "cancel"): S.CANCELLED,
    (S.CONFIRMED, "cancel"): S.CANCELLED,
    (S.WAITING, "cancel"): S.CANCELLED,
    (S.CALLBACK, "cancel"): S.CANCELLED,
    (S.DONE, "reopen"): S.CONFIRMED,
    (S.ABSENT, "reopen"): S.CONFIRMED,
    (S.LEFT, "reopen"): S.CONFIRMED,
}
HANDS = {
    "confirm": {Who.STAFF, Who.HOUSE},
    "schedule": {Who.STAFF},
    "accept": {Who.ASKER},
    "collect": {Who.STAFF, Who.DRIVER},
    "absent": {Who.STAFF, Who.DRIVER},
    "leave": {Who.STAFF, Who.DRIVER},
    "refuse": {Who.STAFF, Who.DRIVER},
    "cancel": {Who.ASKER, Who.STAFF},
    "reopen": {Who.STAFF},
}
VISIT = date(2026, 11, 26)


def test_there_are_no_other_verbs():
    assert tuple(rules.MOVES) == tuple(HANDS)


@pytest.mark.parametrize(("status", "verb"), list(product(S, HANDS)))
def test_only_drawn_arrows_exist(status, verb):
    if (status, verb) in ARROWS:
        assert rules.next_status(status, verb) == ARROWS[status, verb]
    else:
        with pytest.raises(RuleBroken, match="rien n’a changé"):
            rules.next_status(status, verb)


@pytest.mark.parametrize(("status", "who"), list(product(S, Who)))
def test_each_hand_sees_its_own_verbs(status, who):
    expected = [v for v, hands in HANDS.items() if who in hands and (status, v) in ARROWS]
    assert rules.verbs(status, who) == expected


def test_a_refusal_and_what_is_left_need_a_reason():
    assert {verb for verb, move in rules.MOVES.items() if move.why} == {"leave", "refuse"}


def test_every_status_has_its_words():
    assert set(rules.LABELS) == set(S)


@given(st.dates(date(2024, 1, 1), date(2031, 1, 1)), st.integers(0, 60), st.integers(1, 120))
def test_the_window_begins_after_the_notice_and_ends_at_the_horizon(today, notice, more):
    window = rules.window(policy(notice_days=notice, horizon_days=notice + more), today)
    assert (window.first - today).days == notice
    assert (window.last - window.first).days == more


@given(st.integers(0, 240), st.integers(-(10**6), 10**6))
def test_the_last_moment_to_change_is_so_many_hours_before(hours, seconds):
    starts = clock.instant(VISIT, time(9))
    now = starts - timedelta(hours=hours) + timedelta(seconds=seconds)
    assert rules.can_change(policy(change_hours=hours), starts, now=now) == (seconds <= 0)


def test_without_terms_the_last_moment_is_a_day_before():
    starts = datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert rules.change_until(None, starts) == starts - timedelta(days=1)


@given(st.integers(0, 60), st.sets(st.integers(0, 70)))
def test_each_reminder_leaves_once_whenever_the_worker_lives(booked_before, alive):
    """`alive`: the days before the visit on which the worker runs; it keeps what it sent."""
    sent: list[int] = []
    for away in sorted(alive, reverse=True):
        due = rules.reminder_due(
            VISIT,
            booked_on=VISIT - timedelta(days=booked_before),
            today=VISIT - timedelta(days=away),
        )
        if due is not None and due not in sent:
            sent.append(due)
    expected = [
        days for days, wakes in ((3, {2, 3}), (1, {1})) if booked_before > days and alive & wakes
    ]
    assert sent == expected


@pytest.mark.parametrize(
    ("away", "due"), [(4, None), (3, 3), (2, 3), (1, 1), (0, None), (-1, None)]
)
def test_the_nearest_reminder_alone_is_due(away, due):
    today = VISIT - timedelta(days=away)
    booked_on = VISIT - timedelta(days=30)
    assert rules.reminder_due(VISIT, booked_on=booked_on, today=today) == due


@pytest.mark.parametrize(
    ("today", "erased"), [(date(2027, 1, 25), False), (date(2027, 1, 26), True)]
)
def test_the_contact_is_kept_sixty_days(today, erased):
    assert rules.must_be_erased(VISIT, today=today) is erased


def test_the_things_are_said_in_one_line():
    assert rules.summary([SCREEN, FRIDGE]) == "2 × écran d’ordinateur, 1 × réfrigérateur"


def test_a_line_too_long_is_cut_and_says_so():
    told = rules.summary([OWN_WORDS] * 40)
    assert len(told) == 600
    assert told.endswith("…")
