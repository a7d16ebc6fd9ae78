from datetime import timedelta

import pytest

from app.base.core import hours
from app.points.models import PointKind, StateKind
from app.points.rules import opening
from app.points.rules.cards import Shown
from app.points.rules.states import AGREE_WITHIN, LASTS, Word, shown, states_to_signal
from tests.points.builders import NOW, card, kinds_but

HOUR = timedelta(hours=1)


def word(reporter: str, ago=HOUR, kind=StateKind.FULL, *, by_staff: bool = False) -> Word:
    at = NOW - ago
    return Word(kind, reporter, by_staff, at, at + LASTS[kind])


def test_one_visitor_alone_is_not_shown():
    assert shown([word("a")], NOW) == ()
    assert shown([word("a"), word("a", 2 * HOUR)], NOW) == ()


def test_two_different_visitors_are_shown_until_the_last_word_expires():
    (state,) = shown([word("a", 3 * HOUR), word("b")], NOW)
    assert (state.since, state.by_staff) == (NOW - 3 * HOUR, False)
    assert state.until == NOW - HOUR + LASTS[StateKind.FULL]


def test_two_words_too_far_apart_do_not_agree():
    late = AGREE_WITHIN + timedelta(minutes=1)
    assert shown([word("a", HOUR + late), word("b")], NOW) == ()
    assert shown([word("a", HOUR + AGREE_WITHIN), word("b")], NOW)


def test_full_and_closed_do_not_agree():
    assert shown([word("a"), word("b", kind=StateKind.CLOSED)], NOW) == ()


def test_staff_are_believed_at_once():
    assert shown([word("", by_staff=True)], NOW)[0].by_staff


def test_an_expired_word_counts_for_nothing():
    assert shown([word("a"), word("b", LASTS[StateKind.FULL])], NOW) == ()


def test_only_a_bin_can_be_full():
    for kind in (PointKind.BIN, PointKind.SHOP_BIN):
        assert StateKind.FULL in states_to_signal(kind)
    for kind in kinds_but(PointKind.BIN, PointKind.SHOP_BIN):
        assert StateKind.FULL not in states_to_signal(kind)
    assert states_to_signal(PointKind.POST) == ()


def test_unknown_hours_may_be_open():
    assert opening.status(card(), NOW).state is hours.State.UNKNOWN
    assert opening.may_be_open(card(), NOW)


def test_hours_that_say_closed_are_closed():
    assert not opening.may_be_open(card(hours="Tu 09:00-12:00"), NOW)
    assert opening.may_be_open(card(hours="Mo 09:00-12:00"), NOW)


def test_a_collection_is_closed_before_it_begins():
    days = {"first_day": "2026-11-24", "last_day": "2026-11-25"}
    collection = card(kind="collecte-temporaire", hours="24/7", **days)
    assert not opening.may_be_open(collection, NOW)
    assert opening.may_be_open(collection, NOW + timedelta(days=1))


@pytest.mark.parametrize(("after", "may"), [(0, False), (1, False), (2, True)])
def test_a_place_found_closed_is_closed_until_the_word_expires(after, may):
    state = Shown(StateKind.CLOSED, NOW, NOW + 2 * HOUR, by_staff=False)
    assert opening.may_be_open(card(hours="24/7", states=(state,)), NOW + after * HOUR) is may
