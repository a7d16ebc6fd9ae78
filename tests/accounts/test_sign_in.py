"""Coming in, being kept out, going out."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from app.accounts import actions, attempts
from app.accounts.models import SignIn
from app.base.core import clock
from tests.accounts.builders import PASSWORD, account, sign_in

WRONG = "L’adresse ou le mot de passe n’est pas le bon."


def test_the_team_lands_on_its_day_and_others_on_their_account(client, browser, session):
    assert sign_in(client, account(session, "accueil")).location == "/gestion"
    assert sign_in(browser(), account(session, "entreprise")).location == "/mon-compte"


def test_the_address_is_read_whatever_its_capitals(client, session):
    ana = account(session, email="ana@exemple.test")
    form = {"email": "  ANA@Exemple.TEST ", "password": PASSWORD}
    assert client.post("/connexion", data=form).status_code == 303
    assert ana.email == "ana@exemple.test"


def test_a_wrong_password_an_unknown_address_and_a_closed_account_sound_the_same(client, session):
    closed = account(session, "dons", active=False)
    waiting = account(session, "dons", password=None)
    people = [(account(session).email, "wrong"), (closed.email, PASSWORD)]
    people += [("nobody@exemple.test", PASSWORD), (waiting.email, PASSWORD)]
    for email, password in people:
        answer = client.post("/connexion", data={"email": email, "password": password})
        assert answer.status_code == 422
        assert WRONG in answer.text
        assert client.get("/mon-compte").status_code == 303


def test_what_was_typed_is_kept_but_never_the_password(client):
    answer = client.post("/connexion", data={"email": "ana@exemple.test", "password": "secret-x"})
    assert 'value="ana@exemple.test"' in answer.text
    assert "secret-x" not in answer.text


def test_an_empty_form_says_what_is_missing(client):
    answer = client.post("/connexion", data={})
    assert answer.status_code == 422
    assert "Écrivez votre adresse e-mail." in answer.text


def test_after_five_wrong_passwords_even_the_right_one_waits(client, session):
    ana = account(session)
    for _attempt in range(5):
        assert sign_in(client, ana, "wrong").status_code == 422
    answer = sign_in(client, ana)
    assert answer.status_code == 429
    assert "attendez 15 minutes" in answer.text


def test_the_wait_ends_by_itself(client, session):
    ana = account(session)
    for _attempt in range(6):
        sign_in(client, ana, "wrong")
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert sign_in(client, ana).status_code == 303


def test_an_address_without_account_waits_as_well(client):
    form = {"email": "nobody@exemple.test", "password": "wrong"}
    answers = [client.post("/connexion", data=form).status_code for _attempt in range(6)]
    assert answers == [422] * 5 + [429]


def test_the_right_password_forgives_the_wrong_ones(client, browser, session):
    ana = account(session)
    for _round in range(2):
        for _attempt in range(4):
            sign_in(browser(), ana, "wrong")
        assert sign_in(client, ana).status_code == 303
        client.post("/deconnexion")


def test_one_network_address_cannot_try_many_people(client, session, monkeypatch):
    monkeypatch.setattr("app.accounts.rules.TRIES_PER_ADDRESS", 3)
    for number in range(3):
        form = {"email": f"p{number}@exemple.test", "password": "wrong"}
        assert client.post("/connexion", data=form).status_code == 422
    assert sign_in(client, account(session)).status_code == 429


def test_a_page_asked_for_opens_after_the_sign_in(client, session):
    sent = client.get("/mon-compte/sessions")
    assert sent.location.startswith("/connexion?next=")
    answer = sign_in(client, account(session), next="/mon-compte/sessions")
    assert answer.location == "/mon-compte/sessions"


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.test", "//ailleurs.test", "/\\ailleurs.test"]
)
def test_a_sign_in_never_leads_to_another_site(client, session, elsewhere):
    page = client.get("/connexion", query_string={"next": elsewhere})
    assert "ailleurs" not in page.text
    assert sign_in(client, account(session), next=elsewhere).location == "/gestion"


def test_whoever_is_in_does_not_see_the_door(enter):
    client, _ana = enter("accueil")
    assert client.get("/connexion").location == "/gestion"


def test_a_cookie_prepared_by_somebody_else_does_not_survive_the_sign_in(client, session):
    with client.session_transaction() as cookie:
        cookie["planted"] = "x"
        cookie["csrf_token"] = "known"
    sign_in(client, account(session))
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != "known"


def test_the_sign_out_ends_the_row_so_that_a_copied_cookie_opens_nothing(enter, session):
    client, _ana = enter("accueil")
    copied = client.get_cookie("rebond").value
    assert client.post("/deconnexion").location == "/connexion"
    client.set_cookie("rebond", copied)
    assert client.get("/mon-compte").status_code == 303
    assert session.exec(select(SignIn)).one().ended_at is not None


def test_signing_out_twice_is_harmless_and_a_link_cannot_do_it(client):
    assert client.post("/deconnexion").status_code == 303
    assert client.get("/deconnexion").status_code in {404, 405}


def test_a_closed_account_is_out_at_the_next_page(enter, session):
    client, bea = enter("dons")
    actions.close(session, bea, by=None, now=clock.now())
    session.commit()
    assert client.get("/mon-compte").status_code == 303


def test_a_sign_in_is_over_the_next_morning(enter):
    client, _ana = enter("accueil")
    with time_machine.travel(clock.now() + timedelta(hours=13)):
        assert client.get("/mon-compte").status_code == 303


def test_another_role_meets_a_refusal_not_the_door(enter):
    client, _bea = enter("dons")
    assert client.get("/gestion/comptes").status_code == 403


def test_a_form_without_its_token_is_refused(app, client, session):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert sign_in(client, account(session)).status_code == 400
        assert client.post("/deconnexion").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_no_token_in_a_header_or_an_address_opens_a_page(client, session):
    token = account(session).get_auth_token()
    answer = client.get(f"/mon-compte?auth_token={token}", headers={"Authentication-Token": token})
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/login", "/register", "/reset", "/tf-setup", "/us-signin"])
def test_the_librarys_own_pages_are_off(client, path):
    assert client.get(path).status_code == 404


def test_hostile_input_is_answered_with_a_sentence(client):
    for email in ["\0", "\u202eana@exemple.test", "a" * 10_000, "' OR 1=1 --"]:
        answer = client.post("/connexion", data={"email": email, "password": "p" * 10_000})
        assert answer.status_code == 422


def test_a_forged_cookie_names_nobody(client, session):
    ana = account(session)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = ana.fs_uniquifier
        cookie["sign_in"] = "not-a-row"
    assert client.get("/mon-compte").status_code == 303


def test_a_signed_in_page_costs_one_query_for_the_person(enter, counting):
    client, _ana = enter("accueil")
    with counting() as seen:
        client.get("/mon-compte")
    assert len(seen) == 1


def test_an_administrator_lifts_the_wait(enter, session, browser):
    ana, bea = enter("admin")[0], account(session, "dons")
    for _attempt in range(6):
        sign_in(browser(), bea, "wrong")
    assert "ce compte attend" in ana.get(f"/gestion/comptes/{bea.id}").text
    ana.post(f"/gestion/comptes/{bea.id}/deblocage")
    assert not attempts.rests(bea.email, bea.fs_uniquifier)
    assert sign_in(browser(), bea).status_code == 303


def test_a_public_page_does_not_ask_who_reads_it(enter, counting):
    client, _ana = enter("accueil")
    with counting() as seen:
        assert client.get("/mot-de-passe/oubli").status_code == 200
    assert seen.statements == []
