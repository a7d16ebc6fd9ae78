"""The form token under its mask, and which pages may be compressed."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.base.web import tokens

ASCII = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200)


@given(ASCII)
def test_a_token_comes_back_from_under_its_mask(token: str):
    assert tokens.unmasked(tokens.masked(token)) == token


@given(ASCII)
def test_two_masks_of_one_token_differ(token: str):
    assert len({tokens.masked(token) for _ in range(20)}) > 1


@pytest.mark.parametrize("text", ["IjA.aSd.plain", "é", "a===", "", "%%%"])
def test_what_has_no_mask_is_left_as_it_is(text: str):
    assert tokens.unmasked(text) == text


@pytest.fixture
def database() -> str:
    return "sqlite"


def drawn(client, address: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)[1]


@pytest.fixture
def guarded(app):
    """Ask for the token, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def browser(app):
    """A client that does not read what it gets: it may be compressed."""
    return FlaskClient(app)


def test_each_page_draws_another_token_and_each_is_taken(guarded):
    first, second = (drawn(guarded, "/connexion") for _ in range(2))
    typed = {"email": "a@b.fr", "password": "x"}
    assert first != second
    for token in (first, second, tokens.unmasked(first)):
        assert guarded.post("/connexion", data=typed | {"csrf_token": token}).status_code == 422


def test_a_forged_token_is_refused(guarded):
    drawn(guarded, "/connexion")
    for token in ("", "x", tokens.masked("forged"), "A" * 400):
        assert guarded.post("/connexion", data={"csrf_token": token}).status_code == 400


def test_the_booking_form_is_compressed_and_nothing_says_why(browser):
    answer = browser.get("/enlevements/nouveau", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "X-Compressible" not in answer.headers


def test_the_sign_in_page_is_not_compressed(browser):
    answer = browser.get("/connexion", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
