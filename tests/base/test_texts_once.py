"""A text message leaves at most once, even when the worker dies with it in hand."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import create_app
from app.base import db
from app.base.core import clock
from app.base.outbox import actions, queries, rules, texts, worker
from app.base.outbox.models import OutboxRow
from app.base.outbox.queries import State
from app.config import Settings
from tests.base.test_texts import NUMBER, Answer, Provider, ask, provider, rows, told  # noqa: F401
from tests.conftest import SECRET

LATE = rules.LEASE + timedelta(minutes=1)


class Slow(Answer):
    """A provider that takes the message and says nothing."""

    def do_POST(self) -> None:  # noqa: N802 - as the library calls it
        self.server.asked.append((self.path, {}))
        self.server.reached.set()
        self.server.answer.wait(20)


@pytest.fixture
def silent():
    with Provider() as made:
        made.RequestHandlerClass = Slow
        made.reached, made.answer = threading.Event(), threading.Event()
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.answer.set()
        made.shutdown()
        thread.join()


def hand_over(session) -> OutboxRow:
    """Play a worker that dies just after it handed the only message over."""
    row = actions.claim(session, now=clock.now())
    assert actions.hand_over(session, row, now=clock.now())
    session.commit()
    row = rows(session)[0]
    row.lease_until = clock.now() - timedelta(seconds=1)
    session.commit()
    return row


def test_a_message_handed_over_by_a_worker_that_died_is_not_sent_again(
    app,
    session,
    told,  # noqa: F811
    provider,  # noqa: F811
):
    ask(session)
    hand_over(session)
    worker.run_until_idle(app)
    row = rows(session)[0]
    assert provider.asked == []
    assert (row.done_at, row.failed_at is not None, row.error) == (None, True, rules.UNSURE)
    assert [line.state for line in queries.listed(session)] == [State.UNSURE]
    counts = queries.counts(session)
    assert (counts.waiting, counts.failed, counts.unsure, counts.done) == (0, 0, 1, 0)


def test_only_a_hand_on_the_row_itself_sends_it_again(app, session, told, provider):  # noqa: F811
    ask(session)
    hand_over(session)
    worker.run_until_idle(app)
    assert actions.retry(session, now=clock.now()) == 0
    assert actions.retry(session, rows(session)[0].id, now=clock.now()) == 1
    worker.run_until_idle(app)
    assert len(provider.asked) == 1
    assert rows(session)[0].done_at is not None


def test_two_workers_hand_one_message_over_once(session):
    ask(session)
    row = actions.claim(session, now=clock.now())
    assert actions.hand_over(session, row, now=clock.now())
    assert not actions.hand_over(session, row, now=clock.now())


def test_a_message_plainly_refused_is_tried_again(app, session, told, provider):  # noqa: F811
    provider.status = 500
    ask(session)
    worker.run_until_idle(app)
    row = rows(session)[0]
    assert (row.handed_at, row.error, row.failed_at) == (None, "SmsRefused", None)
    row.run_at = clock.now()
    session.commit()
    provider.status = 200
    worker.run_until_idle(app)
    assert len(provider.asked) == 2
    assert rows(session)[0].done_at is not None


def test_a_provider_that_took_it_and_said_nothing_leaves_it_unsure(
    app, session, settings, silent, monkeypatch
):
    monkeypatch.setattr(texts, "TIMEOUT_S", 1)
    url = f"json://127.0.0.1:{silent.server_port}/envoi/{{phone}}"
    app.config["REBOND"] = settings.model_copy(update={"sms_url": url})
    ask(session)
    worker.run_until_idle(app)
    worker.run_until_idle(app)
    assert len(silent.asked) == 1
    assert rows(session)[0].error == rules.UNSURE


@pytest.mark.alone
def test_a_worker_killed_with_a_message_in_hand_leaves_one_message(
    databases, database, tmp_path, silent
):
    url = databases.fresh(database, f"killed_{os.getpid()}")
    sms = f"json://127.0.0.1:{silent.server_port}/envoi/{{phone}}"
    settings = Settings(
        _env_file=None, database_url=url, data_dir=tmp_path, secret_key=SECRET, sms_url=sms
    )
    app = create_app(settings)
    with app.app_context(), db.unit_of_work() as session:
        actions.sms(session, to=NUMBER, text="Demain", dedupe="a", now=clock.now())
    environment = os.environ | {
        "REBOND_DATABASE_URL": url,
        "REBOND_DATA_DIR": str(tmp_path),
        "REBOND_SECRET_KEY": SECRET,
        "REBOND_SMS_URL": sms,
    }
    with subprocess.Popen(
        [sys.executable, "-c", "from app.cli import main; main()", "worker"],
        env=environment,
        start_new_session=True,
    ) as killed:
        reached = silent.reached.wait(30)
        os.killpg(killed.pid, signal.SIGKILL)
    assert reached
    with app.app_context(), db.unit_of_work() as session:
        session.execute(sa.update(OutboxRow).values(lease_until=clock.now() - LATE))
    worker.run_until_idle(app)
    with app.app_context():
        lines = queries.listed(db.session(), kind=actions.SMS)
    assert [line.state for line in lines] == [State.UNSURE]
    assert len(silent.asked) == 1
    app.extensions["db"].dispose()
