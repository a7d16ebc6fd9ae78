from datetime import timedelta

import pytest
from sqlmodel import select

from app.base.audit import queries as trail
from app.base.core.errors import RuleBroken, Stale
from app.base.outbox.models import OutboxRow
from app.points import actions, queries
from app.points.models import ReportKind, ReportStatus
from tests.points.builders import ANA, NOW, place

DAY = timedelta(days=1)


def reported(session, **known):
    told = {"kind": ReportKind.HOURS, "text": "Fermé le lundi", "email": "mia@exemple.test"}
    return actions.report(session, place(session), now=NOW, **(told | known))


def answer(session, row, status=ReportStatus.CORRECTED, text="C’est corrigé.", **known):
    actions.answer_report(session, row, status, text, actor=ANA, now=NOW + DAY, **known)


def test_a_report_waits_for_staff_and_the_trail_holds_no_address(session):
    row = reported(session)
    assert session.exec(queries.reports()).all() == [row]
    told = trail.of_subject(session, f"point {row.point_id}")[0]
    assert (told.verb, told.after) == ("report", {"kind": "horaires"})


def test_whoever_left_an_address_gets_the_answer_once(session):
    row = reported(session)
    answer(session, row, version=1)
    (letter,) = session.exec(select(OutboxRow)).all()
    assert letter.payload["to"] == "mia@exemple.test"
    assert "C’est corrigé." in letter.payload["text"]
    assert session.exec(queries.reports()).all() == []


def test_without_an_address_or_an_answer_nothing_is_sent(session):
    answer(session, reported(session, email=""))
    answer(session, reported(session), ReportStatus.SET_ASIDE, "")
    assert session.exec(select(OutboxRow)).all() == []


def test_a_report_is_answered_once(session):
    row = reported(session)
    answer(session, row)
    with pytest.raises(Stale):
        answer(session, row)


@pytest.mark.parametrize("status", [ReportStatus.NEW, ReportStatus.ANSWERED])
def test_an_answer_has_words(session, status):
    with pytest.raises(RuleBroken, match="réponse"):
        answer(session, reported(session), status, "  ")


def test_something_else_must_be_said(session):
    with pytest.raises(RuleBroken) as refusal:
        reported(session, kind=ReportKind.OTHER, text="\0 ")
    assert refusal.value.field == "text"


def test_a_wrong_address_is_refused(session):
    with pytest.raises(RuleBroken) as refusal:
        reported(session, email="mia@")
    assert refusal.value.field == "email"


def test_an_address_is_forgotten_thirty_days_after_closing(session):
    row = reported(session)
    assert actions.forget_emails(session, now=NOW + 90 * DAY) == 0
    answer(session, row)
    assert actions.forget_emails(session, now=NOW + 30 * DAY) == 0
    assert actions.forget_emails(session, now=NOW + 31 * DAY) == 1
    session.refresh(row)
    assert (row.email, row.text) == (None, "Fermé le lundi")
