from datetime import timedelta

from app.points import actions, jobs
from app.points.models import ReportKind, ReportStatus
from tests.points.builders import ANA, NOW, place

DAY = timedelta(days=1)


def test_each_day_what_is_over_leaves_and_addresses_are_forgotten(session):
    today = NOW.date()
    over = place(session, kind="collecte-temporaire", first_day=today, last_day=today)
    text, email = "Fermé", "mia@exemple.test"
    row = actions.report(session, over, ReportKind.OTHER, text, email=email, now=NOW)
    actions.answer_report(session, row, ReportStatus.SET_ASIDE, "", actor=ANA, now=NOW)
    for daily in jobs.PERIODIC:
        daily.run(session, NOW + 31 * DAY)
    session.refresh(row)
    assert (over.active, row.email) == (False, None)


def test_the_worker_knows_the_daily_jobs(app):
    assert set(jobs.PERIODIC) <= set(app.extensions["periodic"])
