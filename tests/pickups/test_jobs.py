"""What the worker does for the pickups, whatever happens to the worker."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from app.base import db, pictures
from app.base.outbox import actions as outbox
from app.base.outbox import letters as post
from app.base.outbox import rules, worker
from app.pickups import actions, jobs
from app.pickups.messages import About, tell
from app.pickups.models import PickupPhoto, PickupStatus
from tests.pickups import booked
from tests.pickups.booked import NOW, THURSDAY

SUBJECT = "nous passons bientôt"


def at(day: date, hour: int = 10) -> datetime:
    """Return an instant of a winter day, local hour."""
    return datetime(day.year, day.month, day.day, hour - 1, tzinfo=UTC)


def work(app, session, moment: datetime) -> None:
    """Let a worker do all that is due at an instant."""
    session.commit()
    with time_machine.travel(moment, tick=False):
        worker.run_until_idle(app)
    session.expire_all()


def reminders(session) -> list:
    return [row for row in booked.outbox(session) if SUBJECT in row.payload["subject"]]


def days_before(n: int) -> date:
    return THURSDAY - timedelta(days=n)


@pytest.fixture
def pickup(session):
    booked.ground(session)
    return booked.book(session)


def test_a_visit_is_recalled_three_days_and_one_day_before_once_each(app, session, pickup):
    for n in (5, 4, 3, 3, 2, 1, 1, 0):
        work(app, session, at(days_before(n)))
        work(app, session, at(days_before(n), 15))
    told = [row.payload["text"] for row in reminders(session)]
    assert ["dans 3 jours" in text for text in told] == [True, False]
    assert ["demain" in text for text in told] == [False, True]


def test_a_worker_dead_for_a_day_catches_up(app, session, pickup):
    work(app, session, at(days_before(4)))
    work(app, session, at(days_before(2)))
    (row,) = reminders(session)
    assert "dans 2 jours" in row.payload["text"]
    assert row.done_at is not None


def test_a_worker_dead_for_three_days_recalls_once(app, session, pickup):
    work(app, session, at(days_before(4)))
    work(app, session, at(days_before(1)))
    work(app, session, at(days_before(1), 16))
    (row,) = reminders(session)
    assert "demain" in row.payload["text"]


def test_a_worker_stopped_between_planning_and_writing_recalls_once(app, session, pickup):
    jobs.plan_reminders(session, at(days_before(3)))
    work(app, session, at(days_before(1)))
    assert len(reminders(session)) == 1


def test_planned_twice_it_is_written_once(app, session, pickup):
    for _ in range(2):
        jobs.plan_reminders(session, at(days_before(3)))
    assert len(booked.outbox(session, jobs.REMINDER)) == 1
    work(app, session, at(days_before(3)))
    assert len(reminders(session)) == 1


def test_nothing_leaves_before_nine_in_the_morning(app, session, pickup):
    work(app, session, at(days_before(3), 1))
    assert reminders(session) == []
    work(app, session, at(days_before(3), 9))
    assert len(reminders(session)) == 1


def test_a_planned_reminder_holds_ids_only(app, session, pickup):
    jobs.plan_reminders(session, at(days_before(3)))
    (row,) = booked.outbox(session, jobs.REMINDER)
    assert row.payload == {"pickup": str(pickup.id), "day": "2026-12-03"}


def test_a_cancelled_visit_is_not_recalled(app, session, pickup):
    booked.cancel(session, pickup)
    work(app, session, at(days_before(3)))
    work(app, session, at(days_before(1)))
    assert reminders(session) == []


def test_a_visit_cancelled_after_the_planning_is_not_recalled(app, session, pickup):
    jobs.plan_reminders(session, at(days_before(3)))
    booked.cancel(session, pickup)
    work(app, session, at(days_before(3)))
    assert reminders(session) == []
    assert booked.outbox(session, jobs.REMINDER)[0].done_at is not None


def test_a_visit_cancelled_before_the_written_reminder_leaves_takes_it_back(app, session, pickup):
    with time_machine.travel(at(days_before(3)), tick=False):
        tell(pickup, About.REMINDER)
        booked.cancel(session, pickup)
        tell(pickup, About.CANCELLED)
    work(app, session, at(days_before(3), 11))
    assert [row.payload["subject"].endswith("annulé") for row in booked.outbox(session)] == [True]


def test_a_moved_visit_is_recalled_for_its_new_day_alone(app, session, pickup):
    work(app, session, at(days_before(4)))
    jobs.plan_reminders(session, at(days_before(3)))
    booked.move(session, pickup, now=at(days_before(3)))
    for n in range(3, -8, -1):
        work(app, session, at(days_before(n)))
    told = [row.payload["text"] for row in reminders(session)]
    assert len(told) == 2
    assert all("jeudi 10 décembre" in text for text in told)


def test_a_visit_just_booked_or_moved_needs_no_reminder_of_what_was_just_read(app, session):
    booked.ground(session, notice_days=0)
    booked.book(session, now=at(days_before(3)))
    work(app, session, at(days_before(3), 11))
    assert reminders(session) == []
    work(app, session, at(days_before(1)))
    assert len(reminders(session)) == 1


def test_what_waits_for_a_yes_is_not_recalled(app, session):
    booked.ground(session, at_once=False)
    assert booked.book(session).status is PickupStatus.REQUESTED
    work(app, session, at(days_before(3)))
    assert reminders(session) == []


def test_a_worker_killed_after_sending_repeats_the_same_letter(app, session, pickup, settings):
    with time_machine.travel(NOW, tick=False):
        tell(pickup, About.CONFIRMED)
        session.commit()
        with db.unit_of_work() as opened:
            row = outbox.claim(opened, now=NOW)
        post.send(settings, row.id, row.payload)
    first = booked.letters(settings.data_dir)[0]["Message-ID"]
    work(app, session, NOW + rules.LEASE + timedelta(seconds=1))
    (row,) = booked.outbox(session)
    (letter,) = booked.letters(settings.data_dir)
    assert letter["Message-ID"] == first
    assert (row.attempts, row.done_at is not None) == (2, True)


def test_a_freed_place_is_offered_within_a_minute_and_told_once(app, session):
    booked.ground(session, places=1)
    first, *_others = (
        booked.book(session, date(2026, 11, 26) + timedelta(weeks=n), email=f"f{n}@exemple.test")
        for n in range(4)
    )
    booked.book(session, None, waits=True, email="leo@exemple.test")
    work(app, session, NOW)
    assert booked.outbox(session) == []
    booked.cancel(session, first)
    work(app, session, NOW + timedelta(minutes=1))
    work(app, session, NOW + timedelta(minutes=2))
    (row,) = booked.outbox(session)
    assert row.payload["to"] == "leo@exemple.test"
    assert "une place se libère" in row.payload["subject"]


def test_an_offer_nobody_answers_goes_to_the_next(app, session):
    booked.ground(session, places=1, horizon_days=4)
    for n, name in enumerate(("leo", "zoe")):
        asked = NOW - timedelta(minutes=5 - n)
        booked.book(session, None, waits=True, email=f"{name}@exemple.test", now=asked)
    work(app, session, NOW)
    work(app, session, NOW + timedelta(hours=25))
    assert [row.payload["to"] for row in booked.outbox(session)] == [
        "leo@exemple.test",
        "zoe@exemple.test",
    ]


def test_old_visits_lose_their_contact_and_their_photos(app, session, pickup, settings):
    other = booked.book(session, booked.NEXT_THURSDAY, email="leo@exemple.test")
    folder = settings.data_dir / pictures.PICKUPS
    folder.mkdir()
    own, shared = "a" * 64 + ".webp", "b" * 64 + ".webp"
    for name in (own, shared):
        (folder / name).touch()
    session.add_all(
        [
            PickupPhoto(pickup_id=pickup.id, number=0, name=own),
            PickupPhoto(pickup_id=pickup.id, number=1, name=shared),
            PickupPhoto(pickup_id=other.id, number=0, name=shared),
        ]
    )
    session.flush()
    work(app, session, at(THURSDAY + timedelta(days=60)))
    assert (pickup.erased_at, len(list(folder.iterdir()))) == (None, 2)
    work(app, session, at(THURSDAY + timedelta(days=61)))
    assert (pickup.email, pickup.address) == (None, None)
    assert [path.name for path in folder.iterdir()] == [shared]


def test_photos_stay_while_the_erasing_is_not_committed(app, session, pickup, settings):
    session.add(PickupPhoto(pickup_id=pickup.id, number=0, name="a" * 64 + ".webp"))
    session.commit()
    folder = settings.data_dir / pictures.PICKUPS
    folder.mkdir()
    (folder / ("a" * 64 + ".webp")).touch()
    jobs.erase_old(session, at(THURSDAY + timedelta(days=61)))
    session.rollback()
    worker.run_until_idle(app)
    assert len(list(folder.iterdir())) == 1


def test_a_name_that_leads_elsewhere_deletes_nothing_there(app, session, settings):
    (settings.data_dir / pictures.PICKUPS).mkdir()
    kept = settings.data_dir / "secret-key"
    kept.touch()
    jobs.forget_photos(session, None, {"names": ["../secret-key"]})
    assert kept.exists()


def test_letters_and_rows_about_a_visit_are_gone_a_month_after(app, session, pickup, settings):
    with time_machine.travel(NOW, tick=False):
        tell(pickup, About.CONFIRMED)
    work(app, session, NOW)
    assert len(booked.letters(settings.data_dir)) == 1
    for path in (settings.data_dir / "mail").iterdir():
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    work(app, session, NOW + timedelta(days=31))
    assert [row for row in booked.outbox(session) if "confirmé" in row.payload["subject"]] == []
    written = [letter["Subject"] for letter in booked.letters(settings.data_dir)]
    assert not any("confirmé" in subject for subject in written)


def test_an_erased_visit_planned_before_is_let_be(app, session, pickup):
    jobs.plan_reminders(session, at(days_before(3)))
    actions.erase_old(session, today=THURSDAY + timedelta(days=61), now=NOW)
    work(app, session, at(days_before(3)))
    assert reminders(session) == []


def test_the_worker_knows_the_room_s_jobs(app):
    assert set(jobs.PERIODIC) <= set(app.extensions["periodic"])
    assert {jobs.REMINDER, jobs.FORGET_PHOTOS} <= set(app.extensions["jobs"])


def test_periods_are_a_minute_ten_minutes_and_a_day():
    names = [job.period(datetime(2026, 11, 23, 9, 47, 5, tzinfo=UTC)) for job in jobs.PERIODIC]
    assert names == ["2026-11-23T09:4", "2026-11-23T09:47", "2026-11-23", "2026-11-23"]
