"""Several workers, and people who cancel meanwhile, on a database committed for good."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from app import create_app
from app.base import db
from app.base.outbox import worker
from app.config import Settings
from app.pickups import jobs, queries
from app.pickups.messages import About, tell
from tests.conftest import SECRET
from tests.databases import Databases
from tests.pickups import booked
from tests.pickups.booked import NOW, THURSDAY

pytestmark = pytest.mark.alone
WORKERS = 8
VISITS = 12
EVE = NOW.replace(month=12, day=2)


@pytest.fixture
def house(databases: Databases, database: str, tmp_path):
    """An application on a fresh copy of the database, the day before some visits."""
    settings = Settings(
        _env_file=None,
        database_url=databases.fresh(database, f"reminders_{uuid4().hex[:8]}"),
        data_dir=tmp_path,
        secret_key=SECRET,
        geocoder_url="",
    )
    app = create_app(settings, TESTING=True)
    with app.app_context(), db.unit_of_work() as session:
        booked.ground(session, places=VISITS)
        for n in range(VISITS):
            booked.book(session, email=f"p{n}@exemple.test")
    with time_machine.travel(EVE, tick=True):
        yield app
    app.extensions["db"].dispose()


def at_once(app, *works) -> None:
    """Run each of `works` in a thread of its own, all together; a failure is the test's."""
    ready = threading.Barrier(len(works))

    def one(work) -> None:
        with app.app_context():
            ready.wait()
            work()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(one, works))


def visits(session) -> list:
    return list(queries.to_remind(session, THURSDAY, THURSDAY))


def test_eight_workers_recall_each_visit_once(house):
    def work() -> None:
        worker.run_periods(house)
        while worker.run_one(house):
            pass

    at_once(house, *[work] * WORKERS)
    found = booked.letters(house.config["REBOND"].data_dir)
    assert sorted(letter["To"] for letter in found) == sorted(
        f"p{n}@exemple.test" for n in range(VISITS)
    )


def test_who_cancels_while_reminders_are_written_gets_none_afterwards(house):
    with house.app_context(), db.unit_of_work() as session:
        payloads = [{"pickup": str(p.id), "day": THURSDAY.isoformat()} for p in visits(session)]

    def remind() -> None:
        for payload in payloads:
            with db.unit_of_work() as session:
                jobs.remind(session, uuid4(), payload)

    def cancel() -> None:
        for payload in reversed(payloads):
            with db.unit_of_work() as session:
                pickup = queries.by_id(session, UUID(payload["pickup"]))
                booked.cancel(session, pickup, now=EVE)
                tell(pickup, About.CANCELLED)

    at_once(house, remind, cancel)
    with house.app_context():
        subjects = [row.payload["subject"] for row in booked.outbox(db.session())]
        assert len(subjects) == VISITS
        assert all(subject.endswith("annulé") for subject in subjects)
        assert worker.run_until_idle(house) >= VISITS
    with house.app_context():
        assert visits(db.session()) == []


def test_a_worker_that_comes_back_does_not_recall_again(house):
    for late in (timedelta(), timedelta(minutes=20), timedelta(hours=5)):
        with time_machine.travel(EVE + late, tick=False):
            worker.run_until_idle(house)
    assert len(booked.letters(house.config["REBOND"].data_dir)) == VISITS
