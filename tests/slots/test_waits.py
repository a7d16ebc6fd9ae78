"""The waiting list: first come, first offered; for a while."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.slots import actions, queries
from app.slots.actions.waits import ANSWER_BEFORE, OFFERED_FOR
from app.slots.loads import NOTHING, Load
from app.slots.rules import Window
from tests.builders import commune, thursday
from tests.slots.builders import MONTH, NOW, THURSDAY, take, used, wrong_counters, zone

NEXT = THURSDAY + timedelta(weeks=1)
BOTH = Window(THURSDAY, NEXT)
KILO = Load(1, 1000, 1000, 10)


@pytest.fixture
def full(session):
    """One place on each of two Thursdays, both taken."""
    commune(session)
    made = thursday(session, places=1)
    take(session, made, "this week")
    take(session, made, "next week", NEXT)
    return made


def wait(session, minutes: int = 0, need: Load | None = None, **facts):
    known = {"insee": "45208", "people": 1} | facts
    now = NOW + timedelta(minutes=minutes)
    return actions.wait(session, need or Load(), now=now, **known)


def offer(session, now=NOW, window=BOTH):
    return actions.offer(session, lambda _wait: window, now=now)


def free(session, form: str) -> None:
    actions.release(session, queries.hold(session, form).id)


def test_nothing_is_offered_while_all_is_full(session, full):
    wait(session)
    assert offer(session) == []


def test_a_freed_place_is_offered_to_the_first_and_held_for_her(session, full):
    second, first = wait(session, 5), wait(session, 0)
    free(session, "this week")
    assert offer(session) == [first]
    assert (first.hold.occurrence.day, first.offer_until) == (THURSDAY, NOW + OFFERED_FOR)
    assert second.hold_id is None
    assert used(session, full) == Load()


def test_who_has_an_offer_gets_no_second_one(session, full):
    wait(session)
    free(session, "this week")
    free(session, "next week")
    assert len(offer(session)) == 1
    assert offer(session) == []


def test_a_place_too_small_for_the_first_goes_to_the_next(session, full):
    heavy, light = wait(session, 0, Load(1, 600_001, 0, 0)), wait(session, 1)
    free(session, "this week")
    assert offer(session) == [light]
    assert heavy.hold_id is None


def test_a_crew_of_one_is_not_offered_for_what_takes_two(session, full):
    full.crew = 1
    wait(session, people=2)
    free(session, "this week")
    assert offer(session) == []


def test_a_place_of_another_zone_is_not_offered(session):
    commune(session)
    thursday(session, zone_id=zone(session).id)
    wait(session)
    assert offer(session) == []


def test_an_offer_ends_well_before_the_slot(session, full):
    made = wait(session)
    free(session, "this week")
    starts = datetime(2026, 11, 26, 8, tzinfo=UTC)
    offer(session, now=starts - timedelta(hours=20))
    assert made.offer_until == starts - ANSWER_BEFORE


def test_a_slot_too_near_to_answer_for_is_passed_over(session, full):
    made = wait(session)
    free(session, "this week")
    free(session, "next week")
    assert offer(session, now=datetime(2026, 11, 25, 21, tzinfo=UTC)) == [made]
    assert made.hold.occurrence.day == NEXT


def test_an_offered_place_is_kept_from_others_until_it_is_taken_back(session, full):
    wait(session)
    free(session, "this week")
    offer(session)
    late = NOW + OFFERED_FOR
    assert actions.sweep(session, now=late) == 0
    assert queries.open_slots(session, BOTH, now=late) == []


def test_an_offer_nobody_answered_goes_to_the_next_and_she_waits_for_later_days(session, full):
    first, second = wait(session, 0), wait(session, 1)
    free(session, "this week")
    offer(session)
    late = NOW + OFFERED_FOR
    assert list(actions.lapse(session, now=late)) == [first]
    assert offer(session, now=late) == [second]
    assert (first.hold_id, first.offer_until, first.first_day) == (
        None,
        None,
        THURSDAY + timedelta(days=1),
    )
    free(session, "next week")
    assert offer(session, now=late) == [first]


def test_an_offer_is_not_taken_back_before_its_time(session, full):
    wait(session)
    free(session, "this week")
    offer(session)
    assert actions.lapse(session, now=NOW + OFFERED_FOR - timedelta(seconds=1)) == []


def test_passing_on_without_an_offer_changes_nothing(session, full):
    made = wait(session)
    actions.pass_on(session, made)
    assert (made.first_day, made.closed_at) == (None, None)


def test_who_leaves_gives_the_offered_place_back(session, full):
    made = wait(session)
    free(session, "this week")
    offer(session)
    actions.close(session, made, now=NOW)
    assert used(session, full) == NOTHING
    assert offer(session) == []


def test_a_place_taken_stays_taken_when_the_wait_ends(session, full):
    made = wait(session)
    free(session, "this week")
    offer(session)
    actions.close(session, made, now=NOW, taken=True)
    assert used(session, full) == Load()
    assert (made.hold_id, made.closed_at) == (None, NOW)


def test_several_places_are_offered_to_several_in_their_order(session):
    commune(session)
    made = thursday(session, places=2)
    people = [wait(session, minute, KILO) for minute in range(5)]
    assert offer(session) == people[:4]
    days = [each.hold.occurrence.day for each in people[:4]]
    assert days == [THURSDAY, THURSDAY, NEXT, NEXT]
    assert used(session, made).places == 2
    assert wrong_counters(session) == []


def test_a_window_that_is_over_offers_nothing(session, full):
    made = wait(session)
    made.first_day = date(2027, 6, 1)
    free(session, "this week")
    assert offer(session, window=MONTH) == []


def test_the_calendar_is_read_once_however_many_wait(session, full, counting):
    def run(people: int) -> int:
        for minute in range(people):
            wait(session, minute)
        session.flush()
        with counting() as seen:
            assert offer(session) == []
        return len(seen)

    assert run(2) == run(20)


def test_an_offer_read_in_the_morning_has_its_term_from_the_morning(session, full):
    made = wait(session)
    free(session, "this week")
    morning = NOW + timedelta(hours=9)
    actions.offer(session, lambda _each: BOTH, now=NOW, read_at=lambda _each: morning)
    assert made.offer_until == morning + OFFERED_FOR


def test_a_slot_too_near_once_the_offer_is_read_is_passed_over(session, full):
    made = wait(session)
    free(session, "this week")
    free(session, "next week")
    evening = datetime(2026, 11, 25, 19, 30, tzinfo=UTC)
    morning = evening + timedelta(hours=11)
    assert offer(session, now=evening - timedelta(days=1)) == [made]
    actions.pass_on(session, made)
    made.first_day = None
    actions.offer(session, lambda _each: BOTH, now=evening, read_at=lambda _each: morning)
    assert made.hold.occurrence.day == NEXT
