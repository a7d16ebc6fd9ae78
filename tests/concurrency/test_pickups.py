"""Pickups under parallel clients: never above, never lost, no two waiting for each other."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col, select

from app.base import db
from app.base.core.actors import VISITOR
from app.base.core.errors import RuleBroken
from app.pickups import actions, queries
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import Booking, Who
from app.slots import actions as slots
from app.slots import queries as slot_queries
from app.slots.actions.waits import OFFERED_FOR
from app.slots.loads import MEASURES, Load
from app.slots.models import SlotHold, SlotOccurrence, SlotPattern
from tests.builders import MONDAY
from tests.concurrency.parallel import CLIENTS, at_once, count
from tests.pickups.world import FRIDGE, OWN_WORDS, SCREEN, ground, wish
from tests.slots.builders import NOW, THURSDAY, wrong_counters

pytestmark = pytest.mark.alone
NEXT = THURSDAY + timedelta(weeks=1)


@dataclass(frozen=True)
class World:
    """A house and its one weekly slot."""

    app: Flask
    pattern_id: UUID

    def key(self, day: date = THURSDAY) -> str:
        return f"{self.pattern_id}.{day.isoformat()}"

    def book(self, asked: Booking) -> UUID:
        """Book in a transaction of its own, as a request does."""
        with self.app.app_context(), db.unit_of_work() as session:
            return actions.book(session, asked, actor=VISITOR, today=MONDAY, now=NOW).id

    def change(self, pickup_id: UUID, act) -> object:
        """Do something to a pickup in a transaction of its own."""
        with self.app.app_context(), db.unit_of_work() as session:
            return act(session, queries.by_id(session, pickup_id))

    def move(self, pickup_id: UUID, day: date) -> object:
        return self.change(
            pickup_id,
            lambda session, pickup: actions.reschedule(
                session,
                pickup,
                self.key(day),
                by=Who.STAFF,
                actor=VISITOR,
                today=MONDAY,
                now=NOW,
            ),
        )

    def cancel(self, pickup_id: UUID) -> object:
        return self.change(
            pickup_id,
            lambda session, pickup: actions.advance(
                session, pickup, "cancel", by=Who.STAFF, actor=VISITOR, now=NOW
            ),
        )

    def offer(self, now=NOW) -> list[UUID]:
        with self.app.app_context(), db.unit_of_work() as session:
            return [each.id for each in actions.offer_places(session, today=MONDAY, now=now)]

    def used(self) -> dict[date, int]:
        """Return the places taken by day, once the counters are shown to be right."""
        with self.app.app_context():
            session = db.session()
            assert wrong_counters(session) == []
            rows = session.execute(
                sa.select(col(SlotOccurrence.day), col(SlotOccurrence.used_places))
            )
            return {day: places for day, places in rows if places}

    def pickups(self) -> list[Pickup]:
        with self.app.app_context():
            return list(db.session().exec(select(Pickup)).all())


def world(house: Flask, places: int = 1, **capacity: int) -> World:
    with house.app_context(), db.unit_of_work() as session:
        made = ground(session, places)
        for measure, value in capacity.items():
            setattr(made, measure, value)
        session.flush()
        return World(house, made.id)


def refusals(answers: list) -> list[RuleBroken]:
    return [each for each in answers if isinstance(each, RuleBroken)]


def test_twenty_people_on_the_last_place_one_succeeds(house):
    here = world(house)
    answers = at_once(house, lambda n: here.book(wish(here.key(), f"form {n}")))
    assert [each.field for each in refusals(answers)] == ["slot"] * (CLIENTS - 1)
    assert len(here.pickups()) == 1
    assert here.used() == {THURSDAY: 1}


@pytest.mark.parametrize("places", [1, CLIENTS])
def test_the_same_form_sent_eight_times_at_once_books_once(house, places):
    here = world(house, places)
    answers = at_once(house, lambda _n: here.book(wish(here.key())), clients=8)
    assert len(set(answers)) == len(here.pickups()) == count(house, SlotHold) == 1
    assert here.used() == {THURSDAY: 1}


def test_the_same_form_sent_at_once_with_different_days_books_once(house):
    here = world(house, CLIENTS)
    days = [THURSDAY, NEXT]
    answers = at_once(house, lambda n: here.book(wish(here.key(days[n % 2]))), clients=8)
    (pickup,) = here.pickups()
    assert set(answers) == {pickup.id}
    with house.app_context():
        day = db.session().get_one(SlotOccurrence, pickup.occurrence_id).day
    assert here.used() == {day: 1}


def test_the_same_wish_from_eight_forms_at_once_books_once(house):
    here = world(house, CLIENTS)
    asked = wish(here.key())
    answers = at_once(house, lambda n: here.book(replace(asked, form_key=f"{n}")), clients=8)
    assert len(set(answers)) == len(here.pickups()) == count(house, SlotHold) == 1


def test_the_same_form_sent_at_once_to_wait_waits_once(house):
    here = world(house)
    answers = at_once(house, lambda _n: here.book(wish(waits=True)), clients=8)
    assert len(set(answers)) == len(here.pickups()) == 1
    with house.app_context():
        pattern = db.session().get_one(SlotPattern, here.pattern_id)
        assert len(slot_queries.waiting(db.session(), pattern.purpose)) == 1


@pytest.mark.parametrize("measure", MEASURES)
def test_two_hundred_clients_of_all_sizes_never_pass_a_capacity(house, measure):
    bounds = {"places": 40, "mass_g": 2_000_000, "volume_ml": 20_000_000, "crew_minutes": 800}
    here = world(house, **(dict.fromkeys(MEASURES, 10**8) | {measure: bounds[measure]}))

    def many(number: int) -> Counter[str]:
        dice, seen = random.Random(f"{measure} {number}"), Counter[str]()
        for n in range(25):
            size = {"mass_g": dice.randrange(1, 140_000), "volume_ml": dice.randrange(1, 2 * 10**6)}
            line = replace(dice.choice([FRIDGE, SCREEN, OWN_WORDS]), **size)
            asked = wish(here.key(), f"{number} {n}", lines=(line,), floor=dice.randrange(5))
            try:
                here.book(asked)
            except RuleBroken as refusal:
                seen[refusal.field] += 1
            else:
                seen["booked"] += 1
        return seen

    seen = sum(at_once(house, many, clients=8), Counter())
    assert set(seen) == {"booked", "slot"}
    assert seen.total() == 200
    assert here.used() == {THURSDAY: seen["booked"]}
    with house.app_context():
        (day,) = db.session().exec(select(SlotOccurrence)).all()
        assert 0.9 * bounds[measure] < getattr(day.used, measure) <= bounds[measure]
        assert day.capacity.carries(day.used)


def test_moves_beside_bookings_are_never_above_and_never_lost(house):
    here = world(house, places=12)
    booked = [here.book(wish(here.key(), f"first {n}", lines=(SCREEN,))) for n in range(10)]

    def work(number: int) -> object:
        if number % 2:
            return here.move(booked[number // 2], NEXT)
        return here.book(wish(here.key(NEXT), f"second {number}", lines=(SCREEN,)))

    answers = at_once(house, work)
    assert len(answers) - len(refusals(answers)) == 12
    assert all(each.field == "slot" for each in refusals(answers))
    used = here.used()
    assert used[NEXT] == 12
    assert sum(used.values()) == len(here.pickups()) == count(house, SlotHold)


def test_people_who_change_places_never_wait_for_each_other(house):
    here = world(house, places=5)
    days = [THURSDAY, NEXT, NEXT + timedelta(weeks=1)]
    booked = [here.book(wish(here.key(days[n % 3]), f"{n}", lines=(SCREEN,))) for n in range(8)]

    def wander(number: int) -> list[object]:
        dice, answers = random.Random(number), []
        for _turn in range(6):
            try:
                answers.append(here.move(booked[number], dice.choice(days)))
            except RuleBroken as refusal:
                answers.append(refusal)
        return answers

    for answers in at_once(house, wander, clients=8):
        assert all(each.field == "slot" for each in refusals(answers))
    assert sum(here.used().values()) == 8 == count(house, SlotHold)


def test_two_hands_on_one_visit_move_it_to_one_place(house):
    here = world(house, places=CLIENTS)
    pickup = here.book(wish(here.key()))
    days = [NEXT, NEXT + timedelta(weeks=1)]
    at_once(house, lambda n: here.move(pickup, days[n % 2]))
    ((day, places),) = here.used().items()
    assert day in days
    assert places == 1


def test_twenty_cancellations_at_once_free_one_place(house):
    here = world(house, places=CLIENTS)
    first = here.book(wish(here.key(), "first"))
    here.book(wish(here.key(), "other"))
    answers = at_once(house, lambda _n: here.cancel(first))
    assert len(refusals(answers)) == CLIENTS - 1
    assert here.used() == {THURSDAY: 1}


def waiting_world(house: Flask, waiters: int, free: int) -> tuple[World, list[UUID]]:
    """All Thursdays full, then some places of the first freed."""
    here = world(house, places=10)
    for week in range(4):
        day = here.key(THURSDAY + timedelta(weeks=week))
        booked = [here.book(wish(day, f"{week} {n}")) for n in range(10)]
        if not week:
            gone = booked[:free]
    people = [here.book(wish(form_key=f"waits {n}", waits=True)) for n in range(waiters)]
    for pickup_id in gone:
        here.cancel(pickup_id)
    return here, people


def test_two_workers_offer_each_place_once(house):
    here, people = waiting_world(house, waiters=5, free=3)
    told = [
        each for answer in at_once(house, lambda _n: here.offer(), clients=4) for each in answer
    ]
    told += here.offer()
    assert len(told) == len(set(told)) == 3
    assert set(told) <= set(people)
    assert here.used()[THURSDAY] == 10


def test_an_offer_accepted_by_twenty_clicks_is_taken_once(house):
    here, people = waiting_world(house, waiters=1, free=2)
    assert here.offer() == people

    def click(_number: int) -> object:
        return here.change(people[0], lambda s, pickup: actions.accept(s, pickup, now=NOW))

    assert len(refusals(at_once(house, click))) == CLIENTS - 1
    assert here.used()[THURSDAY] == 9


def test_answers_at_the_last_minute_beside_workers_and_bookings(house):
    """Accept, decline, lapse, offer, book, move and sweep at once, around the end of the offers."""
    here, people = waiting_world(house, waiters=8, free=5)
    assert len(here.offer()) == 5
    stays = next(each.id for each in here.pickups() if each.form_key == "1 0")
    end = NOW + OFFERED_FOR
    before = end - timedelta(seconds=1)

    def sweep(_number: int) -> None:
        with house.app_context(), db.unit_of_work() as session:
            slots.sweep(session, now=end)

    acts = [
        lambda n: here.change(people[n % 5], lambda s, p: actions.accept(s, p, now=before)),
        lambda n: here.change(people[n % 5], lambda s, p: actions.decline(s, p, now=before)),
        lambda _n: here.offer(end),
        lambda n: here.book(wish(here.key(), f"late {n}")),
        lambda n: here.move(stays, [THURSDAY, NEXT][n % 2]),
        sweep,
    ]
    at_once(house, lambda n: acts[n % len(acts)](n), clients=24)
    assert here.used()[THURSDAY] <= 10
    held = [each for each in here.pickups() if each.hold_id]
    with house.app_context():
        open_offers = slot_queries.locked_waits(db.session())
        offers = [each for each in open_offers if each.hold_id]
    assert len(held) + len(offers) == count(house, SlotHold)
    assert all(each.hold_id for each in here.pickups() if each.status is PickupStatus.CONFIRMED)


def test_one_who_is_given_a_place_while_the_worker_offers_has_one(house):
    here, people = waiting_world(house, waiters=6, free=6)

    def work(number: int) -> object:
        if number % 4 == 0:
            return here.offer()
        return here.change(
            people[number % 6],
            lambda s, pickup: actions.schedule(
                s, pickup, here.key(), actor=VISITOR, today=MONDAY, now=NOW
            ),
        )

    at_once(house, work)
    assert here.used()[THURSDAY] <= 10
    assert count(house, SlotHold) == sum(here.used().values())


def test_holds_that_expire_beside_bookings_are_given_back_once(house):
    here = world(house, places=10)
    with house.app_context(), db.unit_of_work() as session:
        for n in range(10):
            slot = slot_queries.one(session, here.key(), now=NOW)
            slots.take(session, slot, Load(), form_key=f"typing {n}", now=NOW, until=NOW)

    def work(number: int) -> object:
        if number % 4:
            return here.book(wish(here.key(), f"form {number}"))
        with house.app_context(), db.unit_of_work() as session:
            return slots.sweep(session, now=NOW)

    answers = at_once(house, work)
    assert len(refusals(answers)) == 5
    assert here.used() == {THURSDAY: 10}
