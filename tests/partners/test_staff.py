"""The register as the team sees it: found, entered, corrected, closed."""

import re

import pytest

from app.partners import actions, queries
from app.partners.models import Level, OrganisationKind, PartnerRole, Public
from app.partners.queries import lists
from tests.builders import commune
from tests.partners.builders import NOW, SOFIA, site, structure

LIST = "/gestion/partenaires"
SIRET = "73282932000074"


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def register(session):
    commune(session)
    commune(session, "45004", name="Amilly", folded="amilly", postcode="45200")
    landlord = structure(
        session, "Gâtinais Habitat", siret=SIRET, publics=frozenset({Public.TENANTS})
    )
    site(session, landlord)
    carrier = structure(
        session,
        "Loing Transports",
        kind=OrganisationKind.COMPANY,
        roles=frozenset({PartnerRole.CARRIER, PartnerRole.SOURCE}),
        level=Level.REGIONAL,
    )
    site(session, carrier, "45004")
    structure(session, "Mairie de Lorris", kind=OrganisationKind.COMMUNE, roles=frozenset())
    session.commit()
    return {"landlord": landlord, "carrier": carrier}


@pytest.fixture
def team(signed_in, register):
    return signed_in("partenariats")


def names(text: str) -> list[str]:
    return re.findall(r'<th scope="row">\s*<a href="[^"]+">([^<]+)</a>', text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Gâtinais Habitat", "Loing Transports", "Mairie de Lorris"]),
        ("?texte=habitat+gatinais", ["Gâtinais Habitat"]),
        ("?texte=732+829+320", ["Gâtinais Habitat"]),
        ("?type=entreprise", ["Loing Transports"]),
        ("?commune=Amilly", ["Loing Transports"]),
        ("?commune=Zorglub", []),
        ("?role=transporteur", ["Loing Transports"]),
        ("?role=transporteur&role=source", ["Gâtinais Habitat", "Loing Transports"]),
        ("?public=locataires", ["Gâtinais Habitat"]),
        ("?echelle=regional", ["Loing Transports"]),
        ("?carte=oui", []),
        ("?etat=fermees", []),
        (
            "?type=forged&role=forged&tri=forged",
            ["Gâtinais Habitat", "Loing Transports", "Mairie de Lorris"],
        ),
        ("?tri=commune", ["Loing Transports", "Gâtinais Habitat", "Mairie de Lorris"]),
    ],
)
def test_the_list_shows_what_its_address_asks(team, asked, found):
    answer = team.get(LIST + asked)
    assert answer.status_code == 200
    assert names(answer.text) == found


def test_each_ticked_role_is_taken_off_alone(team):
    text = team.get(f"{LIST}?role=transporteur&role=source&texte=loing").text
    assert "/gestion/partenaires?texte=loing&amp;role=source" in text
    assert "/gestion/partenaires?texte=loing&amp;role=transporteur" in text


def test_the_list_exports_every_page_with_its_filters(team):
    answer = team.get(f"{LIST}?type=entreprise&format=csv")
    lines = answer.text.splitlines()
    assert len(lines) == 2
    assert ";Loing Transports;entreprise;" in lines[1]
    assert "source | transporteur" in lines[1]


def test_a_list_of_many_structures_asks_few_questions(team, session, counting):
    for number in range(60):
        structure(session, f"Structure {number:02d}")
    session.commit()
    with counting() as seen:
        answer = team.get(LIST)
    assert len(seen) < 14
    assert "Structure 46" in answer.text
    assert "Structure 47" not in answer.text


def test_a_structure_is_entered_with_its_main_place(team, session):
    sent = {
        "name": "Vélos du Loing",
        "kind": "association",
        "level": "local",
        "activity": "reparation",
        "roles": ["reconditionneur", "revendeur"],
        "publics": ["menages"],
        "families": ["loisirs"],
        "address": "3 quai du Canal",
        "ou": "Amilly (45200)",
        "phone": "02 38 00 00 12",
        "website": "velos.example.org",
        "public_since": "12/11/2026",
        "public_words": "Atelier de vélos.",
    }
    answer = team.post(f"{LIST}/nouveau", data=sent)
    assert answer.status_code == 303
    text = team.get(answer.location).text
    made = lists.like(session, "velos du loing")[0]
    place = queries.sites(session, made.id)[0]
    assert (place.insee, place.main, place.lat is not None) == ("45004", True, True)
    assert made.website == "https://velos.example.org"
    for words in ("Réparation seulement", "Oui, depuis le 12 nov. 2026", "Reconditionne, Revend"):
        assert words in text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Donnez un nom"),
        ({"kind": ""}, "Choisissez un type"),
        ({"kind": "forged"}, "Choisissez un type"),
        ({"siret": "123"}, "Ce SIRET n’est pas le bon"),
        ({"siret": SIRET, "sure": "1"}, "a déjà ce SIRET"),
        ({"email": "ada@"}, "adresse e-mail n’est pas complète"),
        ({"phone": "12"}, "Ce numéro ne s’appelle pas"),
        ({"website": "javascript:alert(1)"}, "Cette adresse de site ne s’ouvre pas"),
        ({"naf": "reuse"}, "Un code d’activité s’écrit ainsi"),
        ({"parent": "Personne"}, "Aucune structure suivie ne répond"),
        ({"parent": "i"}, "Plusieurs structures répondent"),
        ({"ou": "Zorglub"}, "Zorglub"),
        ({"address": "1 rue du Port", "ou": ""}, "Dites dans quelle commune"),
        ({"public_since": "31/02/2026"}, "Cette date n’existe pas"),
        ({"policy": "x" * 2001}, "2000 signes au plus"),
    ],
)
def test_a_wrong_sheet_is_kept_with_a_sentence(team, session, wrong, sentence):
    sent = {"name": "Nouvelle Structure", "kind": "association", "level": "local"} | wrong
    answer = team.post(f"{LIST}/nouveau", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "name" not in wrong:
        assert 'value="Nouvelle Structure"' in answer.text


def test_a_structure_that_is_there_already_is_shown_before_it_is_entered_twice(team, session):
    sent = {"name": "Gatinais Habitats", "kind": "bailleur-social", "level": "local"}
    asked = team.post(f"{LIST}/nouveau", data=sent)
    assert "N’est-elle pas déjà au registre ?" in asked.text
    assert lists.count(session) == 3
    assert team.post(f"{LIST}/nouveau", data=sent | {"sure": "1"}).status_code == 303
    assert lists.count(session) == 4


def sheet(team, row) -> dict[str, object]:
    """Return the form of a structure's sheet as it is shown."""
    text = team.get(f"{LIST}/{row.id}/fiche").text
    values = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', text))
    return {
        "name": row.name,
        "kind": row.kind.value,
        "level": row.level.value,
        "version": values["version"],
    }


def test_a_sheet_is_corrected_and_its_journal_tells(team, session, register):
    row = register["landlord"]
    sent = sheet(team, row) | {"roles": ["prescripteur"], "siret": SIRET, "note": "appeler Mme Roy"}
    assert team.post(f"{LIST}/{row.id}/fiche", data=sent).status_code == 303
    text = team.get(f"{LIST}/{row.id}/journal").text
    assert "a corrigé la fiche" in text
    assert "Oriente des foyers" in text
    assert "Mme Roy" not in text


def test_two_people_on_one_sheet_keep_what_they_typed(team, session, register):
    row = register["landlord"]
    mine = sheet(team, row) | {"policy": "Tout réemployer"}
    theirs = sheet(team, row) | {"policy": "Tout réparer"}
    assert team.post(f"{LIST}/{row.id}/fiche", data=theirs).status_code == 303
    answer = team.post(f"{LIST}/{row.id}/fiche", data=mine)
    assert answer.status_code == 409
    assert "Tout réemployer" in answer.text
    assert "Quelqu’un a modifié cette fiche" in answer.text
    session.refresh(row)
    assert row.policy == "Tout réparer"


def test_a_group_may_not_depend_on_its_own_member(team, session, register):
    top, member = register["landlord"], register["carrier"]
    sent = sheet(team, member) | {"parent": "Gâtinais Habitat"}
    assert team.post(f"{LIST}/{member.id}/fiche", data=sent).status_code == 303
    shown = team.get(f"{LIST}/{top.id}").text
    assert "En font partie" in shown
    turned = team.post(
        f"{LIST}/{top.id}/fiche", data=sheet(team, top) | {"parent": "Loing Transports"}
    )
    assert turned.status_code == 422
    assert "c’est le groupe qui dépend d’elle" in turned.text


def test_a_structure_is_closed_and_followed_again(team, session, register):
    row = register["carrier"]
    team.post(f"{LIST}/{row.id}/fermeture")
    assert "Loing Transports" not in names(team.get(LIST).text)
    assert "n’est plus suivie depuis" in team.get(f"{LIST}/{row.id}").text
    team.post(f"{LIST}/{row.id}/reouverture")
    assert "Loing Transports" in names(team.get(LIST).text)


def test_who_reads_changes_nothing(signed_in, register):
    reader = signed_in("accueil")
    row = register["landlord"]
    text = reader.get(f"{LIST}/{row.id}").text
    assert "Corriger la fiche" not in text
    assert reader.get(f"{LIST}/{row.id}/fiche").status_code == 403
    assert reader.post(f"{LIST}/{row.id}/fermeture").status_code == 403
    assert signed_in("atelier").get(LIST).status_code == 403


def test_names_are_proposed_while_one_types(team):
    text = team.get(f"{LIST}/suggestions?parent=gatinais", headers={"HX-Request": "true"}).text
    assert f"Gâtinais Habitat · {SIRET}" in text


def test_the_address_of_a_merged_structure_leads_to_the_one_that_remains(team, session, register):
    old, kept = register["carrier"], register["landlord"]
    actions.close(session, old, actor=SOFIA, now=NOW)
    old.merged_into_id = kept.id
    session.commit()
    for tab in ("", "/sites", "/contacts", "/journal"):
        assert team.get(f"{LIST}/{old.id}{tab}").location == f"{LIST}/{kept.id}{tab}"
    assert team.post(f"{LIST}/{old.id}/reouverture").status_code == 422
