"""Twenty clients at once: reports, exceptional days, the trail, the outbox."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.base import db
from app.base.audit import actions as audit
from app.base.audit import queries as trail
from app.base.audit.rules import first_break
from app.base.core import clock
from app.base.core.actors import SYSTEM
from app.base.outbox import actions as outbox
from app.base.outbox import worker
from app.base.outbox.models import OutboxRow
from app.points import actions as points
from app.points.models import Point, PointException, PointReport, ReportKind
from tests.accounts import builders as people
from tests.concurrency.parallel import CLIENTS, at_once, count
from tests.points.builders import place

pytestmark = pytest.mark.alone


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
