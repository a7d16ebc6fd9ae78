"""What happens when two people act in the same instant, on real connections."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from app import create_app
from app.accounts import actions, attempts, queries
from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.config import Settings
from tests.accounts.builders import account


@pytest.fixture
def house(databases, database: str, settings: Settings) -> Iterator[Flask]:
    """Return an application on a database of its own, where commits are real."""
    url = databases.fresh(database, f"races_{databases.worker}")
    app = create_app(settings.model_copy(update={"database_url": url}), TESTING=True)
    yield app
    with app.app_context():
        db.engine().dispose()


def at_once(house: Flask, *verbs: Callable[[], object]) -> list[bool]:
    """Run each verb in a thread of its own from one starting shot; tell which succeeded."""
    shot = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> bool:
        with house.app_context():
            shot.wait(timeout=10)
            try:
                verb()
            except RuleBroken:
                return False
            return True

    with ThreadPoolExecutor(len(verbs)) as threads:
        return list(threads.map(run, verbs))


def test_two_administrators_who_close_each_other_leave_one(house):
    with house.app_context():
        ids = [account(db.session(), "admin").id for _person in range(2)]

    def close(hand, other):
        with db.unit_of_work() as session:
            by, closed = queries.by_id(session, hand), queries.by_id(session, other)
            actions.close(session, closed, by=by, now=clock.now())

    ana, bea = ids
    done = at_once(house, lambda: close(ana, bea), lambda: close(bea, ana))
    with house.app_context():
        left = [queries.by_id(db.session(), one).active for one in ids]
    assert sorted(done) == [False, True]
    assert sorted(left) == [False, True]


def test_parallel_guesses_share_no_attempt(house):
    def guess():
        attempts.count_sign_in("ana@exemple.test", "192.0.2.1")

    assert at_once(house, *[guess] * 12).count(True) == 5
