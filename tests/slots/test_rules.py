from datetime import date, time, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.slots import rules
from app.slots.models import SlotPattern

MONDAY = date(2026, 11, 23)


def pattern(weekday: int = 3, places: int = 2, **facts) -> SlotPattern:
    known = {"id": uuid4(), "name": "x", "starts": time(9), "ends": time(12), "active": True}
    return SlotPattern(weekday=weekday, places=places, **(known | facts))


def days(patterns, used=None, off=frozenset(), today=MONDAY) -> list[date]:
    return [slot.day for slot in rules.open_slots(patterns, used or {}, off, today=today)]


def test_a_weekly_pattern_gives_one_slot_a_week():
    assert days([pattern()]) == [date(2026, 11, 26) + timedelta(weeks=n) for n in range(4)]


def test_tomorrow_is_too_soon():
    assert days([pattern(weekday=1)])[0] == date(2026, 12, 1)


def test_a_full_day_is_not_offered():
    full = pattern(places=2)
    assert date(2026, 11, 26) not in days([full], {(full.id, date(2026, 11, 26)): 2})


def test_a_holiday_is_off():
    assert date(2026, 12, 3) not in days([pattern()], off=frozenset({date(2026, 12, 3)}))


def test_a_stopped_pattern_gives_nothing():
    assert days([pattern(active=False)]) == []


@given(st.dates(date(2024, 1, 1), date(2031, 1, 1)), st.integers(0, 6), st.integers(1, 9))
def test_every_slot_is_on_its_weekday_and_after_the_notice(today, weekday, places):
    slots = rules.open_slots([pattern(weekday, places)], {}, frozenset(), today=today)
    assert slots
    assert all(slot.day.weekday() == weekday and slot.left == places for slot in slots)
    assert all((slot.day - today).days >= rules.NOTICE_DAYS for slot in slots)
