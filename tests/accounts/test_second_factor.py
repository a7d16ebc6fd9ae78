"""The code after the password, and the codes for the day the phone is lost."""

import re
from datetime import timedelta

import pytest
import time_machine

from app.accounts import rules
from app.accounts.models import Account
from app.base.audit import queries as trail
from app.base.core import clock
from tests.accounts.builders import PASSWORD, sign_in

PAGE = "/mon-compte/double-authentification"
CODE = re.compile(r"<code>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</code>")


def sealed(page) -> str:
    return re.search(r'name="sealed"\s+value="([^"]+)"', page.text).group(1)


def key(page) -> str:
    return re.search(r"<code>([A-Z2-7 -]+)</code>", page.text).group(1).replace("-", "")


@pytest.fixture
def phone(app):
    """Return what an authenticator shows for a key, or for a person's secret, now."""
    factory = app.extensions["security"].totp_factory

    def shows(source: str | Account) -> str:
        if isinstance(source, Account):
            return factory.generate_totp_password(source.tf_totp_secret)
        totp = factory._totp(key=source.replace(" ", ""), format="base32")
        return totp.generate().token

    return shows


@pytest.fixture
def protected(enter, phone, session):
    """Return somebody who has a second factor, and the recovery codes."""
    client, ana = enter("accueil")
    page = client.get(PAGE)
    done = client.post(PAGE, data={"sealed": sealed(page), "code": phone(key(page))})
    session.refresh(ana)
    return ana, CODE.findall(done.text), client


def later(steps: int = 1):
    return time_machine.travel(clock.now() + timedelta(seconds=31 * steps))


def test_the_square_is_an_image_that_the_strict_policy_allows(enter):
    page = enter("accueil")[0].get(PAGE)
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "style=" not in page.text


def test_the_phone_must_prove_itself_before_it_counts(enter, session):
    client, ana = enter("accueil")
    page = client.get(PAGE)
    answer = client.post(PAGE, data={"sealed": sealed(page), "code": "000000"})
    assert answer.status_code == 422
    assert sealed(answer) == sealed(page)
    session.refresh(ana)
    assert not ana.has_second_factor


def test_eight_recovery_codes_are_shown_once(protected):
    ana, codes, client = protected
    assert len(set(codes)) == 8
    assert ana.has_second_factor
    assert CODE.findall(client.get(PAGE).text) == []


def test_secret_and_codes_are_not_kept_in_clear(protected):
    ana, codes, _client = protected
    assert not any(code in str(ana.mf_recovery_codes) for code in codes)
    assert '"enckey"' in ana.tf_totp_secret


def test_the_password_alone_opens_nothing(protected, browser):
    client = browser()
    assert sign_in(client, protected[0]).location == "/connexion/code"
    assert client.get("/mon-compte").status_code == 303


def test_the_code_opens_and_leads_where_one_wanted_to_go(protected, browser, phone):
    client = browser()
    with later():
        sign_in(client, protected[0], next="/mon-compte/sessions")
        answer = client.post("/connexion/code", data={"code": phone(protected[0])})
        assert answer.location == "/mon-compte/sessions"
        assert client.get("/mon-compte").status_code == 200


def test_a_code_never_serves_twice(protected, browser, phone):
    with later():
        code = phone(protected[0])
        answers = []
        for client in (browser(), browser()):
            sign_in(client, protected[0])
            answers.append(client.post("/connexion/code", data={"code": code}).status_code)
    assert answers == [303, 422]


def test_a_recovery_code_serves_once_however_it_is_typed(protected, browser, session):
    ana, codes, _client = protected
    answers = []
    for typed in (codes[0].replace("-", " ").upper(), codes[0]):
        client = browser()
        sign_in(client, ana)
        answers.append(client.post("/connexion/code", data={"code": typed}).status_code)
    session.refresh(ana)
    assert answers == [303, 422]
    assert len(ana.mf_recovery_codes) == 7


def test_five_wrong_codes_and_the_right_one_waits(protected, browser):
    ana, codes, _client = protected
    client = browser()
    sign_in(client, ana)
    for _attempt in range(5):
        assert client.post("/connexion/code", data={"code": "000000"}).status_code == 422
    sign_in(client, ana)
    assert client.post("/connexion/code", data={"code": codes[0]}).status_code == 429


def test_the_code_page_alone_leads_back_to_the_door(client):
    assert client.get("/connexion/code").location == "/connexion"
    assert client.post("/connexion/code", data={"code": "000000"}).location == "/connexion"


def test_ten_minutes_after_the_password_one_starts_again(protected, browser):
    client = browser()
    sign_in(client, protected[0])
    with time_machine.travel(clock.now() + rules.CODE_WITHIN + timedelta(seconds=1)):
        assert client.get("/connexion/code").location == "/connexion"


def test_taking_it_away_asks_for_the_password(protected, session, letters):
    ana, _codes, client = protected
    assert client.post(f"{PAGE}/retrait", data={"current": "wrong"}).status_code == 422
    assert client.post(f"{PAGE}/retrait", data={"current": PASSWORD}).status_code == 303
    session.refresh(ana)
    assert (ana.has_second_factor, ana.mf_recovery_codes) == (False, [])
    assert len(letters()) == 2


def test_new_codes_ask_for_the_password_and_void_the_old(protected, browser, session):
    ana, codes, client = protected
    assert client.post(f"{PAGE}/codes", data={"current": "wrong"}).status_code == 422
    new = CODE.findall(client.post(f"{PAGE}/codes", data={"current": PASSWORD}).text)
    assert len(new) == 8
    other = browser()
    sign_in(other, ana)
    assert other.post("/connexion/code", data={"code": codes[0]}).status_code == 422
    assert other.post("/connexion/code", data={"code": new[0]}).status_code == 303
    assert "renew-codes" in [e.verb for e in trail.of_subject(session, f"account:{ana.id}")]


def test_a_secret_proposed_to_somebody_else_is_not_taken(enter, session, phone):
    ana, bea = enter("accueil"), enter("dons")
    page = ana[0].get(PAGE)
    stolen = {"sealed": sealed(page), "code": phone(key(page))}
    assert bea[0].post(PAGE, data=stolen).status_code == 422
    session.refresh(bea[1])
    assert not bea[1].has_second_factor


def test_where_the_role_demands_it_nothing_opens_before(app, enter):
    app.config["SECOND_FACTOR_ROLES"] = ["admin"]
    try:
        client, _ana = enter("admin")
        assert client.get("/gestion/comptes").location == PAGE
        assert client.get(PAGE).status_code == 200
        assert enter("direction")[0].get("/gestion/comptes").status_code == 200
    finally:
        app.config["SECOND_FACTOR_ROLES"] = []


def test_an_administrator_takes_it_away_for_a_lost_phone(protected, enter, browser, letters):
    ana = protected[0]
    client = enter("admin")[0]
    client.post(f"/gestion/comptes/{ana.id}/double-authentification/retrait")
    assert sign_in(browser(), ana).location == "/gestion"
    assert letters()[-1]["to"] == ana.email
