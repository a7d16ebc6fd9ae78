"""Invitations and forgotten passwords."""

import re
from datetime import timedelta

import time_machine

from app.accounts import links, passwords, queries
from app.accounts.links import Purpose
from app.base.core import clock
from tests.accounts.builders import account, sign_in

NEW = "quatre lampes au salon"
BOTH = {"password": NEW, "again": NEW}


def path(person, purpose=Purpose.RESET):
    return links.address(person, purpose).removeprefix("http://localhost")


def linked(letter) -> str:
    return re.search(r"http://localhost(/\S+)", letter["text"]).group(1)


def test_an_invitation_is_a_page_with_a_form_that_sets_the_password_once(client, browser, session):
    bea = account(session, "dons", password=None)
    link = path(bea, Purpose.INVITATION)
    assert "Bienvenue, Ana Dons" in client.get(link).text
    assert client.post(link, data=BOTH).location == "/connexion"
    assert sign_in(browser(), bea, NEW).location == "/gestion"
    assert client.get(link).status_code == 404
    assert "déjà servi" in client.post(link, data=BOTH).text


def test_reading_the_page_uses_nothing_up(client, session):
    link = path(account(session, "dons", password=None), Purpose.INVITATION)
    assert [client.get(link).status_code for _time in range(3)] == [200, 200, 200]


def test_an_invitation_lives_seven_days_and_a_reset_one_hour(client, session):
    bea = account(session, "dons", password=None)
    invitation, reset = path(bea, Purpose.INVITATION), path(bea)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert "a expiré" in client.get(reset).text
        assert client.get(invitation).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        assert client.post(invitation, data=BOTH).status_code == 404


def test_a_reset_link_is_no_invitation(client, session):
    bea = account(session, "dons", password=None)
    assert client.get(f"/invitation/{links.issue(bea, Purpose.RESET)}").status_code == 404


def test_a_broken_link_says_so_and_leads_on(client):
    answer = client.get("/mot-de-passe/abc.def")
    assert answer.status_code == 404
    assert "incomplet" in answer.text
    assert "/mot-de-passe/oubli" in answer.text


def test_the_secret_of_the_address_stays_here(client, session):
    assert client.get(path(account(session))).headers["Referrer-Policy"] == "no-referrer"


def test_a_forgotten_password_is_answered_alike_for_everybody(client, session, letters):
    ana = account(session)
    known = client.post("/mot-de-passe/oubli", data={"email": ana.email})
    unknown = client.post("/mot-de-passe/oubli", data={"email": "nobody@exemple.test"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert [letter["to"] for letter in letters()] == [ana.email]


def test_the_letter_holds_a_link_that_works_and_says_how_long(client, browser, session, letters):
    ana = account(session)
    client.post("/mot-de-passe/oubli", data={"email": ana.email.upper()})
    (letter,) = letters()
    assert "pendant une heure" in letter["text"]
    assert linked(letter) in letter["html"]
    assert client.post(linked(letter), data=BOTH).location == "/connexion"
    assert sign_in(browser(), ana, NEW).status_code == 303


def test_a_reset_ends_every_sign_in_and_tells_the_person(enter, session, letters, browser):
    client, ana = enter("admin")
    browser().post(path(ana), data=BOTH)
    assert client.get("/mon-compte").status_code == 303
    assert [letter["subject"] for letter in letters()] == ["Votre mot de passe a changé"]


def test_whoever_never_accepted_gets_the_invitation_again(client, session, letters):
    bea = account(session, "dons", password=None)
    client.post("/mot-de-passe/oubli", data={"email": bea.email})
    assert linked(letters()[0]).startswith("/invitation/")


def test_a_closed_account_gets_no_letter_and_its_links_die(client, session, letters):
    bea = account(session, "dons", active=False)
    client.post("/mot-de-passe/oubli", data={"email": bea.email})
    assert letters() == []
    assert client.get(path(bea)).status_code == 404


def test_three_letters_an_hour_then_silence(client, session, letters):
    ana = account(session)
    start = clock.now()
    for minute in range(5):
        with time_machine.travel(start + timedelta(minutes=minute)):
            answer = client.post("/mot-de-passe/oubli", data={"email": ana.email})
            assert answer.status_code == 303
    assert len(letters()) == 3


def test_two_different_passwords_and_a_weak_one_are_refused_beside_their_field(client, session):
    ana = account(session)
    link, before = path(ana), ana.password
    differ = client.post(link, data={"password": NEW, "again": "autre chose"})
    weak = client.post(link, data={"password": "motdepasse123", "again": "motdepasse123"})
    assert "diffèrent" in differ.text
    assert "se devine" in weak.text
    assert (differ.status_code, weak.status_code) == (422, 422)
    session.refresh(ana)
    assert ana.password == before


def test_a_second_factor_survives_a_reset(client, browser, session):
    ana = account(session, tf_primary_method="authenticator", tf_totp_secret="sealed")
    client.post(path(ana), data=BOTH)
    session.refresh(ana)
    assert passwords.fits(queries.by_email(session, ana.email), NEW)
    assert sign_in(browser(), ana, NEW).location == "/connexion/code"
