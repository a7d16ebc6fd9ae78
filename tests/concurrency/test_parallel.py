"""Real parallel clients on a database of their own, committed for good."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.base import db
from app.base.audit import actions as audit
from app.base.audit import queries as trail
from app.base.audit.rules import first_break
from app.base.core import clock
from app.base.core.actors import SYSTEM, VISITOR
from app.base.core.errors import RuleBroken
from app.base.outbox import actions as outbox
from app.base.outbox import worker
from app.base.outbox.models import OutboxRow
from app.config import Settings
from app.pickups import actions as pickups
from app.pickups import queries as pickups_asked
from app.pickups.models import Pickup
from app.pickups.rules import Ask
from app.points import actions as points
from app.points.models import Point, PointException, PointReport, ReportKind
from app.slots import queries as slots
from app.slots.models import SlotOccurrence
from tests.accounts import builders as people
from tests.builders import commune, thursday
from tests.conftest import SECRET
from tests.databases import Databases
from tests.points.builders import place

pytestmark = pytest.mark.alone
CLIENTS = 20


@pytest.fixture
def house(databases: Databases, database: str, tmp_path):
    """An application on a fresh copy of the database, with its own connections."""
    url = databases.fresh(database, f"parallel_{uuid4().hex[:8]}")
    settings = Settings(
        _env_file=None, database_url=url, data_dir=tmp_path, secret_key=SECRET, geocoder_url=""
    )
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["db"].dispose()


def at_once(app: Flask, work: Callable[[int], object]) -> list[object]:
    """Run `work` in twenty threads that start together; return answers and refusals."""
    ready = threading.Barrier(CLIENTS)

    def one(number: int) -> object:
        with app.app_context():
            ready.wait()
            try:
                return work(number)
            except RuleBroken as refusal:
                return refusal

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))


def wish(slot: str, form_key: str) -> Ask:
    return Ask(
        things="un frigo",
        insee="45208",
        address="1 rue des Lilas",
        email=f"{form_key}@exemple.test",
        phone=None,
        slot=slot,
        form_key=form_key,
    )


def ground(app: Flask, places: int) -> str:
    with app.app_context(), db.unit_of_work() as session:
        commune(session)
        thursday(session, places)
        return slots.open_slots(session, today=clock.today())[0].key


def ask(slot: str, form_key: str) -> Pickup:
    with db.unit_of_work() as session:
        return pickups.ask(session, wish(slot, form_key), today=clock.today(), now=clock.now())


def count(app: Flask, model: type) -> int:
    with app.app_context():
        statement = sa.select(sa.func.count()).select_from(model)
        return db.session().execute(statement).scalar_one()


def used(app: Flask) -> int:
    with app.app_context():
        return db.session().execute(sa.select(SlotOccurrence.used)).scalar_one()


def test_twenty_people_on_the_last_place_one_succeeds(house):
    slot = ground(house, places=1)
    answers = at_once(house, lambda n: ask(slot, f"form-{n}"))
    won = [each for each in answers if isinstance(each, Pickup)]
    assert len(won) == 1
    assert all(each.field == "slot" for each in answers if each not in won)
    assert count(house, Pickup) == 1
    assert used(house) == 1


@pytest.mark.parametrize("places", [1, CLIENTS])
def test_the_same_form_sent_twenty_times_at_once_books_once(house, places):
    slot = ground(house, places)
    answers = at_once(house, lambda _n: ask(slot, "one-form"))
    assert len({pickup.id for pickup in answers}) == 1
    assert count(house, Pickup) == 1
    assert used(house) == 1


def test_twenty_cancellations_at_once_free_one_place(house):
    slot = ground(house, places=CLIENTS)
    with house.app_context():
        first, _other = ask(slot, "first"), ask(slot, "other")

    def cancel(_number: int) -> None:
        with db.unit_of_work() as session:
            pickup = pickups_asked.by_id(session, first.id)
            pickups.move(session, pickup, "cancel", actor=VISITOR, now=clock.now())

    refused = [answer for answer in at_once(house, cancel) if answer is not None]
    assert len(refused) == CLIENTS - 1
    assert used(house) == 1


def test_the_same_report_sent_twenty_times_at_once_waits_once(house):
    with house.app_context(), db.unit_of_work() as session:
        point_id = place(session).id

    def send(_number: int) -> UUID:
        with db.unit_of_work() as session:
            point = session.get_one(Point, point_id)
            return points.report(session, point, ReportKind.GONE, "", now=clock.now()).id

    assert len(set(at_once(house, send))) == 1
    assert count(house, PointReport) == 1


def test_days_added_at_once_are_kept_or_refused_never_lost(house):
    with house.app_context(), db.unit_of_work() as session:
        path = f"/gestion/points/{place(session).id}/jours-exceptionnels"
    with house.app_context():
        ana = people.account(db.session(), "accueil")
    browsers = [house.test_client() for _ in range(CLIENTS)]
    for browser in browsers:
        people.sign_in(browser, ana)
    first = clock.today() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range(CLIENTS)]
    answers = at_once(
        house, lambda n: browsers[n].post(path, data={"first_day": str(days[n])}).status_code
    )
    assert set(answers) <= {303, 409}
    assert count(house, PointException) == answers.count(303) >= 1


def test_the_trail_has_no_gap_and_no_fork(house):
    def write(number: int) -> None:
        with db.unit_of_work() as session:
            audit.record(session, "pickups", "try", f"n:{number}", SYSTEM, now=clock.now())

    at_once(house, write)
    with house.app_context():
        chain = list(trail.chain(db.session(), "pickups"))
    assert [entry.number for entry in chain] == list(range(1, CLIENTS + 1))
    assert first_break(chain) is None


def test_no_job_is_lost_and_none_is_done_twice(house):
    done: list[int] = []
    house.extensions["jobs"]["count"] = lambda _s, _id, payload: done.append(payload["n"])
    with house.app_context(), db.unit_of_work() as session:
        for n in range(60):
            outbox.job(session, "count", {"n": n}, dedupe=f"count-{n}", now=clock.now())

    def work(_number: int) -> None:
        while worker.run_one(house):
            pass

    at_once(house, work)
    assert sorted(done) == list(range(60))
    with house.app_context():
        left = sa.select(sa.func.count()).where(OutboxRow.done_at.is_(None))
        assert db.session().execute(left).scalar_one() == 0
