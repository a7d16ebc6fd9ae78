"""What people may choose from, with what is left of it."""

from datetime import timedelta

import pytest

from app.base.core.errors import NotFound
from app.slots import actions, queries
from app.slots.loads import Load
from app.slots.models import Purpose
from tests.builders import commune, thursday
from tests.slots.builders import MONTH, NOW, THURSDAY, exception, take, zone

NEXT = THURSDAY + timedelta(weeks=1)


def open_days(session, **facts) -> list:
    known = {"window": MONTH, "now": NOW} | facts
    return [slot.day for slot in queries.open_slots(session, known.pop("window"), **known)]


def test_four_thursdays_of_a_month_are_open(session):
    thursday(session)
    assert open_days(session) == [THURSDAY + timedelta(weeks=n) for n in range(4)]


def test_a_full_day_is_not_offered_and_one_with_room_for_less_is(session):
    made = thursday(session, places=2)
    take(session, made, "one", need=Load(1, 500_000, 0, 0))
    assert THURSDAY in open_days(session, need=Load(1, 100_000, 0, 0))
    assert THURSDAY not in open_days(session, need=Load(1, 100_001, 0, 0))


def test_a_day_without_holds_tells_the_room_of_its_pattern(session):
    thursday(session, places=4)
    (slot, *_rest) = queries.slots(session, MONTH, now=NOW)
    assert (slot.left.places, slot.used.places) == (4, 0)


def test_a_commune_sees_its_zone_and_what_serves_all(session):
    commune(session)
    commune(session, "45061", name="Cepoy")
    north = zone(session, "Nord", "45061")
    thursday(session, name="Nord", zone_id=north.id)
    assert open_days(session, insee="45208") == []
    assert open_days(session, insee="45061")[0] == THURSDAY
    thursday(session, name="Partout")
    assert open_days(session, insee="45208")[0] == THURSDAY


def test_each_purpose_has_its_own_slots(session):
    thursday(session, purpose=Purpose.HANDOVER)
    assert open_days(session) == []
    assert open_days(session, purpose=Purpose.HANDOVER)[0] == THURSDAY


def test_a_stopped_pattern_shows_the_days_people_booked_to_staff_alone(session):
    made = thursday(session, places=3)
    take(session, made, "one")
    made.active = False
    actions.save_pattern(session, made, today=THURSDAY)
    (stray,) = queries.slots(session, MONTH, now=NOW)
    assert (stray.day, stray.planned, stray.used) == (THURSDAY, False, Load())
    assert open_days(session) == []


def test_a_closed_day_that_nobody_booked_any_more_is_not_shown(session):
    made = thursday(session)
    actions.release(session, take(session, made, "one").id)
    actions.save_exception(session, exception(made, "ferme", THURSDAY))
    assert THURSDAY not in {slot.day for slot in queries.slots(session, MONTH, now=NOW)}


def test_a_slot_is_found_by_its_key(session):
    made = thursday(session)
    found = queries.one(session, f"{made.id}.{THURSDAY}", now=NOW)
    assert (found.pattern_id, found.day, found.key) == (
        made.id,
        THURSDAY,
        take(session, made, "one").occurrence.key,
    )


@pytest.mark.parametrize("day", ["2026-11-27", "0001-01-01", "9999-12-31", "2026-02-29"])
def test_a_day_that_the_pattern_does_not_have_is_no_slot(session, day):
    made = thursday(session)
    assert queries.one(session, f"{made.id}.{day}", now=NOW) is None


def test_the_key_of_another_purpose_is_no_slot(session):
    made = thursday(session, purpose=Purpose.SESSION)
    assert queries.one(session, f"{made.id}.{THURSDAY}", now=NOW) is None


@pytest.mark.parametrize("weeks", [4, 20])
def test_a_long_period_costs_no_more_statements(session, counting, weeks):
    made = thursday(session, places=3)
    for n in range(weeks):
        take(session, made, f"form {n}", THURSDAY + timedelta(weeks=n))
    with counting() as seen:
        queries.slots(session, queries.window(THURSDAY, 7 * weeks), now=NOW)
    assert len(seen) <= 4


def test_what_is_not_there_is_not_found(session):
    nobody = thursday(session).id
    for ask in (queries.zone, queries.exception):
        with pytest.raises(NotFound):
            ask(session, nobody)
