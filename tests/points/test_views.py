"""The public pages of a place, as a visitor reads them."""

import json
import re
from datetime import date

import pytest
import time_machine
from sqlmodel import select

from app.base.core import hours
from app.points import actions
from app.points.models import PointReport, StateKind
from tests.builders import commune
from tests.points import builders
from tests.points.builders import ANA, LAT, LON, NOW

WEEK = "Mo-Fr 09:00-12:00; PH off"
PATH = "/points/borne-du-lavoir"
NASTY = "</script><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def place(session, **known):
    """Return a place that outlives the request: a GET drops what was not committed."""
    made = builders.place(session, **known)
    session.commit()
    return made


def report(**told):
    return {"kind": "horaires", "text": "Fermé le lundi", "email": "", "website": ""} | told


def test_a_place_says_open_or_not_and_its_week(client, session):
    place(session, hours=WEEK, address="2 rue du Lavoir", postcode="45200")
    text = client.get(PATH).text
    assert "Ouvert · ferme à 12 h" in text
    assert "aujourd’hui" in text
    assert "de 9 h à 12 h" in text
    assert "2 rue du Lavoir" in text


def test_unknown_hours_are_never_called_closed(client, session):
    place(session)
    text = client.get(PATH).text
    assert "Horaires inconnus : appelez avant de venir" in text
    assert "Cela ne veut pas dire qu’il est fermé" in text


def test_it_says_what_it_takes_refuses_and_asks(client, session):
    refusals = [["eee/piles", "risque d’incendie"]]
    place(session, refusals=refusals, appointment=True, max_quantity=3)
    text = client.get(PATH).text
    assert "À déposer" in text
    assert "Appareils électriques et électroniques" in text
    assert "risque d’incendie" in text
    assert "Sur rendez-vous" in text
    assert "Au plus 3 objets par passage" in text


def test_exceptional_days_and_holidays_are_named(client, session):
    point = place(session, hours=WEEK)
    closed = hours.Exceptional(date(2026, 11, 25), date(2026, 11, 25), None, "inventaire")
    actions.set_exceptions(session, point, [closed], actor=ANA, now=NOW)
    session.commit()
    text = client.get(PATH).text
    assert "Fermé mercredi 25 novembre : inventaire." in text


def test_a_collection_opens_on_its_days_only(client, session):
    days = {"kind": "collecte-temporaire", "first_day": "2026-11-25", "last_day": "2026-11-26"}
    place(session, hours="10:00-11:00", **days)
    text = client.get(PATH).text
    assert "Fermé · ouvre mercredi à 10 h" in text
    assert text.count("de 10 h à 11 h") == 2


@pytest.mark.parametrize("database", ["sqlite"])
def test_the_last_day_of_all_is_no_error(client, session):
    days = {"first_day": "0001-01-01", "last_day": "9999-12-31"}
    place(session, kind="collecte-temporaire", hours="24/7", **days)
    assert client.get(PATH).status_code == 200


def test_it_leads_there_and_credits_its_source(client, session):
    commune(session)
    point = place(session, insee="45208", source="ADEME", phone="02 61 91 00 45")
    text = client.get(f"/points/{point.slug}").text
    assert f"geo:{LAT:.6f},{LON:.6f}" in text
    assert "tel:0261910045" in text
    assert "Source : ADEME" in text
    assert "Montargis" in text


def test_search_engines_read_the_hours(client, session):
    commune(session)
    path = f"/points/{place(session, hours=WEEK, insee='45208').slug}"
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text)
    told = json.loads(block[1])
    assert told["openingHoursSpecification"][0]["opens"] == "09:00"
    assert told["geo"] == {"@type": "GeoCoordinates", "latitude": LAT, "longitude": LON}
    assert told["address"]["addressLocality"] == "Montargis"


def test_hostile_text_stays_text(client, session):
    point = place(session, name=f"Borne {NASTY}", description=NASTY, access_note=NASTY)
    text = client.get(f"/points/{point.slug}").text
    assert "<script>alert" not in text
    assert text.count("</script>") == text.count("<script")


def test_reading_leaves_no_cookie_and_may_be_kept(client, session):
    place(session)
    answer = client.get(PATH)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    again = client.get(PATH, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_costs_a_bounded_number_of_statements(client, session, counting):
    for n in range(6):
        place(session, name=f"Borne {n}", lat=LAT + n / 1000)
    with counting() as seen:
        client.get("/points/borne-0")
    assert len(seen) <= 8


def test_near_ones_are_shown_with_their_distance(client, session):
    place(session)
    place(session, name="Borne du Pont", lat=LAT + 0.01)
    text = client.get(PATH).text
    assert "Borne du Pont" in text
    assert "1,1 km" in text


def test_a_place_that_is_gone_says_so_and_shows_others(client, session):
    place(session, name="Borne du Pont", lat=LAT + 0.01)
    actions.deactivate(session, place(session), actor=ANA, now=NOW)
    session.commit()
    answer = client.get(PATH)
    assert answer.status_code == 410
    assert "n’accueille plus" in answer.text
    assert "Borne du Pont" in answer.text


@pytest.mark.parametrize("slug", ["inconnu", "%00", "..%2f", "a" * 5000, "%E2%80%AEx", "BORNE"])
def test_no_such_place_is_a_page_with_a_way_out(client, slug):
    answer = client.get(f"/points/{slug}")
    assert answer.status_code == 404
    assert "Trouver un lieu" in answer.text


@pytest.mark.parametrize("page", ["affiche", "qr.svg"])
def test_papers_carry_the_code_of_the_spot(client, session, page):
    place(session)
    assert "<path" in client.get(f"{PATH}/{page}").text


def test_an_error_is_reported_once(client, session):
    place(session)
    for _ in range(2):
        answer = client.post(f"{PATH}/signaler", data=report(email="mia@exemple.test"))
        assert answer.status_code == 303
    assert "c’est noté" in client.get(answer.location).text
    (row,) = session.exec(select(PointReport)).all()
    assert (row.text, row.email) == ("Fermé le lundi", "mia@exemple.test")


@pytest.mark.parametrize("database", ["sqlite"])
@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"kind": ""}, "Choisissez ce qui ne va pas"),
        ({"kind": "forgé"}, "À corriger"),
        ({"kind": "autre", "text": ""}, "Dites en quelques mots"),
        ({"email": "pas une adresse"}, "nom@exemple.fr"),
        ({"text": "x" * 10_000}, "trop long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, session, told, sentence):
    place(session)
    typed = report(text="Fermé le lundi") | told
    answer = client.post(f"{PATH}/signaler", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed["text"][:5000] in answer.text


def test_strange_signs_are_taken_out_of_a_report(client, session):
    place(session)
    client.post(f"{PATH}/signaler", data=report(text="a\0b\u202ec"))
    assert session.exec(select(PointReport)).one().text == "abc"


def test_a_machine_that_fills_the_trap_is_thanked_and_forgotten(client, session):
    place(session)
    assert client.post(f"{PATH}/signaler", data=report(website="http://x")).status_code == 303
    assert session.exec(select(PointReport)).all() == []


def test_reports_are_limited(client, session):
    place(session)
    answers = [client.post(f"{PATH}/signaler", data=report(text=str(n))) for n in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]


def test_two_people_who_agree_make_it_visible(client, session):
    place(session, hours=WEEK)
    for address, shown in (("10.0.0.1", False), ("10.0.0.1", False), ("10.0.0.2", True)):
        home = {"REMOTE_ADDR": address}
        client.post(f"{PATH}/sur-place", data={"etat": StateKind.FULL}, environ_base=home)
        assert ("Borne pleine, signalé" in client.get(PATH).text) is shown


def test_the_spot_shows_its_buttons_and_explains(client, session):
    place(session)
    text = client.get(f"{PATH}/sur-place").text
    assert "La borne est pleine" in text
    assert "deux personnes" in text


def test_a_forged_state_is_refused(client, session):
    place(session)
    assert client.post(f"{PATH}/sur-place", data={"etat": "volée"}).status_code == 400
    place(session, name="Déchèterie", kind="decheterie")
    said = client.post("/points/decheterie/sur-place", data={"etat": StateKind.FULL})
    assert said.status_code == 422


@pytest.mark.parametrize("path", ["signaler", "sur-place"])
def test_a_form_without_its_token_is_refused(app, client, session, path):
    place(session)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(f"{PATH}/{path}", data={"etat": "pleine", "kind": "horaires"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400


def test_a_photo_is_served_for_a_year_and_no_other_file(client, settings):
    folder = settings.data_dir / "photos"
    folder.mkdir()
    name = f"{'a' * 64}.webp"
    (folder / name).write_bytes(b"RIFF")
    with client.get(f"/photos/{name}") as answer:
        assert (answer.mimetype, answer.data) == ("image/webp", b"RIFF")
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/photos/..%2fsecret-key").status_code == 404
