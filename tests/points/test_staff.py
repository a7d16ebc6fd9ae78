"""The back office of places, as the people who keep them see it."""

from datetime import date
from io import BytesIO

import html5lib
import pytest
import time_machine
from PIL import Image
from sqlmodel import select

from app.base.audit import queries as trail
from app.base.core import hours
from app.base.outbox.models import OutboxRow
from app.points import actions, queries
from app.points.models import PointException, PointKind, ReportKind, StateKind
from app.points.rules.sheets import read
from tests.builders import commune
from tests.points import builders
from tests.points.builders import ANA, NOW, facts

LIST = "/gestion/points"
NASTY = '"><script>alert(1)</script>'
WRITES = (
    "",
    "/verification",
    "/desactivation",
    "/reactivation",
    "/jours-exceptionnels",
    "/photo",
    "/photo/suppression",
    "/couches/name/retrait",
    "/etats",
    "/etats/levee",
)


on_one_database = pytest.mark.parametrize("database", ["sqlite"])
"""For what the screen alone decides; the others run on both."""


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(signed_in):
    return signed_in("accueil")


def place(session, **known):
    """Return a place that outlives the request: a GET drops what was not committed."""
    made = builders.place(session, **known)
    session.commit()
    return made


def reported(session, point, kind=ReportKind.HOURS, **known):
    told = {"text": "Fermé le lundi", "email": "mia@exemple.test"} | known
    made = actions.report(session, point, kind, now=NOW, **told)
    session.commit()
    return made


def form(**typed) -> dict[str, object]:
    """Return what the form of a place sends."""
    known = {"name": "Borne du Lavoir", "kind": "borne", "lat": "47,99906", "lon": "2.73737"}
    words = {"audience": "menage", "condition": "tout-etat", "wheelchair": "unknown"}
    return known | words | {"offers": ["deposer|eee"]} | typed


def opened(browser, point) -> dict[str, object]:
    """Return what the form sends when somebody opens the sheet and changes nothing."""
    tree = html5lib.parse(browser.get(f"{LIST}/{point.id}").text, namespaceHTMLElements=False)
    hidden = {
        field.get("name"): field.get("value") or ""
        for field in tree.iter("input")
        if field.get("type") == "hidden" and field.get("name") in {"version", "was"}
    }
    return form() | hidden


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    out.seek(0)
    return out


def test_nobody_enters_without_signing_in(client, session):
    point = place(session)
    for path in (LIST, f"{LIST}/{point.id}", f"{LIST}/signalements", f"{LIST}/nouveau"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert "/connexion" in answer.location
    assert client.post(f"{LIST}/{point.id}", data=form()).status_code == 303


@on_one_database
@pytest.mark.parametrize("path", WRITES)
def test_partnerships_read_and_change_nothing(signed_in, session, path):
    point = place(session)
    browser = signed_in("partenariats")
    text = browser.get(f"{LIST}/{point.id}").text
    assert "demandez à l’accueil" in text
    assert "Enregistrer la fiche</button>" not in text.split("visually-hidden")[-1]
    assert browser.post(f"{LIST}/{point.id}{path}", data=form()).status_code == 403


@on_one_database
@pytest.mark.parametrize("role", ["atelier", "entreprise", "chauffeur"])
def test_other_roles_stay_outside(signed_in, role):
    assert signed_in(role).get(LIST).status_code == 403


def test_the_list_says_how_many_and_filtered_how(desk, session):
    place(session)
    place(session, name="Déchèterie des Saules", kind="decheterie", hours="24/7")
    assert "2 lieux" in desk.get(LIST).text
    text = desk.get(f"{LIST}?genre=decheterie&manque=verification").text
    assert "1 lieu<" in text
    assert "Genre : Déchèterie" in text
    assert "Borne du Lavoir" not in text


@on_one_database
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("texte=lavoir", True),
        ("texte=LAVOÎR borne", True),
        ("texte=pont", False),
        ("genre=borne", True),
        ("genre=atelier", False),
        ("famille=eee", True),
        ("famille=livres", False),
        ("etat=actifs", True),
        ("etat=inactifs", False),
        ("manque=horaires", True),
        ("manque=verification", True),
        ("manque=signalements", False),
        ("genre=forgé&famille=x&etat=y&manque=z&source=rien&tri=hasard&page=-3", True),
        ("page=999999999999999999999", True),
        ("texte=" + "x" * 10_000, False),
        ("texte=%00%E2%80%AE", True),
    ],
)
def test_each_filter_keeps_what_it_says(desk, session, asked, found):
    place(session)
    answer = desk.get(f"{LIST}?{asked}")
    assert answer.status_code == 200
    assert ("Borne du Lavoir" in answer.text) is found


def test_a_filter_finds_places_with_a_report(desk, session):
    reported(session, place(session))
    assert "Borne du Lavoir" in desk.get(f"{LIST}?manque=signalements").text


@pytest.mark.parametrize("sort", ["nom", "genre", "commune", "verifie"])
def test_the_list_is_sorted_and_paged_at_a_bounded_cost(desk, session, counting, sort):
    for n in range(55):
        builders.place(session, name=f"Borne {n:02}")
    session.commit()
    with counting() as seen:
        text = desk.get(f"{LIST}?tri={sort}").text
    assert len(seen) <= 10
    assert "Borne 49" in text
    assert "Borne 50" not in text
    assert "Borne 54" in desk.get(f"{LIST}?tri={sort}&page=2").text


def test_the_file_of_the_list_runs_no_formula(desk, session):
    place(session, name="=HYPERLINK(1)", phone="+33123456789")
    answer = desk.get(f"{LIST}?format=csv")
    assert answer.mimetype == "text/csv"
    assert "'=HYPERLINK(1)" in answer.text
    assert ";=" not in answer.text


def test_a_place_is_added_and_shown_to_the_public(desk, client, session):
    refusal = {"refusals-thing": ["eee/piles"], "refusals-object": [""], "refusals-why": ["danger"]}
    answer = desk.post(f"{LIST}/nouveau", data=form(hours="Mo-Fr 09:00-12:00", **refusal))
    assert answer.status_code == 303
    text = client.get("/points/borne-du-lavoir").text
    assert "de 9 h à 12 h" in text
    assert "danger" in text


@on_one_database
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Donnez un nom"),
        ({"name": "x" * 10_000}, "trop long"),
        ({"lat": "91"}, "La latitude va de -90 à 90"),
        ({"lat": "nan"}, "Écrivez un nombre"),
        ({"lat": "", "lon": ""}, "Indiquez la position"),
        ({"hours": "10h-17h"}, "Utiliser 10:00-17:00"),
        ({"kind": "forgé"}, "Choisissez une des valeurs"),
        ({"offers": []}, "Indiquez ce que ce lieu prend"),
        ({"offers": ["voler|eee", "x" * 500, "|"]}, "À corriger"),
        ({"email": "pas une adresse"}, "Écrivez l’adresse e-mail"),
        ({"website": "javascript:alert(1)"}, "https://"),
        ({"max_quantity": "99999999999"}, "Écrivez un nombre"),
        ({"first_day": "31/02"}, "Écrivez la date"),
        ({"insee": "99999"}, "Aucune commune"),
        (
            {"refusals-object": ["licorne"], "refusals-thing": [""], "refusals-why": ["x"]},
            "licorne",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(desk, session, typed, sentence):
    answer = desk.post(f"{LIST}/nouveau", data=form(description="Au fond de la cour") | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Au fond de la cour" in answer.text
    assert session.exec(queries.listed()).all() == []


def test_strange_signs_do_not_enter(desk, session):
    desk.post(f"{LIST}/nouveau", data=form(name="Bor\0ne\u202e du Lavoir"))
    assert session.exec(queries.listed()).one().name == "Borne du Lavoir"


@on_one_database
def test_hostile_text_is_shown_as_text_everywhere(desk, session):
    point = place(session, name=NASTY, description=NASTY, labels=[NASTY])
    reported(session, point, text=NASTY)
    for path in ("", f"/{point.id}", f"/{point.id}/couches", "/signalements"):
        assert "<script>alert" not in desk.get(f"{LIST}{path}").text


def test_a_correction_is_saved_with_its_reason_and_its_history(desk, session):
    point = place(session)
    typed = opened(desk, point) | {"name": "Borne du Pont", "reason": "déplacée"}
    answer = desk.post(f"{LIST}/{point.id}", data=typed)
    assert answer.status_code == 303
    text = desk.get(answer.location).text
    assert "a corrigé la fiche" in text
    assert "<del>Borne du Lavoir</del> <ins>Borne du Pont</ins>" in text
    assert trail.of_subject(session, f"point:{point.id}")[0].after == {"name": "Borne du Pont"}


def test_the_form_opened_and_sent_back_changes_nothing(desk, session):
    point = place(session)
    assert desk.post(f"{LIST}/{point.id}", data=opened(desk, point)).status_code == 303
    assert [row.verb for row in trail.of_subject(session, f"point:{point.id}")] == ["create"]


def test_two_people_at_once_lose_nothing(desk, session):
    point = place(session)
    typed = opened(desk, point) | {"name": "Le nom d’Ana"}
    changes = {"name": "Le nom de Mia", "phone": "02 38 00 00 00"}
    actions.correct(session, point, changes, actor=ANA, now=NOW)
    session.commit()
    answer = desk.post(f"{LIST}/{point.id}", data=typed)
    assert answer.status_code == 409
    assert "Quelqu’un a modifié cette fiche" in answer.text
    assert 'value="Le nom d’Ana"' in answer.text
    assert "Le nom de Mia" in answer.text
    assert 'value="02 38 00 00 00"' in answer.text
    session.refresh(point)
    assert point.name == "Le nom de Mia"


@on_one_database
@pytest.mark.parametrize(
    "forged",
    [{"version": "x"}, {"version": "9" * 5000}, {"version": "", "was": "[1,2"}, {"was": "7"}],
)
def test_a_forged_version_is_a_conflict_never_an_error(desk, session, forged):
    point = place(session)
    answer = desk.post(f"{LIST}/{point.id}", data=opened(desk, point) | {"version": "9"} | forged)
    assert answer.status_code == 409


def test_hours_are_previewed_before_they_are_saved(desk, session):
    point = place(session)
    typed = opened(desk, point) | {"hours": "Mo-Fr 09:00-12:00", "preview": "1"}
    text = desk.post(f"{LIST}/{point.id}", data=typed).text
    assert text.count("de 9 h à 12 h") == 10
    session.refresh(point)
    assert point.hours == ""


def test_the_preview_is_also_swapped_alone(desk, session):
    point = place(session)
    closed = hours.Exceptional(date(2026, 11, 25), date(2026, 11, 25), None, "inventaire")
    actions.set_exceptions(session, point, [closed], actor=ANA, now=NOW)
    session.commit()
    asked = {"HX-Request": "true", "HX-Target": "hours-preview"}
    path = f"{LIST}/apercu-horaires?point={point.id}&hours=Mo-Fr 09:00-12:00"
    text = desk.get(path, headers=asked).text
    assert text.startswith('<div id="hours-preview"')
    assert "inventaire" in text
    assert "<html" in desk.get(path).text


@on_one_database
def test_hours_in_french_come_with_a_proposal_to_use(desk, session):
    point = place(session)
    asked = desk.get(f"{LIST}/apercu-horaires?hours=10h-17h").text
    assert "Utiliser 10:00-17:00" in asked
    typed = opened(desk, point) | {"hours": "10h-17h", "use_hours": "10:00-17:00"}
    assert 'value="10:00-17:00"' in desk.post(f"{LIST}/{point.id}", data=typed).text


@on_one_database
def test_a_week_filled_in_day_by_day_becomes_hours(desk, session):
    point = place(session)
    typed = opened(desk, point) | {"compose": "1", "jour-0-0-de": "09:00", "jour-0-0-a": "12:00"}
    text = desk.post(f"{LIST}/{point.id}", data=typed).text
    assert 'value="Mo 09:00-12:00; PH off"' in text
    alone = desk.post(f"{LIST}/{point.id}", data=typed | {"jour-0-0-a": ""})
    assert "heure de début" in alone.text


def test_a_check_is_stamped_with_the_day(desk, session):
    point = place(session)
    desk.post(f"{LIST}/{point.id}/verification")
    session.refresh(point)
    assert point.checked_on == NOW.date()


def test_a_place_is_taken_out_and_put_back(desk, client, session):
    point = place(session)
    desk.post(f"{LIST}/{point.id}/desactivation")
    assert client.get(f"/points/{point.slug}").status_code == 410
    desk.post(f"{LIST}/{point.id}/reactivation")
    assert client.get(f"/points/{point.slug}").status_code == 200


def test_exceptional_days_are_added_and_taken_away(desk, session):
    point = place(session, hours="Mo-Fr 09:00-12:00")
    path = f"{LIST}/{point.id}/jours-exceptionnels"
    days = {"first_day": "2026-11-25", "last_day": "", "hours": "", "why": "inventaire"}
    assert desk.post(path, data=days).status_code == 303
    assert "inventaire" in desk.get(path).text
    row = session.exec(select(PointException)).one()
    desk.post(f"{path}/{row.id}/suppression")
    assert session.exec(select(PointException)).all() == []


@on_one_database
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"first_day": "31/02"}, "Écrivez la date"),
        ({"first_day": "2026-12-02", "last_day": "2026-12-01"}, "avant le premier"),
        ({"first_day": "2020-01-01"}, "déjà passés"),
        ({"first_day": "2026-12-02", "hours": "10h-17h"}, "10:00-17:00"),
    ],
)
def test_exceptional_days_are_checked(desk, session, typed, sentence):
    point = place(session)
    answer = desk.post(f"{LIST}/{point.id}/jours-exceptionnels", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_same_days_twice_are_refused(desk, session):
    path = f"{LIST}/{place(session).id}/jours-exceptionnels"
    days = {"first_day": "2026-11-25"}
    assert desk.post(path, data=days).status_code == 303
    assert "mêmes jours" in desk.post(path, data=days).text


def test_a_photo_is_sent_shown_and_taken_away(desk, client, session):
    point = place(session)
    path = f"{LIST}/{point.id}/photo"
    assert desk.post(path, data={"photo": (picture(), "x.php")}).status_code == 303
    session.refresh(point)
    with client.get(f"/photos/{point.photo}") as sent:
        assert sent.mimetype == "image/webp"
    assert point.photo in client.get(f"/points/{point.slug}").text
    desk.post(f"{path}/suppression")
    assert "/photos/" not in client.get(f"/points/{point.slug}").text


@on_one_database
@pytest.mark.parametrize("content", [b"", b"<?php", b"GIF89a"])
def test_what_is_no_photo_is_refused(desk, session, content):
    point = place(session)
    data = {"photo": (BytesIO(content), "photo.jpg")}
    answer = desk.post(f"{LIST}/{point.id}/photo", data=data)
    assert answer.status_code == 422
    assert "photo" in answer.text


def test_a_correction_is_compared_and_taken_back(desk, session):
    sheet = read(facts(name="Nom importé"))
    received = actions.receive(session, "ADEME", "42", sheet, actor=ANA, now=NOW)
    point = queries.of_id(session, received.point_id)
    actions.correct(session, point, {"name": "Nom corrigé"}, actor=ANA, now=NOW)
    session.commit()
    text = desk.get(f"{LIST}/{point.id}/couches").text
    assert "Nom importé" in text
    assert "Nom corrigé" in text
    desk.post(f"{LIST}/{point.id}/couches/name/retrait")
    session.refresh(point)
    assert point.name == "Nom importé"


def test_a_correction_that_holds_the_place_cannot_go(desk, session):
    point = place(session)
    answer = desk.post(f"{LIST}/{point.id}/couches/offers/retrait")
    assert "ne peut pas être retirée" in desk.get(answer.location).text
    session.refresh(point)
    assert point.offers
    assert desk.post(f"{LIST}/{point.id}/couches/forgé/retrait").status_code == 404


def test_a_report_is_answered_by_mail(desk, session):
    row = reported(session, place(session))
    assert "Fermé le lundi" in desk.get(f"{LIST}/signalements").text
    typed = {"status": "repondu", "answer": "Nous avons appelé.", "version": "1"}
    path = f"{LIST}/signalements/{row.id}"
    assert desk.post(path, data=typed).status_code == 303
    assert session.exec(select(OutboxRow)).one().payload["to"] == "mia@exemple.test"
    assert desk.post(path, data=typed).status_code == 409


@on_one_database
@pytest.mark.parametrize("typed", [{}, {"status": "nouveau"}, {"status": "repondu", "answer": ""}])
def test_a_report_is_not_closed_without_a_choice(desk, session, typed):
    row = reported(session, place(session))
    answer = desk.post(f"{LIST}/signalements/{row.id}", data=typed | {"version": "1"})
    assert answer.status_code == 422


def test_a_correction_closes_the_report_that_asked_for_it(desk, session):
    point = place(session)
    row = reported(session, point)
    text = desk.get(f"{LIST}/{point.id}?signalement={row.id}").text
    assert "Fermé le lundi" in text
    typed = opened(desk, point) | {"report": str(row.id), "settles": "y", "hours": "24/7"}
    desk.post(f"{LIST}/{point.id}", data=typed)
    session.refresh(row)
    assert row.status == "corrige"


def test_a_place_that_people_say_is_gone_leaves_in_one_gesture(desk, client, session):
    point = place(session)
    row = reported(session, point, ReportKind.GONE)
    desk.post(f"{LIST}/signalements/{row.id}/retrait-du-lieu")
    assert client.get(f"/points/{point.slug}").status_code == 410
    hours_row = reported(session, place(session, name="Autre"))
    path = f"{LIST}/signalements/{hours_row.id}/retrait-du-lieu"
    assert desk.post(path).status_code == 404


def test_reports_are_filtered_and_exported(desk, session):
    row = reported(session, place(session), text="=1+1")
    assert "Aucun signalement ici" in desk.get(f"{LIST}/signalements?suite=corrige").text
    assert "Lieu : Borne" in desk.get(f"{LIST}/signalements?point={row.point_id}").text
    assert "'=1+1" in desk.get(f"{LIST}/signalements?suite=forgé&format=csv").text


def test_staff_confirm_and_lift_what_was_seen(desk, client, session):
    point = place(session, hours="24/7")
    actions.signal_state(session, point, StateKind.FULL, "one", now=NOW)
    session.commit()
    assert "pas encore" in desk.get(f"{LIST}/signalements").text
    desk.post(f"{LIST}/{point.id}/etats", data={"etat": "pleine"})
    assert "Borne pleine, signalé" in client.get(f"/points/{point.slug}").text
    desk.post(f"{LIST}/{point.id}/etats/levee")
    assert "Borne pleine, signalé" not in client.get(f"/points/{point.slug}").text
    assert desk.post(f"{LIST}/{point.id}/etats", data={"etat": "forgé"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/0",
        "/99999999999999999999",
        "/7/couches",
        "/7/photo",
        "/7/jours-exceptionnels",
        "/signalements/00000000-0000-0000-0000-000000000000",
        "/signalements/pas-un-numero",
    ],
)
def test_what_does_not_exist_is_a_page_with_a_way_out(desk, path):
    assert desk.get(f"{LIST}{path}").status_code == 404


def test_forged_references_from_another_place_are_refused(desk, session):
    one, other = place(session), place(session, name="Autre")
    row = reported(session, other)
    assert "Vous corrigez" not in desk.get(f"{LIST}/{one.id}?signalement={row.id}").text
    assert desk.get(f"{LIST}/{one.id}?signalement=x").status_code == 200
    days = {"first_day": "2026-11-25"}
    desk.post(f"{LIST}/{other.id}/jours-exceptionnels", data=days)
    day = session.exec(select(PointException)).one()
    path = f"{LIST}/{one.id}/jours-exceptionnels/{day.id}/suppression"
    assert desk.post(path).status_code == 404


def test_the_sheet_costs_a_bounded_number_of_statements(desk, session, counting):
    point = place(session)
    with counting() as seen:
        desk.get(f"{LIST}/{point.id}")
    assert len(seen) <= 12


def test_an_address_is_looked_up_and_put_in_the_form(app, desk, session, monkeypatch):
    commune(session)
    session.commit()
    app.config["REBOND"].territory = "45208"
    typed = form(address="", insee="Montargis", lat="", lon="", locate="")
    text = desk.post(f"{LIST}/nouveau", data=typed).text
    assert "Position trouvée" in text
    assert 'value="47.999060"' in text


@on_one_database
def test_every_kind_of_place_has_its_page(client, session):
    for kind in PointKind:
        days = {"first_day": "2026-11-20", "last_day": "2026-11-30"}
        point = place(session, name=kind.value, kind=kind.value, **days)
        assert client.get(f"/points/{point.slug}").status_code == 200
