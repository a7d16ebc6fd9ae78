"""The whole way to a real geocoder on loopback, and back."""

import os
from pathlib import Path

import pytest

from app.territory import queries
from app.territory.geocoder import HttpGeocoder
from app.territory.rules.places import Ask, Found, Precision
from tests.territory.addok import addok

pytestmark = [pytest.mark.corpus, pytest.mark.alone]


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    home = os.environ.get("REBOND_ADDOK")
    assert home, "REBOND_ADDOK doit nommer un environnement Python où addok est installé."
    packed = Path(os.environ["REBOND_CORPUS"]) / "reference" / "addok_docs.ndjson.gz"
    with addok(Path(home), packed, tmp_path_factory.mktemp("addok")) as url:
        yield url


@pytest.fixture
def ask(session, ours, service):
    geocoder = HttpGeocoder(service, time_s=10)
    return lambda typed: queries.resolve(session, typed, territory=ours, geocoder=geocoder)


@pytest.mark.parametrize(
    "typed",
    ["6 rue Gambetta 45200", "6 rue gambetta, Montargis", "6, RUE GAMBETTA 45200 MONTARGIS"],
)
def test_a_street_address_of_ours_is_found(ask, typed):
    place = ask(typed).place
    assert place.label == "6 rue Gambetta 45200 Montargis"
    assert (place.precision, place.insee, place.approximate) == (
        Precision.ADDRESS,
        "45208",
        False,
    )


def test_a_street_many_communes_have_is_a_question(ask):
    assert isinstance(ask("rue de la mairie"), Ask)


def test_a_street_that_nobody_knows_is_the_centre_or_a_question(ask):
    answer = ask("12 rue du Puits Perdu, Villemandeur")
    assert isinstance(answer, Ask) or answer.place.approximate


@pytest.mark.parametrize("typed", ["ville mandeur", "chalette sur loin", "amily 45200"])
def test_a_commune_of_ours_is_never_taken_for_another(ask, typed):
    answer = ask(typed)
    assert isinstance(answer, Found)
    assert answer.place.in_territory


def test_the_service_finds_the_address_of_a_point(service):
    assert HttpGeocoder(service).reverse(47.998, 2.7317).insee == "45208"


def test_a_service_that_refuses_is_not_seen(service):
    assert HttpGeocoder(service, time_s=10).search("x" * 300, (48.0, 2.7)) is None
