"""The dates of an agreement: terms, notice, tacit renewal, alerts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agreements.models import AgreementStatus as S
from app.agreements.models import NoticeUnit
from app.agreements.rules import terms as rules
from app.agreements.rules.terms import Stage, Terms

YEAR = Terms(date(2026, 1, 1), date(2026, 12, 31), notice=3)
TACIT = Terms(date(2026, 1, 1), date(2026, 12, 31), notice=3, renewal_months=12)
TWICE = Terms(date(2026, 1, 1), date(2026, 12, 31), renewal_months=12, renewals_most=2)
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("end", "months", "after"),
    [
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 12, 31), -3, date(2026, 9, 30)),
        (date(2026, 2, 28), 24, date(2028, 2, 29)),
        (date(2026, 6, 14), 3, date(2026, 9, 14)),
        (date(2026, 9, 30), 1, date(2026, 10, 31)),
    ],
)
def test_a_term_that_ends_with_its_month_goes_on_to_the_end_of_another(end, months, after):
    assert rules.end_after(end, months) == after


def test_the_notice_is_counted_back_from_the_end():
    assert rules.decide_by(YEAR, YEAR.ends_on) == date(2026, 9, 30)
    in_days = Terms(date(2026, 1, 1), date(2026, 12, 31), 45, NoticeUnit.DAYS)
    assert rules.decide_by(in_days, in_days.ends_on) == date(2026, 11, 16)


def test_a_notice_longer_than_the_term_does_not_fit():
    for notice in (6, 7):
        assert not rules.notice_fits(Terms(date(2026, 1, 1), date(2026, 6, 30), notice))
    assert rules.notice_fits(Terms(date(2026, 1, 1), date(2026, 6, 30), notice=5))


def test_a_notice_longer_than_the_renewal_does_not_fit():
    assert not rules.notice_fits(
        Terms(date(2026, 1, 1), date(2028, 12, 31), notice=6, renewal_months=3)
    )


@given(
    days, st.integers(1, 1500), st.integers(0, 60), st.sampled_from(NoticeUnit), st.integers(1, 36)
)
def test_a_notice_that_fits_leaves_a_day_in_each_term_to_give_it(
    start, length, notice, unit, months
):
    terms = Terms(start, start + timedelta(days=length), notice, unit, months, 5)
    if not rules.notice_fits(terms):
        return
    previous = start - timedelta(days=1)
    for end in rules.ends(terms):
        assert rules.decide_by(terms, end) > previous - timedelta(days=3)
        previous = end


@given(days, st.integers(0, 1500), st.integers(1, 36), st.integers(1, 8))
def test_terms_follow_each_other_and_end_where_the_last_day_says(start, length, months, most):
    terms = Terms(start, start + timedelta(days=length), 0, NoticeUnit.DAYS, months, most)
    found = list(rules.ends(terms))
    assert found == sorted(set(found))
    assert len(found) == most + 1
    assert found[-1] == rules.last_day(terms)


def test_a_tacit_renewal_without_a_bound_has_no_last_day():
    assert rules.last_day(TACIT) is None
    assert rules.term_end(TACIT, date(2030, 5, 1)) == date(2030, 12, 31)
    assert rules.renewed(TACIT, date(2030, 5, 1)) == 4
    assert rules.renews(TACIT, date(2030, 5, 1)) == date(2031, 12, 31)


def test_a_bounded_renewal_ends_after_its_last_term():
    assert rules.last_day(TWICE) == date(2028, 12, 31)
    assert rules.renews(TWICE, date(2028, 1, 1)) is None
    assert rules.renewed(TWICE, date(2029, 6, 1)) == 2


@pytest.mark.parametrize(
    ("kept", "today", "status"),
    [
        (S.SIGNED, date(2025, 12, 31), S.SIGNED),
        (S.SIGNED, date(2026, 1, 1), S.ACTIVE),
        (S.ACTIVE, date(2026, 12, 31), S.ACTIVE),
        (S.ACTIVE, date(2027, 1, 1), S.EXPIRED),
        (S.SIGNED, date(2027, 1, 1), S.EXPIRED),
        (S.REVIEW, date(2027, 1, 1), S.REVIEW),
        (S.DENOUNCED, date(2026, 6, 1), S.DENOUNCED),
    ],
)
def test_the_calendar_moves_what_is_signed_even_when_no_worker_runs(kept, today, status):
    assert rules.status_on(kept, YEAR, today) is status


@pytest.mark.parametrize(
    ("today", "stage", "day"),
    [
        (date(2026, 9, 1), None, None),
        (date(2026, 9, 30), Stage.RENEW, date(2026, 9, 30)),
        (date(2026, 10, 2), Stage.SOON, date(2026, 10, 2)),
        (date(2026, 12, 1), Stage.VERY_SOON, date(2026, 12, 1)),
        (date(2026, 12, 31), Stage.VERY_SOON, date(2026, 12, 1)),
        (date(2027, 1, 1), Stage.OVER, date(2027, 1, 1)),
        (date(2027, 3, 1), Stage.OVER, date(2027, 1, 1)),
    ],
)
def test_an_end_is_told_at_the_notice_90_and_30_days_before_and_after_it(today, stage, day):
    told = rules.alert(YEAR, today)
    assert (told and told.stage, told and told.day) == (stage, day)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 8, 30), None),
        (date(2026, 8, 31), Stage.DECIDE),
        (date(2026, 9, 30), Stage.DECIDE),
        (date(2026, 10, 1), None),
        (date(2026, 10, 2), Stage.RENEWS_SOON),
        (date(2026, 10, 15), Stage.RENEWS_SOON),
        (date(2026, 10, 16), None),
        (date(2026, 12, 1), Stage.RENEWS_VERY_SOON),
        (date(2026, 12, 15), None),
        (date(2027, 1, 1), None),
        (date(2027, 9, 15), Stage.DECIDE),
    ],
)
def test_a_tacit_renewal_is_told_while_it_can_be_stopped_and_90_and_30_days_before(today, stage):
    told = rules.alert(TACIT, today)
    assert (told and told.stage) == stage


def test_the_last_day_to_stop_a_renewal_is_told_before_its_term():
    without_notice = Terms(date(2026, 1, 1), date(2026, 12, 31), renewal_months=12)
    assert rules.alert(without_notice, date(2026, 10, 2)).stage is Stage.RENEWS_SOON
    assert rules.alert(without_notice, date(2026, 12, 1)).stage is Stage.DECIDE


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 12))
def test_no_term_ends_without_having_been_told(today, notice):
    terms = Terms(date(2026, 1, 1), date(2026, 12, 31), notice)
    if today >= date(2026, 10, 2):
        assert rules.alert(terms, today) is not None


def test_a_stopped_agreement_ends_that_day():
    stopped = Terms(
        date(2026, 1, 1), date(2026, 12, 31), renewal_months=12, stopped_on=date(2026, 5, 4)
    )
    assert rules.last_day(stopped) == rules.term_end(stopped, date(2026, 1, 2)) == date(2026, 5, 4)
    assert rules.renews(stopped, date(2026, 1, 2)) is None


@pytest.mark.parametrize(
    ("first", "last", "shared"),
    [
        (date(2026, 12, 31), date(2027, 5, 1), True),
        (date(2027, 1, 1), date(2027, 5, 1), False),
        (date(2025, 1, 1), None, True),
        (date(2027, 1, 1), None, False),
    ],
)
def test_two_spans_overlap_when_they_share_a_day(first, last, shared):
    assert rules.overlap(date(2026, 1, 1), date(2026, 12, 31), first, last) is shared
