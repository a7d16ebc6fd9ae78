"""Text messages leave by day, local time; at night only what the morning would make useless."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.base.core import clock
from app.config import Settings
from app.pickups import actions, messages
from app.pickups.messages import About
from app.pickups.rules.nights import IN_TIME, Daytime, text_at
from tests.pickups import booked

DAYTIME = Daytime(time(8), time(20))
START = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=700)).map(lambda t: START + t)
EVENING = datetime(2026, 11, 23, 21, tzinfo=UTC)
"""Ten at night on the wall."""
MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)
NIGHT_BEFORE = datetime(2026, 12, 2, 21, tzinfo=UTC)


def by_day(instant: datetime) -> bool:
    return DAYTIME.opens <= clock.local(instant).time() < DAYTIME.closes


@given(INSTANTS)
def test_a_message_leaves_by_day_and_within_a_night(now):
    leaves = text_at(now, DAYTIME)
    assert by_day(leaves)
    assert now <= leaves <= now + timedelta(hours=13)
    assert by_day(now) == (leaves == now)


@given(INSTANTS, st.timedeltas(timedelta(days=-1), timedelta(days=3)))
def test_only_what_would_be_read_too_late_leaves_at_night(now, ahead):
    begins = now + ahead
    leaves = text_at(now, DAYTIME, begins=begins)
    if by_day(now):
        assert leaves == now
    elif leaves == now:
        assert now < begins < text_at(now, DAYTIME) + IN_TIME
    else:
        assert not now < begins < leaves + IN_TIME


@pytest.mark.parametrize(
    ("wall", "leaves"),
    [
        ("2026-03-28T21:00:00+01:00", "2026-03-29T08:00:00+02:00"),
        ("2026-10-24T21:00:00+02:00", "2026-10-25T08:00:00+01:00"),
        ("2026-11-24T07:59:00+01:00", "2026-11-24T08:00:00+01:00"),
        ("2026-11-24T19:59:00+01:00", "2026-11-24T19:59:00+01:00"),
        ("2026-11-24T20:00:00+01:00", "2026-11-25T08:00:00+01:00"),
    ],
)
def test_the_hours_are_those_of_the_wall(wall, leaves):
    assert text_at(datetime.fromisoformat(wall), DAYTIME) == datetime.fromisoformat(leaves)


@pytest.fixture
def texting(app):
    """A house that sends text messages."""
    told = {"sms_url": "json://127.0.0.1/{phone}"}
    app.config["REBOND"] = app.config["REBOND"].model_copy(update=told)
    return app.config["REBOND"]


def test_a_cancellation_at_night_waits_for_the_morning(session, texting):
    booked.ground(session)
    pickup = booked.book(session, email=None, phone="+33612345678")
    with time_machine.travel(EVENING, tick=False):
        booked.cancel(session, pickup, now=EVENING)
        messages.tell(pickup, About.CANCELLED)
    assert [row.run_at for row in booked.outbox(session, "sms")] == [MORNING]


@pytest.mark.parametrize(("opens", "at_once"), [(time(8), False), (time(8, 30), True)])
def test_a_visit_that_begins_before_it_could_be_read_is_cancelled_at_once(
    session, app, texting, opens, at_once
):
    booked.ground(session)
    pickup = booked.book(session, email=None, phone="+33612345678")
    app.config["REBOND"] = texting.model_copy(update={"sms_from": opens})
    with time_machine.travel(NIGHT_BEFORE, tick=False):
        booked.cancel(session, pickup, now=NIGHT_BEFORE)
        messages.tell(pickup, About.CANCELLED)
    (row,) = booked.outbox(session, "sms")
    assert (row.run_at == NIGHT_BEFORE) is at_once


def test_a_visit_moved_away_from_tomorrow_early_is_told_at_once(session, app, texting):
    app.config["REBOND"] = texting.model_copy(update={"sms_from": time(8, 30)})
    booked.ground(session)
    pickup = booked.book(session, email=None, phone="+33612345678")
    was = pickup.occurrence.starts_at
    with time_machine.travel(NIGHT_BEFORE, tick=False):
        booked.move(session, pickup, now=NIGHT_BEFORE)
        messages.tell(pickup, About.MOVED, was=was)
    assert [row.run_at for row in booked.outbox(session, "sms")] == [NIGHT_BEFORE]


def test_what_the_morning_would_contradict_is_withdrawn(session, texting):
    booked.ground(session)
    pickup = booked.book(session, email=None, phone="+33612345678")
    with time_machine.travel(EVENING, tick=False):
        messages.tell(pickup, About.CONFIRMED)
        booked.cancel(session, pickup, now=EVENING)
        messages.tell(pickup, About.CANCELLED)
    assert ["annul" in row.payload["text"] for row in booked.outbox(session, "sms")] == [True]


@pytest.mark.parametrize(
    ("contact", "begins"),
    [({"email": None, "phone": "+33612345678"}, MORNING), ({"email": "mia@exemple.test"}, EVENING)],
)
def test_the_term_of_an_offer_begins_when_it_can_be_read(session, texting, contact, begins):
    booked.ground(session, places=1, horizon_days=10)
    gone = booked.book(session)
    waits = booked.book(session, None, waits=True, address="2 rue des Lilas", **contact)
    with time_machine.travel(EVENING, tick=False):
        booked.cancel(session, gone, now=EVENING)
        messages.offer_what_is_free()
    session.refresh(waits)
    assert waits.waiting.offer_until == begins + timedelta(hours=24)


def test_an_offer_answered_before_it_was_read_is_not_sent(session, texting):
    booked.ground(session, places=1, horizon_days=10)
    gone = booked.book(session)
    waits = booked.book(
        session, None, waits=True, address="2 rue", email=None, phone="+33612345678"
    )
    with time_machine.travel(EVENING, tick=False):
        booked.cancel(session, gone, now=EVENING)
        messages.offer_what_is_free()
        assert len(booked.outbox(session, "sms")) == 1
        actions.decline(session, waits, now=EVENING)
        messages.hush(waits)
    assert booked.outbox(session, "sms") == []


def test_hours_that_end_before_they_begin_are_refused():
    with pytest.raises(ValueError, match="avant"):
        Settings(_env_file=None, sms_from=time(20), sms_until=time(8))
