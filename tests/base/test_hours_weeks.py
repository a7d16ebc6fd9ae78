"""The days of a place, its next unusual closing, its hours for search engines."""

from datetime import date, timedelta

import pytest

from app.base.core.hours import (
    Exceptional,
    holidays,
    next_closing,
    opening_hours_specification,
    read,
    usual_week,
    week,
)

SHOP = read("Mo-Fr 09:00-12:00,14:00-18:00; PH off")
MONDAY = date(2026, 12, 21)
INVENTORY = Exceptional(date(2026, 12, 22), date(2026, 12, 22), None, "inventaire")


def test_a_day_lists_its_intervals():
    monday = week(SHOP, (), MONDAY)[0]
    assert monday.intervals == (("09:00", "12:00"), ("14:00", "18:00"))
    assert (monday.holiday_name, monday.exceptional, monday.unknown) == (None, None, False)


def test_a_week_shows_holidays_and_exceptions():
    days = week(SHOP, [INVENTORY], MONDAY)
    assert [day.closed for day in days] == [False, True, False, False, True, True, True]
    assert (days[1].exceptional, days[4].holiday_name) == ("inventaire", "Noël")


def test_the_usual_week_forgets_both():
    assert [day.closed for day in usual_week(SHOP, MONDAY)] == [False] * 5 + [True] * 2


def test_fourteen_days_may_be_asked():
    assert week(SHOP, (), MONDAY, days=14)[-1].date == date(2027, 1, 3)


def test_unknown_hours_make_unknown_days():
    assert all(day.unknown and not day.closed for day in week(None, (), MONDAY))
    assert all(day.unknown for day in usual_week(None, MONDAY))


def test_by_appointment_is_perhaps():
    day = week(read('Mo 10:00-12:00; Mo 14:00-16:00 "rdv"'), (), MONDAY)[0]
    assert (day.intervals, day.perhaps) == ((), (("14:00", "16:00", "rdv"),))
    assert not day.closed
    assert not day.unknown


def test_a_night_ends_the_next_morning_of_the_same_day():
    friday = week(read("Fr 20:00-02:00"), (), MONDAY)[4]
    assert friday.intervals == (("20:00", "02:00"),)


def test_a_whole_day_ends_at_24():
    assert week(read("24/7"), (), MONDAY)[3].intervals == (("00:00", "24:00"),)


def test_the_next_closing_is_a_holiday_or_an_exception():
    assert next_closing(SHOP, [INVENTORY], MONDAY).date == date(2026, 12, 22)
    assert next_closing(SHOP, (), MONDAY).date == date(2026, 12, 25)
    assert next_closing(SHOP, (), MONDAY, days=4) is None


def test_a_closing_on_a_day_off_is_no_news():
    sunday = Exceptional(date(2026, 12, 27), date(2026, 12, 27))
    assert next_closing(read("Mo-Fr 09:00-12:00"), [sunday], MONDAY) is None
    assert next_closing(None, [sunday], MONDAY) is None


def test_search_engines_get_the_week_then_the_days_that_differ():
    regular, afternoon, *special = opening_hours_specification(SHOP, [INVENTORY], MONDAY)
    assert (regular["opens"], regular["closes"]) == ("09:00", "12:00")
    assert len(regular["dayOfWeek"]) == len(afternoon["dayOfWeek"]) == 5
    assert [s["validFrom"] for s in special] == ["2026-12-22", "2026-12-25", "2027-01-01"]
    assert {(s["opens"], s["closes"]) for s in special} == {("00:00", "00:00")}


def test_search_engines_get_dates_when_weeks_differ():
    found = opening_hours_specification(read("Sa[1] 09:00-12:00"), (), date(2026, 12, 1))
    opened = [s for s in found if s["opens"] == "09:00"]
    assert [s["validFrom"] for s in opened] == ["2026-12-05"]


def test_search_engines_are_told_nothing_unsure():
    assert opening_hours_specification(None, (), MONDAY) == []
    assert opening_hours_specification(read('"rdv"'), (), MONDAY) == []


def test_midnight_is_the_last_minute_for_search_engines():
    found = opening_hours_specification(read("24/7"), (), MONDAY)
    assert [(s["opens"], s["closes"], len(s["dayOfWeek"])) for s in found] == [
        ("00:00", "23:59", 7)
    ]


@pytest.mark.parametrize("year", range(2024, 2031))
def test_our_eleven_holidays_are_those_of_the_library(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    assert sorted(holidays(year)) == [d for d in days if week(read("PH"), (), d, 1)[0].intervals]


def test_holidays_that_move_are_known_by_name():
    named = {name: day.isoformat() for day, name in holidays(2027).items()}
    assert named["lundi de Pâques"] == "2027-03-29"
    assert named["Ascension"] == "2027-05-06"
    assert named["lundi de Pentecôte"] == "2027-05-17"
    assert len(named) == 11
