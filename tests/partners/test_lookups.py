"""The public company look-up: read with care, never missed when it fails."""

import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.partners import companies
from app.partners.models import OrganisationKind
from app.partners.rules import lookups
from tests.builders import commune
from tests.territory.test_geocoder import service

SIRET = "73282932000074"


def unit(**facts) -> dict[str, object]:
    """Return what the look-up says of an invented company of Montargis."""
    seat = {
        "siret": SIRET,
        "adresse": "12 RUE DU PORT 45200 MONTARGIS",
        "code_postal": "45200",
        "commune": "45208",
        "libelle_commune": "MONTARGIS",
        "activite_principale": "95.11Z",
        "latitude": "47.999",
        "longitude": "2.737",
        "etat_administratif": "A",
    }
    known = {
        "nom_complet": "ATELIERS DU LOING",
        "nom_raison_sociale": "ATELIERS DU LOING",
        "nature_juridique": "5499",
        "statut_diffusion": "O",
        "complements": {"est_siae": True},
    }
    return known | facts | {"siege": seat | facts.get("siege", {})}


def body(*units) -> bytes:
    return json.dumps({"results": list(units)}).encode()


def test_a_company_is_read_as_people_write_it():
    (found,) = lookups.read(body(unit()))
    assert (found.name, found.address, found.town) == (
        "Ateliers du Loing",
        "12 Rue du Port",
        "Montargis",
    )
    assert (found.siret, found.insee, found.naf) == (SIRET, "45208", "95.11Z")
    assert (found.kind, found.public_body) == (OrganisationKind.SIAE, False)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"nature_juridique": "7210"}, OrganisationKind.COMMUNE),
        ({"nature_juridique": "7348"}, OrganisationKind.EPCI),
        ({"nature_juridique": "9220", "complements": None}, OrganisationKind.ASSOCIATION),
        ({"complements": {"est_entrepreneur_individuel": True}}, OrganisationKind.CRAFT),
        ({"complements": {}}, OrganisationKind.COMPANY),
    ],
)
def test_the_kind_is_guessed_from_the_legal_category(facts, kind):
    (found,) = lookups.read(body(unit(**facts)))
    assert found.kind is kind
    assert found.public_body == kind.public_by_nature


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        {"siege": None},
        unit(statut_diffusion="P"),
        unit(siege={"statut_diffusion_etablissement": "P"}),
        unit(siege={"siret": "123"}),
        unit(nom_raison_sociale="", nom_complet=""),
    ],
)
def test_what_cannot_be_or_asked_to_be_hidden_is_left_out(wrong):
    assert [each.siret for each in lookups.read(body(wrong, unit()))] == [SIRET]


@given(st.binary(max_size=200))
def test_any_bytes_are_companies_or_a_value_error(content):
    with suppress(ValueError):
        assert lookups.read(content) == []


@pytest.mark.corpus
def test_the_recorded_answers_are_read():
    path = Path(os.environ["REBOND_CORPUS"]) / "reference/recherche_entreprises_samples.json"
    samples = json.loads(path.read_text(encoding="utf-8"))["samples"]
    asked = "81280923400030"
    (found,) = lookups.read(json.dumps(samples[0]["response"]).encode(), asked)
    assert (found.siret, found.name) == (asked, "Boulangerie du Nil")
    assert (found.address, found.insee) == ("8 Rue Paul Bert", "75056")
    assert lookups.read(json.dumps(samples[1]["response"]).encode()) == []
    for refused in samples[2:]:
        said = refused["response"]
        answer = said if isinstance(said, str) else json.dumps(said)
        with pytest.raises(ValueError, match=r"no results|Expecting value"):
            lookups.read(answer.encode())


class TestPages:
    """The button that fills a sheet."""

    @pytest.fixture
    def database(self) -> str:
        return "sqlite"

    @pytest.fixture
    def team(self, session, signed_in):
        commune(session)
        session.commit()
        return signed_in("partenariats")

    @pytest.fixture
    def answering(self, app):
        """Return a context in which the look-up answers on loopback."""

        def at(url: str) -> None:
            settings = app.config["REBOND"]
            app.config["REBOND"] = settings.model_copy(update={"companies_url": url})
            companies._service.cache_clear()

        return at

    def test_empty_fields_are_filled_and_typed_ones_stay(self, team, answering):
        sent = {"siret": SIRET, "name": "Nos Ateliers", "kind": "", "prefill": ""}
        with service(body=body(unit())) as (url, asked):
            answering(url)
            answer = team.post("/gestion/partenaires/nouveau", data=sent)
        assert answer.status_code == 200
        assert f"q={SIRET}" in asked[0]
        assert 'value="Nos Ateliers"' in answer.text
        for words in (
            'value="ATELIERS DU LOING"',
            'value="12 Rue du Port"',
            'value="Montargis (45200)"',
            "95.11Z",
            "Rempli :",
        ):
            assert words in answer.text
        assert '<option selected value="siae">' in answer.text

    def test_several_companies_are_chosen_from(self, team, answering):
        other = unit(siege={"siret": "55208131766522"})
        with service(body=body(unit(), other)) as (url, _asked):
            answering(url)
            answer = team.post(
                "/gestion/partenaires/nouveau", data={"name": "ateliers", "prefill": ""}
            )
        assert "Choisissez la bonne" in answer.text
        assert f'name="prefill" value="{SIRET}"' in answer.text

    @pytest.mark.parametrize(
        ("status", "content"),
        [
            (429, b"<html><head><title>429 Too Many Requests</title></head></html>"),
            (400, b'{"erreur": "3 caracteres minimum"}'),
            (200, b"<html>"),
        ],
    )
    def test_a_look_up_that_refuses_costs_a_sentence_and_nothing_typed(
        self, team, answering, status, content
    ):
        with service(status=status, body=content) as (url, _asked):
            answering(url)
            sent = {"siret": SIRET, "note": "vu au salon", "prefill": ""}
            answer = team.post("/gestion/partenaires/nouveau", data=sent)
        assert answer.status_code == 200
        assert "ne répond pas" in answer.text
        assert "vu au salon" in answer.text

    def test_a_company_that_nobody_knows_is_said(self, team, answering):
        with service(body=body()) as (url, _asked):
            answering(url)
            answer = team.post(
                "/gestion/partenaires/nouveau", data={"name": "Zorglub", "prefill": ""}
            )
        assert "ne connaît pas « Zorglub »" in answer.text

    def test_without_the_look_up_there_is_no_button(self, team):
        assert "Préremplir" not in team.get("/gestion/partenaires/nouveau").text
