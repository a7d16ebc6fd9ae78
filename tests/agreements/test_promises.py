"""A promise against what came: periods, what counts, the trend."""

import itertools
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agreements.models import Counted, Rhythm, Source
from app.agreements.rules import promises as rules
from app.agreements.rules.promises import Counting, Period, Promise, Trend
from app.catalog.models import Family
from tests.agreements.builders import arrival

HABITAT = UUID(int=1)
YEAR = Period(1, date(2026, 1, 1), date(2026, 12, 31), 40)


def promise(**said) -> Promise:
    known = {
        "id": uuid4(),
        "organisation_id": HABITAT,
        "kind": Counted.DEVICES,
        "quantity": 40,
        "rhythm": Rhythm.YEAR,
        "source": Source.ARRIVALS,
        "first": date(2026, 1, 1),
        "last": date(2027, 12, 31),
    }
    return Promise(**(known | said))


def spans(found) -> list[tuple[date, date, int]]:
    return [(each.first, each.last, each.quantity) for each in found]


def test_a_yearly_promise_starts_anew_each_year_until_today():
    found = rules.periods(promise(), date(2027, 3, 1))
    assert spans(found) == [
        (date(2026, 1, 1), date(2026, 12, 31), 40),
        (date(2027, 1, 1), date(2027, 12, 31), 40),
    ]


def test_a_period_cut_short_owes_its_share():
    found = rules.periods(promise(last=date(2027, 6, 30)), date(2027, 3, 1))
    assert spans(found)[1] == (date(2027, 1, 1), date(2027, 6, 30), 20)


def test_a_promise_made_once_has_one_period():
    found = rules.periods(promise(rhythm=Rhythm.ONCE), date(2030, 1, 1))
    assert spans(found) == [(date(2026, 1, 1), date(2027, 12, 31), 40)]


def test_a_quarterly_promise_follows_its_own_first_day():
    found = rules.periods(promise(rhythm=Rhythm.QUARTER, first=date(2026, 2, 15)), date(2026, 9, 1))
    assert [each.first for each in found] == [
        date(2026, 2, 15),
        date(2026, 5, 15),
        date(2026, 8, 15),
    ]


@given(
    st.sampled_from(Rhythm),
    st.dates(date(2010, 1, 1), date(2030, 12, 31)),
    st.integers(0, 3000),
    st.integers(0, 3000),
)
def test_periods_leave_no_day_out_and_count_none_twice(rhythm, first, length, later):
    last = first + timedelta(days=length)
    found = rules.periods(
        promise(rhythm=rhythm, first=first, last=last), first + timedelta(days=later)
    )
    assert found[0].first == first
    assert all(one.last + timedelta(days=1) == two.first for one, two in itertools.pairwise(found))
    assert all(each.quantity >= 1 and each.first <= each.last <= last for each in found)


def test_only_what_came_from_the_structure_and_is_named_counts():
    came = [
        arrival(HABITAT, date(2026, 3, 1), 5),
        arrival(uuid4(), date(2026, 3, 1), 7),
        arrival(HABITAT, date(2026, 3, 1), 3, thing="Chaises de bureau", family=Family.MOBILIER),
    ]
    assert [each.amount for each in rules.counts(promise(words="ordinateur"), came)] == [5]
    assert [each.amount for each in rules.counts(promise(family=Family.MOBILIER), came)] == [3]
    assert sum(each.amount for each in rules.counts(promise(kind=Counted.MASS), came)) == 2300 * 8


def test_several_things_of_one_visit_are_one_pickup():
    came = [
        arrival(HABITAT, date(2026, 3, 1), 5),
        arrival(HABITAT, date(2026, 3, 1), 3, thing="Écran"),
        arrival(HABITAT, date(2026, 4, 1), 1),
    ]
    assert [each.amount for each in rules.counts(promise(kind=Counted.PICKUPS), came)] == [1, 1]


@pytest.mark.parametrize(
    ("words", "thing", "named"),
    [
        ("ordinateur", "Ordinateurs portables", True),
        ("ordinateur portable", "Ordinateurs fixes", False),
        ("écran, ordinateur", "ECRAN 24 pouces", True),
        ("ordinateur", "Souris d’ordinateur", False),
        ("télé", "Téléphone", False),
        ("", "n’importe quoi", True),
        (" , ;", "n’importe quoi", True),
    ],
)
def test_words_name_things_whatever_their_accents_and_plural(words, thing, named):
    assert rules.said(words, thing) is named


@pytest.mark.parametrize(
    ("done", "today", "trend"),
    [
        (0, date(2025, 12, 31), Trend.TO_COME),
        (0, date(2026, 1, 10), Trend.ON_TIME),
        (12, date(2026, 9, 1), Trend.LATE),
        (27, date(2026, 9, 1), Trend.ON_TIME),
        (35, date(2026, 9, 1), Trend.AHEAD),
        (40, date(2026, 3, 1), Trend.KEPT),
        (41, date(2027, 3, 1), Trend.KEPT),
        (39, date(2026, 12, 31), Trend.ON_TIME),
        (39, date(2027, 1, 1), Trend.MISSED),
    ],
)
def test_the_trend_weighs_what_is_done_against_the_time_that_went_by(done, today, trend):
    found = rules.progress(YEAR, [Counting(date(2026, 1, 5), done)], today)
    assert found.trend is trend


def test_a_projection_waits_until_a_tenth_of_the_period_is_over():
    done = [Counting(date(2026, 1, 5), 2)]
    assert rules.progress(YEAR, done, date(2026, 1, 20)).projected is None
    assert rules.progress(YEAR, done, date(2026, 7, 1)).projected == 4


def test_what_came_outside_of_the_period_does_not_count():
    done = [Counting(date(2025, 12, 31), 30), Counting(date(2027, 1, 1), 30)]
    assert rules.progress(YEAR, done, date(2026, 7, 1)).done == 0


@given(st.integers(0, 100), st.integers(0, 800), st.integers(0, 5))
def test_more_done_is_never_a_worse_trend(done, later, more):
    order = [Trend.MISSED, Trend.LATE, Trend.TO_COME, Trend.ON_TIME, Trend.AHEAD, Trend.KEPT]
    today = date(2025, 12, 1) + timedelta(days=later)
    first, second = (
        rules.progress(YEAR, [Counting(date(2026, 1, 1), n)], today).trend
        for n in (done, done + more)
    )
    assert order.index(first) <= order.index(second)


@pytest.mark.parametrize(
    ("today", "percent"),
    [
        (date(2026, 3, 20), None),
        (date(2026, 4, 3), 25),
        (date(2026, 9, 1), 50),
        (date(2027, 1, 2), 100),
    ],
)
def test_being_late_is_told_at_each_quarter_of_the_period(today, percent):
    found = rules.progress(YEAR, [], today)
    assert rules.milestone(found) == percent


@given(st.sampled_from(rules.MILESTONES), st.integers(1, 900))
def test_a_milestone_is_passed_on_its_day_and_not_before(percent, length):
    period = Period(1, date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=length - 1), 40)
    day = rules.milestone_day(period, percent)
    assert rules.progress(period, [], day).elapsed >= percent
    assert rules.progress(period, [], day - timedelta(days=1)).elapsed < percent


@given(
    rhythm=st.sampled_from(Rhythm),
    first=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    length=st.none() | st.integers(0, 4_000),
    after=st.integers(-400, 9_000),
)
def test_the_period_of_a_day_is_the_last_one_that_began(rhythm, first, length, after):
    last = None if length is None else first + timedelta(days=length)
    asked = promise(rhythm=rhythm, first=first, last=last)
    today = first + timedelta(days=after)
    assert rules.period_on(asked, today) == rules.periods(asked, today)[-1]
