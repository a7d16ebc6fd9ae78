import pytest
from flask_babel import ngettext

from app.base.core import clock
from app.base.outbox import actions as outbox
from app.points import actions as points
from app.points.models import ReportKind
from app.today import rail
from tests.points.builders import NOW, place


def test_somebody_who_is_not_signed_in_is_asked_to(client):
    answer = client.get("/gestion")
    assert answer.status_code == 303
    assert "/connexion" in answer.location


@pytest.mark.parametrize("role", ["entreprise", "prescripteur"])
def test_partners_do_not_enter_the_back_office(signed_in, role):
    assert signed_in(role).get("/gestion").status_code == 403


def test_a_quiet_day_says_so(signed_in, session):
    outbox.beat(session, "facteur", now=clock.now())
    session.commit()
    assert "Rien n’attend" in signed_in("accueil").get("/gestion").text


def test_what_waits_is_said_and_leads_there(signed_in, session):
    point = place(session)
    points.report(session, point, ReportKind.HOURS, "Fermé le lundi.", now=NOW)
    session.commit()
    page = signed_in("accueil").get("/gestion")
    assert "1 signalement sur un lieu est à lire." in page.text
    assert 'href="/gestion/points/signalements"' in page.text


@pytest.mark.parametrize(
    ("role", "seen", "hidden"),
    [("chauffeur", "Créneaux", "Comptes"), ("direction", "Comptes", "Nulle part")],
)
def test_the_rail_shows_only_the_doors_that_open(signed_in, role, seen, hidden):
    page = signed_in(role).get("/gestion").text
    assert seen in page
    assert hidden not in page


def test_every_door_of_the_rail_opens(signed_in):
    browser = signed_in("admin")
    for address in (
        "creneaux",
        "regles-enlevement",
        "points",
        "objets",
        "courriers",
        "comptes",
        "journal",
        "composants",
    ):
        assert browser.get(f"/gestion/{address}").status_code == 200, address


def test_a_name_leads_to_its_place(signed_in, session):
    point = place(session, name="Borne du Lavoir")
    session.commit()
    answer = signed_in("accueil").get("/gestion/recherche?code=lavoir")
    assert (answer.status_code, answer.location) == (303, f"/gestion/points/{point.id}")


@pytest.mark.parametrize("code", ["", "%", "_", "x" * 5000, "\0", "zzz"])
def test_a_code_that_means_nothing_gets_a_page(signed_in, code):
    answer = signed_in("accueil").get("/gestion/recherche", query_string={"code": code})
    assert answer.status_code == 200
    assert "Rien ne répond" in answer.text


def test_a_role_without_a_page_yet_is_told_so(signed_in, monkeypatch):
    monkeypatch.setattr(rail, "WINGS", rail.WINGS[:1])
    page = signed_in("atelier").get("/gestion").text
    assert "Aller à" not in page
    assert "Les pages de votre rôle ne sont pas encore ouvertes" in page


@pytest.mark.parametrize("role", ["entreprise", "prescripteur"])
def test_the_mark_leads_a_partner_to_a_page_that_opens(signed_in, role):
    browser = signed_in(role)
    assert browser.get("/mon-compte").text.count('class="brand" href="/"') == 1


def test_the_rail_shows_the_rooms_of_the_wing_one_is_in(signed_in):
    browser = signed_in("direction")
    outside, inside = browser.get("/gestion/points").text, browser.get("/gestion/conventions").text
    rail_of = [
        text.partition('class="rail"')[2].partition("</nav>")[0] for text in (outside, inside)
    ]
    assert "Conventions" not in rail_of[0]
    assert 'href="/gestion/conventions" aria-current="page"' in rail_of[1]
    assert 'href="/gestion/partenaires" aria-current="true"' in rail_of[1]
    assert "Signalements" not in rail_of[1]


def test_nought_is_singular_in_french(app):
    with app.test_request_context("/"):
        assert ngettext("%(num)d chose", "%(num)d choses", 0) == "0 chose"
        assert ngettext("%(num)d chose", "%(num)d choses", 2) == "2 choses"
