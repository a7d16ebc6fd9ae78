"""What a refusal says, and what it keeps to itself."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from tests.accounts import builders as people


def test_an_error_of_the_database_repeats_nobody_s_name(session):
    session.add(Account(email="MIA@exemple.test", name="Mia Martin"))
    with pytest.raises(IntegrityError) as refused:
        session.flush()
    session.rollback()
    text = str(refused.value)
    assert "email_folded" in text
    assert "Mia Martin" not in text


def test_a_wrong_method_is_told_the_right_ones(client):
    answer = client.put("/connexion")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    assert 'href="/"' in answer.text


def test_the_way_on_after_signing_in_may_hold_any_letter(app, session):
    sent = {"email": people.account(session).email, "password": people.PASSWORD}
    answer = app.test_client().post(
        "/connexion?next=/objets/%E2%98%83", data=sent, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/objets/%E2%98%83")
