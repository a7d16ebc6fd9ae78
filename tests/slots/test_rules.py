"""Which days exist, what they can take: by property where a property says it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.core import clock
from app.base.core.hours import holidays
from app.slots import queries, rules
from app.slots.loads import MEASURES, NOTHING, Load
from app.slots.rules.openings import Written
from tests.slots.builders import exception, pattern

DAYS = st.dates(date(2024, 1, 1), date(2031, 1, 1))
LOADS = st.builds(Load, *(st.integers(0, 100) for _ in MEASURES))
SPAN = timedelta(days=90)
FRIDAY_CHRISTMAS = date(2026, 12, 25)


def days(made, first: date, last: date | None = None, *exceptions) -> list[date]:
    return [each.day for each in rules.plan([made], exceptions, first, last or first + SPAN)]


def one_day(made, day: date, *exceptions):
    return rules.plan([made], exceptions, day, day)


@given(DAYS, st.integers(0, 6), st.integers(1, 8), DAYS)
def test_a_pattern_comes_back_every_so_many_weeks(first, weekday, weeks, anchor):
    made = pattern(weekday, every_weeks=weeks, first_day=anchor, on_holiday="maintenu")
    found = days(made, max(first, anchor), max(first, anchor) + SPAN * 3)
    assert found
    assert all(day.weekday() == weekday for day in found)
    assert {(b - a).days for a, b in pairwise(found)} <= {7 * weeks}
    monday = anchor - timedelta(days=anchor.weekday())
    assert all((day - monday).days // 7 % weeks == 0 for day in found)


@given(DAYS, st.integers(0, 40), DAYS, st.integers(0, 300))
def test_a_period_bounds_the_rhythm(first, length, start, duration):
    made = pattern(first_day=start, last_day=start + timedelta(days=duration))
    found = days(made, first, first + timedelta(days=length))
    assert all(start <= day <= start + timedelta(days=duration) for day in found)
    assert all(first <= day <= first + timedelta(days=length) for day in found)


@given(
    DAYS, st.integers(0, 6), st.sampled_from(["ferme", "reporte", "maintenu"]), st.integers(1, 9)
)
def test_two_windows_that_touch_show_each_day_once(first, weekday, on_holiday, cut):
    made = pattern(weekday, on_holiday=on_holiday)
    middle = first + timedelta(weeks=cut)
    whole = days(made, first, first + SPAN)
    apart = days(made, first, middle) + days(made, middle + timedelta(days=1), first + SPAN)
    assert whole == apart == sorted(set(whole))


@given(DAYS, st.integers(0, 6))
def test_a_holiday_is_off(first, weekday):
    made = pattern(weekday, on_holiday="ferme")
    assert not [day for day in days(made, first) if day in holidays(day.year)]


@given(DAYS, st.integers(0, 6))
def test_a_day_moved_by_a_holiday_lands_on_a_working_day_and_none_is_lost(first, weekday):
    week = timedelta(days=6)
    kept = days(pattern(weekday, on_holiday="maintenu"), first, first + SPAN + week)
    moved = days(pattern(weekday, on_holiday="reporte"), first, first + SPAN + week)
    landed = [day for day in moved if day not in kept]
    assert all(day.weekday() < 5 and day not in holidays(day.year) for day in landed)
    for day in (each for each in kept if each <= first + SPAN):
        gone_to = [other for other in moved if day <= other <= day + week]
        assert gone_to
        assert day in moved or day in holidays(day.year)


@pytest.mark.parametrize(
    ("on_holiday", "expected"),
    [("ferme", []), ("maintenu", [FRIDAY_CHRISTMAS]), ("reporte", [date(2026, 12, 28)])],
)
def test_christmas_on_a_friday(on_holiday, expected):
    made = pattern(4, on_holiday=on_holiday)
    assert days(made, FRIDAY_CHRISTMAS, date(2026, 12, 31)) == expected


def test_a_moved_day_is_found_by_a_window_that_begins_after_the_holiday():
    made = pattern(4, on_holiday="reporte")
    assert days(made, date(2026, 12, 28), date(2026, 12, 28)) == [date(2026, 12, 28)]


def test_the_29th_of_february_is_a_day_like_another():
    assert days(pattern(1), date(2028, 2, 29), date(2028, 2, 29)) == [date(2028, 2, 29)]


def test_closed_days_take_away_what_is_usual_moved_or_added():
    made = pattern(4, on_holiday="reporte")
    closed = exception(made, "ferme", date(2026, 12, 18), date(2026, 12, 30))
    added = exception(made, "ajoute", date(2026, 12, 22))
    assert days(made, date(2026, 12, 14), date(2027, 1, 3), closed, added) == []


def test_closed_for_all_closes_every_pattern():
    closed = exception(None, "ferme", date(2026, 11, 23), date(2026, 11, 29))
    found = rules.plan([pattern(0), pattern(3)], [closed], date(2026, 11, 23), date(2026, 12, 3))
    assert [each.day for each in found] == [date(2026, 11, 30), date(2026, 12, 3)]


def test_the_closed_day_of_another_pattern_closes_nothing_here():
    made = pattern()
    other = exception(pattern(), "ferme", date(2026, 11, 26))
    assert days(made, date(2026, 11, 26), date(2026, 11, 26), other) == [date(2026, 11, 26)]


def test_a_changed_day_keeps_what_it_does_not_say():
    made = pattern()
    change = exception(made, "change", date(2026, 11, 26), starts=time(10), places=2)
    (found,) = one_day(made, date(2026, 11, 26), change)
    assert (found.starts, found.ends) == (time(10), time(12))
    assert found.capacity == Load(2, 600_000, 10_000_000, 360)


def test_a_change_that_would_end_before_it_begins_keeps_the_hours():
    made = pattern()
    change = exception(made, "change", date(2026, 11, 26), starts=time(13))
    (found,) = one_day(made, date(2026, 11, 26), change)
    assert (found.starts, found.ends) == (time(9), time(12))


def test_a_changed_day_adds_none():
    made = pattern()
    change = exception(made, "change", date(2026, 11, 23), date(2026, 11, 29), places=2)
    assert days(made, date(2026, 11, 23), date(2026, 11, 29), change) == [date(2026, 11, 26)]


@given(DAYS, st.integers(0, 6))
def test_an_added_day_is_there_once_even_where_the_rhythm_has_it(day, weekday):
    made = pattern(weekday, on_holiday="maintenu")
    twice = [exception(made, "ajoute", day), exception(made, "ajoute", day)]
    assert [each.day for each in one_day(made, day, *twice)] == [day]


def test_a_stopped_pattern_gives_nothing_not_even_what_was_added():
    made = pattern(active=False)
    assert days(made, date(2026, 11, 1), None, exception(made, "ajoute", date(2026, 11, 3))) == []


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 3, 28), 8),
        (date(2026, 3, 29), 7),
        (date(2026, 10, 24), 7),
        (date(2026, 10, 25), 8),
    ],
)
def test_nine_on_the_wall_is_nine_through_both_clock_changes(day, utc_hour):
    (slot,) = rules.slots(one_day(pattern(day.weekday()), day), {})
    assert slot.starts_at == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)
    assert clock.local(slot.starts_at).time() == time(9)


def test_an_hour_that_the_wall_skips_comes_one_hour_later():
    assert clock.instant(date(2026, 3, 29), time(2, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_hour_that_the_wall_shows_twice_is_the_first():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clock.instant(date(2026, 10, 25), time(2, 30)) == first


@given(DAYS, st.times(time(4), time(23, 59)))
def test_an_instant_is_shown_by_the_wall_as_it_was_typed(day, hour):
    shown = clock.local(clock.instant(day, hour))
    assert (shown.date(), shown.time()) == (day, hour)


@given(LOADS, LOADS, LOADS)
def test_loads_add_up(one, two, three):
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + two - two == one
    assert one + NOTHING == one


@given(LOADS, LOADS)
def test_a_capacity_carries_a_need_when_nothing_is_below_zero_after_it(capacity, need):
    left = capacity - need
    assert capacity.carries(need) == all(getattr(left, m) >= 0 for m in MEASURES)
    assert set(capacity.lacks(need)) == {m for m in MEASURES if getattr(left, m) < 0}


@pytest.mark.parametrize("measure", MEASURES)
def test_what_lacks_in_one_measure_does_not_fit(measure):
    made = pattern(crew_minutes=360)
    need = Load(**{"places": 1, measure: getattr(made.capacity, measure) + 1})
    found = rules.slots(one_day(made, date(2026, 11, 26)), {})
    assert rules.fitting(found, need) == []
    assert rules.fitting(found, made.capacity) == found


def test_what_one_cannot_carry_is_refused_by_a_crew_of_one():
    found = rules.slots(one_day(pattern(crew=1), date(2026, 11, 26)), {})
    assert rules.fitting(found, Load(), people=2) == []
    assert rules.fitting(found, Load(), people=1) == found


def test_a_zone_serves_its_own_and_no_zone_serves_all():
    mine = uuid4()
    own, other, all_over = pattern(zone_id=mine), pattern(zone_id=uuid4()), pattern()
    found = rules.slots(rules.plan([own, other, all_over], [], *[date(2026, 11, 26)] * 2), {})
    suits = rules.fitting(found, Load(), zones=frozenset({mine}))
    assert {slot.pattern_id for slot in suits} == {own.id, all_over.id}


def test_a_slot_that_has_begun_is_not_offered():
    found = rules.slots(one_day(pattern(), date(2026, 11, 26)), {})
    assert rules.fitting(found, Load(), after=found[0].starts_at) == []
    assert rules.fitting(found, Load(), after=found[0].starts_at - timedelta(seconds=1)) == found


def test_what_was_promised_that_day_stands():
    made = pattern()
    day = date(2026, 11, 26)
    written = Written(time(8), time(11), Load(2, 5, 5, 5), Load(1, 5, 0, 0))
    (slot,) = rules.slots(one_day(made, day), {(made.id, day): written})
    assert (slot.starts, slot.ends) == (time(8), time(11))
    assert slot.left == Load(1, 0, 5, 5)


SOME = "1251827f-31d7-4877-a5f0-dd5e42d6a919"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        "x.2026-11-26",
        "\0",
        "a" * 10_000,
        f"{SOME}.2026-02-29",
        f"{SOME}.0001-01-01",
        f"{SOME}.9999-12-31",
        f"{SOME}.20261126--",
        f"{SOME.upper()}.2026-11-26",
    ],
)
def test_a_forged_key_names_nothing(key):
    assert queries.parse_key(key) is None
