import email
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from app.base import db
from app.base.core import clock
from app.base.outbox import actions, letters, queries, rules, worker
from app.base.outbox.models import OutboxRow, PeriodRun

NOW = clock.now()


def ask(session, n: int = 1, **facts) -> None:
    actions.job(session, "essai", {"n": n}, dedupe=f"essai-{n}", now=NOW, **facts)


def rows(session) -> list[OutboxRow]:
    session.expire_all()
    return list(session.exec(select(OutboxRow).order_by(OutboxRow.dedupe)).all())


def test_the_same_thing_asked_twice_is_one_row(session):
    ask(session)
    ask(session)
    assert len(rows(session)) == 1


def test_a_claimed_row_is_not_claimed_again_before_its_lease_ends(session):
    ask(session)
    assert actions.claim(session, now=NOW) is not None
    assert actions.claim(session, now=NOW) is None
    late = NOW + rules.LEASE + timedelta(seconds=1)
    assert actions.claim(session, now=late).attempts == 2


def test_what_is_due_later_waits(session):
    ask(session, run_at=NOW + timedelta(hours=1))
    assert actions.claim(session, now=NOW) is None


def test_a_job_that_fails_is_kept_for_later_then_left_to_a_person(app, session):
    def fail(*_):
        raise OSError

    app.extensions["jobs"]["essai"] = fail
    ask(session)
    session.commit()
    assert worker.run_one(app)
    row = rows(session)[0]
    assert (row.error, row.done_at, row.failed_at) == ("OSError", None, None)
    assert row.run_at > NOW
    row.attempts = rules.MAX_ATTEMPTS
    actions.postpone(session, row, "OSError", now=NOW)
    assert rows(session)[0].failed_at is not None


def test_a_job_and_its_closing_are_one_transaction(app, session):
    def half(opened, _row, _payload):
        ask(opened, n=2)
        raise ValueError

    app.extensions["jobs"]["essai"] = half
    ask(session)
    session.commit()
    worker.run_one(app)
    assert [row.dedupe for row in rows(session)] == ["essai-1"]


def test_a_letter_becomes_a_file_that_says_who_sent_it_once(app, session, settings):
    actions.mail(session, to="ana@exemple.test", subject="Été", text="Bonjour", dedupe="a", now=NOW)
    session.commit()
    worker.run_until_idle(app)
    (path,) = (settings.data_dir / "mail").glob("*.eml")
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    row = rows(session)[0]
    assert letter["Message-ID"] == f"<{row.id}@localhost>"
    assert letter["Subject"] == "Été"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert row.done_at is not None


def test_a_subject_cannot_smuggle_a_header(settings):
    payload = {"to": "a@b.test", "subject": "Bonjour\r\nBcc: x@y.test", "text": "x", "html": None}
    with pytest.raises(ValueError, match="linefeed"):
        letters.compose(settings, uuid4(), payload)


ENTRY = "BEGIN:VCALENDAR\r\nSUMMARY:Été\r\nEND:VCALENDAR\r\n"


def test_a_letter_carries_its_calendar_entry_to_read_and_as_a_file(app, session, settings):
    part = rules.CalendarPart("passage.ics", "REQUEST", ENTRY)
    actions.mail(
        session,
        to="ana@exemple.test",
        subject="Passage",
        text="Bonjour",
        html="<p>Bonjour</p>",
        calendar=part,
        dedupe="a",
        now=NOW,
    )
    letter = letters.compose(settings, uuid4(), rows(session)[0].payload)
    whole = email.message_from_bytes(letter.as_bytes(), policy=email.policy.default)
    shown, file = whole.iter_parts()
    kinds = [each.get_content_type() for each in shown.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    entry = list(shown.iter_parts())[2]
    assert entry["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert entry.get_payload(decode=True).decode() == ENTRY
    assert (file.get_filename(), file.get_payload(decode=True).decode()) == ("passage.ics", ENTRY)


def test_a_letter_without_calendar_stays_simple(settings):
    payload = {"to": "a@b.test", "subject": "x", "text": "x", "html": None}
    assert letters.compose(settings, uuid4(), payload).get_content_type() == "text/plain"


def test_an_address_cannot_smuggle_a_header(settings):
    payload = {"to": "a@b.test\r\nBcc: x@y.test", "subject": "x", "text": "x", "html": None}
    with pytest.raises(ValueError, match="linefeed"):
        letters.compose(settings, uuid4(), payload)


def test_periods_that_are_over_are_forgotten(session):
    actions.start_period(session, "menage", "2026-11-22", now=NOW - timedelta(days=8))
    actions.start_period(session, "menage", "2026-11-30", now=NOW)
    actions.forget_old(session, now=NOW)
    assert [run.period for run in session.exec(select(PeriodRun)).all()] == ["2026-11-30"]


def test_a_period_runs_once(session):
    assert actions.start_period(session, "menage", "2026-11-22", now=NOW)
    assert not actions.start_period(session, "menage", "2026-11-22", now=NOW)
    assert actions.start_period(session, "menage", "2026-11-23", now=NOW)


def given_up(session, row) -> None:
    row.attempts = rules.MAX_ATTEMPTS
    actions.postpone(session, row, "OSError", now=NOW)


@pytest.mark.parametrize("end", [lambda s, row: actions.close(s, row.id, now=NOW), given_up])
def test_rows_done_or_given_up_are_forgotten_after_a_month(session, end):
    ask(session)
    end(session, actions.claim(session, now=NOW))
    assert actions.forget_old(session, now=NOW + timedelta(days=29)) == 0
    assert actions.forget_old(session, now=NOW + timedelta(days=31)) == 1


def test_letters_kept_as_files_are_forgotten_after_a_month(app, session, settings):
    actions.mail(session, to="ana@exemple.test", subject="Été", text="Bonjour", dedupe="a", now=NOW)
    session.commit()
    worker.run_until_idle(app)
    assert letters.forget(settings, clock.now() - timedelta(minutes=1)) == 0
    assert letters.forget(settings, clock.now() + timedelta(minutes=1)) == 1
    assert list((settings.data_dir / "mail").iterdir()) == []


def test_a_job_that_kills_its_worker_is_left_to_a_person(app, session):
    done = []
    app.extensions["jobs"]["essai"] = lambda *_: done.append(1)
    ask(session)
    rows(session)[0].attempts = rules.MAX_ATTEMPTS
    session.commit()
    assert worker.run_one(app)
    row = rows(session)[0]
    assert (done, row.error, row.failed_at is None) == ([], "worker killed", False)
    assert not worker.run_one(app)


def test_the_pause_doubles_and_stays_bounded():
    assert [rules.pause(n) for n in (1, 2, 3)] == [timedelta(minutes=m) for m in (1, 2, 4)]
    assert rules.pause(50) == timedelta(hours=4)


def test_a_command_keeps_all_or_nothing(app):
    def half() -> None:
        with db.unit_of_work() as opened:
            ask(opened)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert rows(db.session()) == []


def test_a_worker_writes_that_it_lives_but_not_at_each_breath(app, session, monkeypatch):
    pulse = worker.Pulse()
    pulse.beat()
    seen = queries.last_beat(session)
    assert seen is not None
    pulse.beat()
    assert queries.last_beat(session) == seen
    monkeypatch.setattr(rules, "BEAT_EVERY", timedelta(0))
    again = worker.Pulse()
    again.beat()
    assert queries.last_beat(session) >= seen


def test_a_worker_that_cannot_write_that_it_lives_works_on(app, session, monkeypatch):
    statement = "beat"

    def fail(*_, **__):
        raise OperationalError(statement, {}, Exception())

    monkeypatch.setattr(actions, "beat", fail)
    ask(session)
    session.commit()
    app.extensions["jobs"]["essai"] = lambda *_: None
    assert worker.run_until_idle(app) == 1


def test_old_periods_are_forgotten_and_the_current_ones_are_not(session):
    actions.start_period(session, "minute", "hier", now=NOW - rules.PERIODS_KEPT_FOR * 2)
    actions.start_period(session, "minute", "la semaine", now=NOW - timedelta(days=7))
    actions.forget_old(session, now=NOW)
    session.expire_all()
    assert [run.period for run in session.exec(select(PeriodRun))] == ["la semaine"]
