"""The demonstration's visits: a living fortnight, once, and nobody is written to."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.base.core.actors import Actor
from app.base.outbox.models import OutboxRow
from app.catalog import actions as catalog
from app.catalog import dictionary
from app.pickups.actions import demo_people, demo_terms, demo_visits, policies
from app.pickups.actions.demo_visits import load_demo
from app.pickups.models import Pickup, PickupStatus
from app.slots import actions as slot_actions
from app.slots import queries as slots
from app.slots.actions import demo as slots_demo
from tests.builders import commune

WEDNESDAY = date(2026, 11, 25)
DESK = Actor(None, "Aïcha (accueil)")
VISITS = (*demo_people.PAST, *demo_people.COMING)
BODIES = {
    "200067668": (demo_people.COURTENAY, demo_people.CHATEAU_RENARD, demo_people.DOUCHY),
    "200067676": (demo_people.LORRIS,),
    "244500419": (demo_people.FERRIERES,),
}
"""Intercommunal body → its communes here; all others are of Montargis's."""


@pytest.fixture
def ground(session, monkeypatch):
    """Lay the demonstration's communes, things, calendar and terms."""
    wanted = {slug for visit in VISITS for slug in visit.things}
    few = tuple(each for each in dictionary.objects() if each.slug in wanted)
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    bodies = {insee: body for body, codes in BODIES.items() for insee in codes}
    for insee in {visit.insee for visit in VISITS}:
        facts = {"name": insee, "folded": insee} if insee != "45208" else {}
        commune(session, insee, epci=bodies.get(insee, "244500203"), **facts)
    catalog.load(session)
    slot_actions.offer_thursday(session)
    policies.offer_default(session)
    slots_demo.load_demo(session, WEDNESDAY)
    demo_terms.load_demo(session)
    return session


def booked(session) -> dict[str, Pickup]:
    return {each.form_key: each for each in session.exec(select(Pickup))}


def test_every_visit_comes_once(ground):
    assert load_demo(ground, DESK, today=WEDNESDAY) == len(VISITS)
    assert load_demo(ground, DESK, today=WEDNESDAY) == 0
    assert len(booked(ground)) == len(VISITS)


def test_the_next_month_adds_nothing(ground):
    load_demo(ground, DESK, today=WEDNESDAY)
    assert load_demo(ground, DESK, today=WEDNESDAY + timedelta(days=30)) == 0


@pytest.mark.parametrize("days", range(1, 14))
def test_the_fortnight_is_whole_whatever_the_day(ground, days):
    assert load_demo(ground, DESK, today=WEDNESDAY + timedelta(days=days)) >= len(VISITS) - 2


def test_every_state_is_there(ground):
    load_demo(ground, DESK, today=WEDNESDAY)
    assert {each.status for each in booked(ground).values()} == set(PickupStatus)


def test_what_was_done_is_past_and_what_is_to_come_is_not(ground):
    load_demo(ground, DESK, today=WEDNESDAY)
    ended = {PickupStatus.DONE, PickupStatus.ABSENT, PickupStatus.LEFT}
    for each in booked(ground).values():
        if each.occurrence is not None:
            assert (each.occurrence.day < WEDNESDAY) == (each.status in ended)


def test_nobody_is_written_to(ground):
    load_demo(ground, DESK, today=WEDNESDAY)
    assert ground.exec(select(OutboxRow)).all() == []


def test_people_are_invented_and_reached_nowhere(ground):
    load_demo(ground, DESK, today=WEDNESDAY)
    for each in booked(ground).values():
        assert each.phone.startswith("+3363998")
        assert each.email is None or each.email.endswith("@exemple.test")


def test_no_event_is_later_than_its_visit_and_each_has_a_hand(ground):
    load_demo(ground, DESK, today=WEDNESDAY)
    for each in booked(ground).values():
        assert {event.actor for event in each.events} <= {DESK.label, "visiteur"}
        assert all(event.at.date() <= WEDNESDAY for event in each.events)


def test_a_commune_that_is_not_here_is_left_out(session):
    commune(session)
    assert load_demo(session, DESK, today=WEDNESDAY) == 0


def test_the_counters_tell_what_the_visits_take(ground):
    load_demo(ground, DESK, today=WEDNESDAY)
    days = slots.slots(
        ground, slots.window(WEDNESDAY, 14), now=demo_visits.instant(WEDNESDAY, demo_people.MORNING)
    )
    assert sum(day.used.places for day in days) == sum(
        each.hold_id is not None and each.occurrence.day >= WEDNESDAY
        for each in booked(ground).values()
    )
