"""Open, closed or unknown, and until when, on the wall of Europe/Paris."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.core.clock import LOCAL
from app.base.core.hours import Exceptional, State, read, status

SHOP = read("Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off")
BAR = read("Fr,Sa 20:00-02:00")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def closed(first, last=None, reason="congés"):
    first = date.fromisoformat(first)
    return Exceptional(first, date.fromisoformat(last) if last else first, None, reason)


def opened(day, hours):
    return Exceptional(date.fromisoformat(day), date.fromisoformat(day), hours, "braderie")


@pytest.mark.parametrize(
    ("instant", "state", "until"),
    [
        ("2026-11-24 09:00", State.OPEN, "2026-11-24 12:00"),
        ("2026-11-24 11:59", State.OPEN, "2026-11-24 12:00"),
        ("2026-11-24 12:00", State.CLOSED, "2026-11-24 14:00"),
        ("2026-11-27 18:00", State.CLOSED, "2026-11-28 09:00"),
        ("2026-11-28 13:00", State.CLOSED, "2026-11-30 09:00"),
        ("2026-12-25 10:00", State.CLOSED, "2026-12-26 09:00"),
    ],
)
def test_a_shop_opens_and_closes_by_its_week(instant, state, until):
    found = status(SHOP, (), at(instant))
    assert (found.state, found.until) == (state, at(until))


def test_an_instant_of_another_zone_is_read_on_the_wall():
    assert status(SHOP, (), datetime(2026, 7, 6, 7, 30, tzinfo=UTC)).state == State.OPEN
    assert status(SHOP, (), datetime(2026, 11, 23, 7, 30, tzinfo=UTC)).state == State.CLOSED


def test_unknown_hours_are_never_closed():
    found = status(None, (), at("2026-11-24 03:00"))
    assert (found.state, found.until) == (State.UNKNOWN, None)


def test_an_exception_settles_a_day_of_unknown_hours():
    found = status(None, [closed("2026-11-24")], at("2026-11-24 10:00"))
    assert (found.state, found.comment) == (State.CLOSED, "congés")
    assert (found.until, found.then) == (at("2026-11-25 00:00"), State.UNKNOWN)


def test_by_appointment_is_unknown_and_says_why():
    found = status(read('Mo-Fr "sur rendez-vous"'), (), at("2026-11-24 10:00"))
    assert (found.state, found.comment) == (State.UNKNOWN, "sur rendez-vous")


def test_what_comes_next_may_be_a_doubt():
    found = status(read('Mo 10:00-12:00; Tu 10:00-12:00 "rdv"'), (), at("2026-11-23 13:00"))
    assert (found.state, found.then) == (State.CLOSED, State.UNKNOWN)


def test_exceptional_closing_lasts_until_the_next_real_opening():
    found = status(SHOP, [closed("2026-12-24", "2027-01-01")], at("2026-12-28 10:00"))
    assert (found.state, found.until) == (State.CLOSED, at("2027-01-02 09:00"))


def test_exceptional_opening_replaces_the_day():
    sunday = [opened("2026-11-29", "10:00-16:00")]
    found = status(SHOP, sunday, at("2026-11-29 11:00"))
    assert (found.state, found.comment) == (State.OPEN, "braderie")
    assert status(SHOP, sunday, at("2026-11-28 13:00")).until == at("2026-11-29 10:00")


def test_of_two_exceptions_the_shorter_wins():
    both = [closed("2026-11-01", "2026-11-30"), opened("2026-11-24", "10:00-11:00")]
    assert status(SHOP, both, at("2026-11-24 10:30")).state == State.OPEN
    assert status(SHOP, both[::-1], at("2026-11-25 10:30")).state == State.CLOSED


def test_an_unreadable_exception_is_a_doubt_not_a_closing():
    odd = [opened("2026-11-24", "10h-12h")]
    assert status(SHOP, odd, at("2026-11-24 10:30")).state == State.UNKNOWN


def test_the_night_belongs_to_the_evening_it_began_in():
    saturday_off = [closed("2026-11-28")]
    found = status(BAR, saturday_off, at("2026-11-28 01:00"))
    assert (found.state, found.until) == (State.OPEN, at("2026-11-28 02:00"))
    assert status(BAR, saturday_off, at("2026-11-28 21:00")).state == State.CLOSED
    assert status(BAR, saturday_off, at("2026-11-29 01:00")).state == State.CLOSED


def test_a_night_before_another_rule_goes_on():
    late = read("Fr 20:00-02:00; Sa 10:00-12:00")
    assert status(late, (), at("2026-11-28 01:00")).state == State.OPEN


def test_always_open_never_changes():
    assert status(read("24/7"), (), at("2026-11-28 01:00")).until is None


def test_closed_for_the_season_says_when_it_opens():
    found = status(read("Apr-Oct Mo-Fr 10:00-12:00"), (), at("2026-11-24 10:00"))
    assert found.until == at("2027-04-01 10:00")


def test_hours_of_the_past_never_open():
    found = status(read("2010 Mo 10:00-12:00"), (), at("2026-11-24 10:00"))
    assert (found.state, found.until) == (State.CLOSED, None)


def test_nine_o_clock_stays_nine_o_clock_when_the_clock_changes():
    every_day = read("09:00-12:00")
    assert status(every_day, (), at("2026-03-28 13:00")).until == at("2026-03-29 09:00")
    assert at("2026-03-29 09:00").utcoffset() == timedelta(hours=2)
    assert status(every_day, (), at("2026-10-24 13:00")).until == at("2026-10-25 09:00")
    assert at("2026-10-25 09:00").utcoffset() == timedelta(hours=1)


def test_an_opening_in_the_skipped_hour_is_three_o_clock():
    found = status(read("02:30-05:00"), (), at("2026-03-29 01:00"))
    assert found.until == at("2026-03-29 03:00")


def test_a_closing_in_the_hour_shown_twice_lies_ahead():
    night = read("00:00-02:30")
    second = datetime(2026, 10, 25, 2, 15, tzinfo=LOCAL, fold=1)
    until = status(night, (), second).until
    assert until.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_open_place_whose_hours_forget_the_holiday_tells_its_name():
    silent = read("Mo-Fr 09:00-12:00")
    assert status(silent, (), at("2026-12-25 10:00")).holiday == "Noël"
    assert (
        status(silent, [opened("2026-12-25", "09:00-12:00")], at("2026-12-25 10:00")).holiday
        is None
    )
    assert status(SHOP, (), at("2026-12-25 10:00")).comment == "Noël"


@pytest.mark.parametrize("year", [1, 1969, 2199, 9998])
def test_far_years_are_unknown(year):
    assert status(SHOP, (), datetime(year, 6, 1, tzinfo=UTC)).state == State.UNKNOWN


TEXTS = st.sampled_from(
    [
        "24/7",
        "Mo-Fr 09:00-12:00,14:00-18:00; PH off",
        "Fr,Sa 20:00-02:00",
        "Apr-Oct 10:00-18:00",
        'Mo 10:00-12:00; We "rdv"',
        "Sa[1] 09:00-12:00",
        "06:00-22:00; Su off",
    ]
)
EXCEPTIONS = st.lists(
    st.builds(
        lambda day, length, hours: Exceptional(day, day + timedelta(days=length), hours, ""),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.integers(0, 20),
        st.sampled_from([None, "10:00-11:00", "22:00-03:00", "?"]),
    ),
    max_size=3,
)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None)
@given(TEXTS, EXCEPTIONS, INSTANTS)
def test_nothing_changes_before_until_and_all_is_as_told_then(text, exceptions, instant):
    now = status(read(text), exceptions, instant)
    if now.until is None:
        return
    until = now.until.astimezone(UTC)
    assert until > instant
    before = max(instant, until - timedelta(minutes=1))
    assert status(read(text), exceptions, before).state == now.state
    assert status(read(text), exceptions, until).state == now.then
