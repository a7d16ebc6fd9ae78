"""Bookings against the real server, on both databases: many at once, sent again, cut short."""

import random
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa

from app.base.outbox.models import OutboxRow
from app.pickups.models import Pickup
from app.slots.loads import MEASURES
from app.slots.models import SlotHold, SlotOccurrence
from app.territory.models import Commune
from tests.browser.site import until
from tests.concurrency.served import House, Person, all_at_once
from tests.databases import Databases

pytestmark = pytest.mark.alone
AMPLE = {"mass_g": 900_000_000, "volume_ml": 900_000_000, "crew_minutes": 900_000}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(databases: Databases, request, tmp_path_factory) -> Iterator[House]:
    """One server on each database, with a town and a van for each story."""
    yield from opened(databases, request.param, tmp_path_factory.mktemp("served"))


@pytest.fixture
def fragile(databases: Databases, database: str, tmp_path: Path) -> Iterator[House]:
    """A house of one's own, to be cut off."""
    yield from opened(databases, database, tmp_path)


def opened(databases: Databases, database: str, folder: Path) -> Iterator[House]:
    made = House(folder, databases.fresh(database, f"served_{uuid4().hex[:8]}"))
    made.lay(
        Amilly={"places": 1},
        Cepoy={"places": 9},
        Paucourt={"places": 200, "mass_g": 1_500_000},
        Pannes={"places": 3},
        Villemandeur={**AMPLE, "places": 500},
    )
    yield made
    made.stop()
    made.app.extensions["db"].dispose()


def running(house: House) -> str:
    """Return the address of the house's server, started when the first asks."""
    if not house.processes:
        house.start_server()
    return house.url


def count(house: House, model: type, *where: object) -> int:
    with house.session() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0


def booked(house: House, town: str) -> int:
    with house.session() as session:
        statement = sa.select(sa.func.count()).select_from(Pickup).join(Commune)
        return session.scalar(statement.where(Commune.name == town)) or 0


def assert_counters_hold(house: House) -> None:
    """Each day's counters are the sum of its holds, and within what it can take."""
    with house.session() as session:
        for day in session.scalars(sa.select(SlotOccurrence)):
            sums = [sa.func.coalesce(sa.func.sum(getattr(SlotHold, m)), 0) for m in MEASURES]
            held = session.execute(sa.select(*sums).where(SlotHold.occurrence_id == day.id)).one()
            assert tuple(held) == tuple(getattr(day.used, m) for m in MEASURES)
            assert day.capacity.carries(day.used)


def test_twenty_people_send_the_last_place_and_one_gets_it(house: House):
    people = [Person(running(house), "Amilly") for _n in range(20)]
    forms = [person.form() for person in people]
    answers = all_at_once([lambda p=p, f=f: p.send(f) for p, f in zip(people, forms, strict=True)])
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [303] + [422] * 19
    assert all("n’est plus libre" in a.text for a in answers if a.status_code == 422)
    assert booked(house, "Amilly") == 1
    assert_counters_hold(house)


def test_the_same_form_sent_eight_times_and_after_going_back_books_once(house: House):
    person = Person(running(house), "Cepoy")
    letters = count(house, OutboxRow)
    form = person.form()
    answers = all_at_once([lambda: person.send(form)] * 8)
    again = person.send(person.form(address=form["address"]))
    assert {a.headers["Location"] for a in [*answers, again]} == {answers[0].headers["Location"]}
    assert booked(house, "Cepoy") == 1
    assert count(house, OutboxRow) == letters + 1
    assert_counters_hold(house)


def test_two_hundred_people_with_different_loads_never_overfill_a_day(house: House):
    url = running(house)
    chance = random.Random(3)
    done: list[int] = []

    def morning(_person: int) -> None:
        for _booking in range(10):
            person = Person(url, "Paucourt")
            form = person.form(quantite=str(chance.randint(1, 4)), slot=chance.randint(0, 2))
            answer = person.send(form)
            assert answer.status_code in {303, 422}
            done.append(answer.status_code)

    all_at_once([lambda n=n: morning(n) for n in range(20)])
    assert done.count(303) == booked(house, "Paucourt")
    assert 0 < done.count(303) < 200
    assert_counters_hold(house)


def test_moves_beside_bookings_never_overfill_and_never_lose_a_visit(house: House):
    movers = [Person(running(house), "Pannes") for _n in range(3)]
    own = [mover.send(mover.form()).headers["Location"] for mover in movers]
    bookers = [Person(house.url, "Pannes") for _n in range(9)]
    forms = [booker.form(slot=0) for booker in bookers]

    def wander(mover: Person, page: str) -> None:
        for _move in range(6):
            slots = mover.browser.get(f"{page}/deplacement").text
            offered = [key[1] for key in re.finditer(r'name="slot"[^>]*?value="([^"]+)"', slots)]
            if offered:
                answer = mover.press(
                    f"{page}/deplacement", f"{page}/deplacement", slot=random.choice(offered)
                )
                assert answer.status_code in {303, 422}

    works = [lambda m=m, p=p: wander(m, p) for m, p in zip(movers, own, strict=True)]
    works += [lambda b=b, f=f: b.send(f) for b, f in zip(bookers, forms, strict=True)]
    all_at_once(works)
    assert_counters_hold(house)
    with house.session() as session:
        for pickup in session.scalars(sa.select(Pickup)):
            hold = session.get(SlotHold, pickup.hold_id)
            assert hold is not None
            assert hold.occurrence_id == pickup.occurrence_id
    assert count(house, SlotHold) == count(house, Pickup)


def test_power_cuts_lose_nothing_that_was_acknowledged_and_no_mail(fragile: House):
    house = fragile
    house.start()
    told: list[str] = []
    stop = threading.Event()

    def keep_booking() -> None:
        while not stop.is_set():
            try:
                person = Person(house.url, "Villemandeur", timeout=5)
                answer = person.send(person.form())
                if answer.status_code == 303:
                    told.append(answer.headers["Location"])
            except httpx.HTTPError:
                time.sleep(0.05)

    clients = [threading.Thread(target=keep_booking) for _n in range(4)]
    for client in clients:
        client.start()
    chance = random.Random(5)
    for _cut in range(3):
        time.sleep(chance.uniform(0.5, 1.5))
        house.kill(house.worker)
        house.start_worker()
        time.sleep(chance.uniform(0.2, 0.8))
        house.kill(house.server)
        house.start_server()
    stop.set()
    for client in clients:
        client.join()
    assert len(told) > 10
    with house.session() as session:
        known = {ref.lower() for ref in session.scalars(sa.select(Pickup.reference))}
    assert {link.rpartition("/")[2].partition("-")[0] for link in told} <= known
    assert_counters_hold(house)
    _every_mail_leaves_once(house, len(known))


def _every_mail_leaves_once(house: House, pickups: int) -> None:
    """Wait for the worker, past the lease of a row whose worker was killed."""
    with house.session() as session:
        session.execute(sa.update(OutboxRow).values(lease_until=None))
        session.commit()
    until(lambda: count(house, OutboxRow, OutboxRow.done_at.is_(None)) == 0, "des lettres restent")
    assert count(house, OutboxRow) == pickups
    letters = list((house.folder / "mail").glob("*.eml"))
    assert len(letters) == pickups
