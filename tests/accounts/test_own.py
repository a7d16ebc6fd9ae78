"""One's own account."""

import re

from app.accounts import actions, passwords
from app.base.audit import queries as trail
from app.base.core import clock
from tests.accounts.builders import PASSWORD, account, sign_in

NEW = "quatre lampes au salon"


def change(client, current=PASSWORD, new=NEW, again=NEW):
    form = {"current": current, "password": new, "again": again}
    return client.post("/mon-compte/mot-de-passe", data=form)


def test_a_person_sees_name_address_and_roles(enter):
    client, ana = enter("accueil", "dons")
    page = client.get("/mon-compte").text
    assert ana.email in page
    assert "Accueil et réception, Remises" in page


def test_a_changed_password_signs_the_other_devices_out_but_not_this_one(
    enter, browser, session, letters
):
    client, ana = enter("accueil")
    other = browser()
    sign_in(other, ana)
    assert change(client).location == "/mon-compte"
    assert client.get("/mon-compte").status_code == 200
    assert other.get("/mon-compte").status_code == 303
    session.refresh(ana)
    assert passwords.fits(ana, NEW)
    assert letters()[0]["to"] == ana.email


def test_the_present_password_is_asked(enter, session):
    client, ana = enter("accueil")
    answer = change(client, current="wrong")
    assert answer.status_code == 422
    assert "pas votre mot de passe actuel" in answer.text
    session.refresh(ana)
    assert passwords.fits(ana, PASSWORD)


def test_guessing_the_present_password_is_bounded_too(enter):
    client, _ana = enter("accueil")
    answers = [change(client, current="wrong").status_code for _attempt in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_weak_new_password_is_refused_beside_its_field(enter):
    answer = change(enter("accueil")[0], new="motdepasse123", again="motdepasse123")
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text


def test_a_person_ends_one_device_and_then_all_others(enter, browser):
    client, ana = enter("accueil")
    others = [browser(), browser()]
    for other in others:
        sign_in(other, ana)
    page = client.get("/mon-compte/sessions").text
    assert page.count("Déconnecter</button>") == 2
    assert "Cet appareil" in page
    client.post("/mon-compte/sessions/fin")
    assert [other.get("/mon-compte").status_code for other in others] == [303, 303]
    assert client.get("/mon-compte").status_code == 200


def test_ending_one_device_is_in_the_trail_once(enter, browser, session):
    client, ana = enter("accueil")
    sign_in(browser(), ana)
    path = re.search(
        r"/mon-compte/sessions/[0-9a-f-]+/fin", client.get("/mon-compte/sessions").text
    )
    for _ in range(2):
        assert client.post(path[0]).status_code == 303
    verbs = [entry.verb for entry in trail.of_subject(session, f"account:{ana.id}")]
    assert verbs.count("end-sign-ins") == 1


def test_nobody_ends_somebody_elses_device(enter, session):
    row = actions.open_sign_in(session, account(session), device="Firefox", now=clock.now())
    session.commit()
    answer = enter("accueil")[0].post(f"/mon-compte/sessions/{row.id}/fin")
    session.refresh(row)
    assert (answer.status_code, row.ended_at) == (404, None)


def test_visitors_are_sent_to_the_door(client):
    for path in ["", "/sessions", "/mot-de-passe", "/double-authentification"]:
        answer = client.get(f"/mon-compte{path}")
        assert (answer.status_code, answer.location[:11]) == (303, "/connexion?")
