"""The room's public addresses and its command."""

import json

import pytest
from click.testing import CliRunner

from app.territory import here
from app.territory.cli import territory
from tests.territory.builders import GATINAIS


@pytest.fixture(autouse=True)
def gatinais(app, settings):
    app.config["REBOND"] = settings.model_copy(update={"territory": GATINAIS})


@pytest.fixture
def small_client(client, ours):
    return client


def test_suggestions_are_the_options_of_one_list(small_client):
    page = small_client.get("/lieux/suggestions?ou=montar").text
    assert '<datalist id="place-suggestions">' in page
    assert '<option value="Montargis (45200)">' in page


@pytest.mark.parametrize("typed", ["", "%00", "%22%3E%3Cb%3E", "x" * 5000, "%E2%80%AE"])
def test_any_typing_is_answered(small_client, typed):
    answer = small_client.get(f"/lieux/suggestions?ou={typed}")
    assert answer.status_code == 200
    assert "<b>" not in answer.text


def test_the_outline_is_kept_a_day_and_confirmed_for_nothing(small_client):
    first = small_client.get("/territoire.geojson")
    assert first.mimetype == "application/geo+json"
    assert len(first.json["features"]) == 96
    assert first.headers["Cache-Control"] == "public, max-age=86400"
    again = small_client.get(
        "/territoire.geojson", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_no_cookie_is_set(small_client):
    for path in ("/lieux/suggestions?ou=am", "/territoire.geojson"):
        assert "Set-Cookie" not in small_client.get(path).headers


def test_without_a_service_an_address_is_the_communes_centre(ours):
    assert here.geocoder() is None
    assert here.resolve("12 rue des Lilas, Montargis").place.approximate


def test_a_service_that_is_dead_is_not_seen(app, settings, ours):
    dead = settings.model_copy(update={"geocoder_url": "http://127.0.0.1:9"})
    app.config["REBOND"] = dead
    assert here.resolve("12 rue des Lilas, Montargis").place.approximate


def test_the_command_shows_what_the_setting_means(app, ours):
    shown = CliRunner().invoke(territory, ["show"], obj=lambda: app, catch_exceptions=False)
    assert shown.output.startswith("96 communes, ")
    assert "89350  Saint-Loup-d'Ordon (89330)" in shown.output


def test_the_command_speaks_to_machines(app, ours):
    told = CliRunner().invoke(territory, ["show", "--json"], obj=lambda: app)
    whole = json.loads(told.output)
    assert len(whole["communes"]) == 96
    assert whole["communes"][0]["insee"] == "45002"
