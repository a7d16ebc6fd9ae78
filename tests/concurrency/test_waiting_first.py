"""A place that becomes free goes to who waits; nobody who passes by takes it in between."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from app.base import db
from app.base.core.actors import VISITOR
from app.pickups import actions, messages, queries
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import Who
from app.slots import actions as slots
from app.slots import queries as slot_queries
from app.slots.loads import Load
from app.slots.models import SlotPattern, SlotWait
from tests.builders import MONDAY
from tests.concurrency.parallel import at_once
from tests.concurrency.test_pickups import World, world
from tests.pickups.world import wish
from tests.slots.builders import NOW, THURSDAY, wrong_counters

pytestmark = pytest.mark.alone
NEW = "/enlevements/nouveau"
WEEKS = 4
LATER = NOW + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def house(house):
    settings = house.config["REBOND"]
    house.config["REBOND"] = settings.model_copy(update={"territory": "45208"})
    return house


def all_taken(house, typing: bool) -> tuple[World, UUID, UUID]:
    """Let every Thursday's one place be taken, the first by one who types when `typing`.

    Return the ground, who has the first place, who waits.
    """
    here = world(house)
    first = UUID(int=0)
    for week in range(WEEKS):
        key = here.key(THURSDAY + timedelta(weeks=week))
        if week or not typing:
            made = here.book(wish(key, f"{week}"))
            first = first if week else made
            continue
        with house.app_context(), db.unit_of_work() as session:
            slot = slot_queries.one(session, key, now=NOW)
            until = NOW + slots.holds.HELD_FOR
            slots.take(session, slot, Load(), form_key="typing", now=NOW, until=until)
    return here, first, here.book(wish(form_key="waits", waits=True))


def stranger(house, here: World, number: int) -> int:
    """Book the first Thursday by the form, as a browser sends it."""
    answer = house.test_client().post(
        NEW,
        data={
            "form_key": f"{number:032x}",
            "objet": "réfrigérateur",
            "quantite": "1",
            "etat": "marche",
            "ou": "Montargis",
            "address": f"{number} rue du Loing",
            "floor": "0",
            "email": f"p{number}@exemple.test",
            "consent": "y",
            "faire": "hold" if number % 2 else "book",
            "slot": here.key(),
        },
        headers={"X-Forwarded-For": f"10.0.0.{number}"},
    )
    return answer.status_code


def offered(house, pickup_id: UUID) -> datetime | None:
    """Return the day offered to who waits, once the counters are shown to be right."""
    with house.app_context():
        session = db.session()
        assert wrong_counters(session) == []
        waiting = session.get_one(SlotWait, session.get_one(Pickup, pickup_id).wait_id)
        return waiting.hold.occurrence.day if waiting.hold else None


def cancelled(here: World, pickup_id: UUID) -> None:
    """Cancel as the page does: what is freed is offered before the commit."""

    def act(session, pickup) -> None:
        actions.advance(session, pickup, "cancel", by=Who.STAFF, actor=VISITOR, now=LATER)
        messages.offer_what_is_free(session)

    here.change(pickup_id, act)


def grown(here: World) -> None:
    """Let each day take one visit more, as staff do."""
    with here.app.app_context(), db.unit_of_work() as session:
        pattern = session.get_one(SlotPattern, here.pattern_id)
        pattern.places = 2
        slots.save_pattern(session, pattern, today=MONDAY)


@pytest.mark.parametrize("freed", ["expired", "cancelled", "grown"])
def test_no_stranger_takes_a_freed_place_before_who_waits(house, freed):
    here, first, waits = all_taken(house, typing=freed == "expired")
    if freed == "grown":
        with house.app_context(), db.unit_of_work() as session:
            session.get_one(SlotPattern, here.pattern_id).last_day = THURSDAY
        grown(here)

    def work(number: int) -> int:
        if freed == "cancelled" and number == 4:
            cancelled(here, first)
            return 0
        return stranger(house, here, number)

    answers = at_once(house, work, clients=9)
    assert set(answers) <= {0, 200, 422}
    with house.app_context(), db.unit_of_work() as session:
        messages.offer_what_is_free(session)
    assert offered(house, waits) == THURSDAY
    with house.app_context():
        strangers = db.session().exec(select(Pickup).where(Pickup.address.like("%Loing"))).all()
    assert [each for each in strangers if each.occurrence_id] == []


def test_a_stranger_has_the_place_when_nobody_waits(house):
    assert stranger(house, world(house), 2) == 303


def test_cancellations_that_offer_what_they_free_never_wait_for_each_other(house):
    here = world(house, places=5)
    days = [THURSDAY + timedelta(weeks=week) for week in range(4)]
    booked = [here.book(wish(here.key(day), f"{day} {n}")) for day in days for n in range(5)]
    for n in range(12):
        here.book(wish(form_key=f"waits {n}", waits=True))
    for n in (4, 9, 14, 19):
        here.cancel(booked[n])  # room on every day, that each hand will want to offer

    def work(number: int) -> None:
        if number % 5 == 4:
            with house.app_context(), db.unit_of_work() as session:
                messages.offer_what_is_free(session)
                slots.sweep(session, now=LATER)
            return
        cancelled(here, booked[number])

    assert at_once(house, work, clients=20) == [None] * 20
    with house.app_context():
        session = db.session()
        assert wrong_counters(session) == []
        people = queries.coming(session, PickupStatus.WAITING, MONDAY)
        assert all(session.get_one(SlotWait, each.wait_id).hold_id for each in people)
