"""What leaves the house, as staff see it: how many, why not, again; never to whom or what."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from sqlmodel import select

from app import health
from app.base.audit.models import TrailEntry
from app.base.core import clock
from app.base.outbox import actions, queries, rules
from app.base.outbox.models import OutboxRow, WorkerBeat

HOME = "/gestion/courriers"
NOW = clock.now()
SECRETS = ("lea.durand@exemple.test", "Votre code est 123456", "+33612345678", "secret-dedupe")


def row(session, **facts) -> OutboxRow:
    known = {
        "kind": "mail",
        "payload": {"to": SECRETS[0], "subject": SECRETS[1], "text": SECRETS[2]},
        "dedupe": f"secret-dedupe-{uuid4().hex}",
        "run_at": NOW,
    }
    made = OutboxRow(**(known | facts))
    session.add(made)
    session.commit()
    return made


def failed(session, error: str = "SMTPRecipientsRefused", **facts) -> OutboxRow:
    return row(session, failed_at=NOW, attempts=8, error=error, **facts)


def done(session, **facts) -> OutboxRow:
    return row(session, done_at=NOW, attempts=1, **facts)


@pytest.fixture
def reception(signed_in):
    return signed_in("accueil")


def read(browser, query: str = "") -> str:
    answer = browser.get(HOME + query)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_what_waits_failed_and_left_is_counted(reception, session):
    row(session)
    failed(session)
    done(session)
    text = read(reception)
    assert "3 envois" in text
    assert "l’adresse est refusée" in text
    assert (queries.counts(session).waiting, queries.counts(session).failed) == (1, 1)


@pytest.mark.parametrize(
    ("query", "said"),
    [("?etat=echec", "1 envoi"), ("?etat=fait", "2 envois"), ("?genre=essai", "1 envoi")],
)
def test_filters_in_the_address_narrow_the_list(reception, session, query, said):
    failed(session)
    done(session)
    done(session, kind="essai")
    assert f"<strong>{said}</strong>" in read(reception, query)


@pytest.mark.parametrize("query", ["?etat=zut", "?etat=%00", "?genre=%00", "?page=-9&genre=x"])
def test_a_forged_filter_asks_nothing(reception, session, query):
    row(session)
    assert "1 envoi" in read(reception, query)


@pytest.mark.parametrize("query", ["", "?etat=echec", "?format=csv"])
def test_no_address_no_number_and_no_text_is_ever_shown(reception, session, query):
    failed(session, error=f"550 {SECRETS[0]} unknown")
    row(session)
    text = unescape(reception.get(HOME + query).text)
    assert not [secret for secret in SECRETS if secret in text]
    assert "une erreur que le site ne connaît pas" in text


def test_the_list_comes_as_a_file(reception, session):
    failed(session, kind="=essai")
    text = reception.get(f"{HOME}?format=csv").text
    assert "Travail : =essai;pas parti;" in text
    assert ";8;l’adresse est refusée" in text


def test_one_row_is_tried_again_and_the_trail_says_who(reception, session):
    one, other = failed(session), failed(session)
    answer = reception.post(f"{HOME}/{one.id}/nouvel-essai")
    assert answer.status_code == 303
    session.expire_all()
    assert (one.failed_at, one.attempts) == (None, 0)
    assert other.failed_at is not None
    entry = session.exec(select(TrailEntry).where(TrailEntry.room == "outbox")).one()
    assert (entry.verb, entry.subject) == ("retry", f"outbox:{one.id}")


def test_all_that_failed_is_tried_again_at_once(reception, session):
    failed(session)
    failed(session)
    kept = done(session)
    reception.post(f"{HOME}/nouvel-essai")
    session.expire_all()
    assert queries.counts(session).failed == 0
    assert kept.attempts == 1


@pytest.mark.parametrize("make", [row, done])
def test_what_waits_or_has_left_is_not_tried_again(reception, session, make):
    one = make(session)
    reception.post(f"{HOME}/{one.id}/nouvel-essai")
    session.expire_all()
    assert one.run_at == NOW
    assert "Rien à réessayer" in read(reception)
    assert not session.exec(select(TrailEntry).where(TrailEntry.room == "outbox")).all()


def test_a_forged_row_is_nothing_to_try(reception):
    address = "00000000-0000-4000-8000-000000000000"
    assert reception.post(f"{HOME}/{address}/nouvel-essai").status_code == 303
    assert reception.post(f"{HOME}/x/nouvel-essai").status_code == 404


@pytest.mark.parametrize("role", ["chauffeur", "atelier", "entreprise", "guichet"])
def test_others_do_not_enter(signed_in, role):
    browser = signed_in(role)
    assert browser.get(HOME).status_code == 403
    assert browser.post(f"{HOME}/nouvel-essai").status_code == 403


def test_a_silent_worker_is_told_on_the_page_the_dashboard_and_by_the_doctor(
    reception, session, settings
):
    assert "n’a jamais été vu" in read(reception)
    actions.beat(session, "facteur", now=NOW - rules.SILENT_AFTER - timedelta(seconds=5))
    session.commit()
    assert "Le facteur n’a pas été vu depuis" in read(reception)
    assert "Le facteur n’a pas été vu depuis" in unescape(reception.get("/gestion").text)
    assert any("rebond worker" in said for said in health.troubles(session, settings))
    actions.beat(session, "facteur", now=clock.now())
    session.commit()
    assert "facteur" not in read(reception)
    assert "facteur" not in unescape(reception.get("/gestion").text)
    assert not any("facteur" in said for said in health.troubles(session, settings))


def test_the_dashboard_counts_what_could_not_leave(reception, session):
    failed(session)
    text = unescape(reception.get("/gestion").text)
    assert "1 courrier n’a pas pu partir." in text
    assert 'href="/gestion/courriers?etat=echec"' in text


def test_the_dashboard_of_others_does_not_speak_of_letters(signed_in, session):
    failed(session)
    assert "courrier" not in unescape(signed_in("chauffeur").get("/gestion").text)


def test_beats_are_one_row_a_worker_and_old_ones_are_forgotten(session):
    actions.beat(session, "ancien", now=NOW - timedelta(days=2))
    actions.beat(session, "x" * 200, now=NOW - timedelta(minutes=1))
    actions.beat(session, "x" * 200, now=NOW)
    session.expire_all()
    assert [(each.name, each.seen_at) for each in session.exec(select(WorkerBeat))] == [
        ("x" * 40, NOW)
    ]
