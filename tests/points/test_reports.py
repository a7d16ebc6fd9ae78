from datetime import timedelta

import pytest
from sqlmodel import select

from app.base.audit import queries as trail
from app.base.core.errors import RuleBroken, Stale
from app.base.outbox.models import OutboxRow
from app.points import actions, queries
from app.points.models import Point, ReportKind, ReportStatus
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
    told = trail.of_subject(session, f"point:{row.point_id}")[0]
    assert (told.verb, told.after) == ("report", {"kind": "horaires"})


def test_whoever_left_an_address_gets_the_answer_once(session):
    row = reported(session)
    answer(session, row, version=1)
    (letter,) = session.exec(select(OutboxRow)).all()
    assert letter.payload["to"] == "mia@exemple.test"
    assert "C’est corrigé." in letter.payload["text"]
    assert session.exec(queries.reports()).all() == []


def test_without_an_address_nothing_is_sent(session):
    answer(session, reported(session, email=""))
    assert session.exec(select(OutboxRow)).all() == []


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (ReportStatus.CORRECTED, "corrigé la fiche"),
        (ReportStatus.SET_ASIDE, "reste comme elle est"),
    ],
)
def test_whoever_left_an_address_hears_of_it_even_when_staff_wrote_nothing(session, status, said):
    answer(session, reported(session), status, "")
    (letter,) = session.exec(select(OutboxRow)).all()
    assert said in letter.payload["text"]


def test_the_same_words_of_the_same_person_wait_once(session):
    point = place(session)
    sent = {"kind": ReportKind.GONE, "text": "", "now": NOW}
    first = actions.report(session, point, email="mia@exemple.test", **sent)
    assert actions.report(session, point, email="Mia@exemple.test", **sent).id == first.id
    assert len(session.exec(queries.reports()).all()) == 1


def test_a_second_person_who_says_the_same_gets_an_answer_too(session):
    point = place(session)
    for email in ("", "mia@exemple.test", "leo@exemple.test"):
        answer(session, actions.report(session, point, ReportKind.GONE, "", email=email, now=NOW))
    letters = session.exec(select(OutboxRow)).all()
    assert {letter.payload["to"] for letter in letters} == {"mia@exemple.test", "leo@exemple.test"}


def test_what_was_answered_may_be_reported_again(session):
    row = reported(session)
    answer(session, row)
    again = actions.report(
        session, session.get_one(Point, row.point_id), row.kind, row.text, email=row.email, now=NOW
    )
    assert (again.id != row.id, row.fingerprint) == (True, "")


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


def test_an_address_nobody_answered_is_forgotten_after_half_a_year(session):
    row = reported(session)
    assert actions.forget_emails(session, now=NOW + 179 * DAY) == 0
    assert actions.forget_emails(session, now=NOW + 181 * DAY) == 1
    session.refresh(row)
    assert row.email is None
