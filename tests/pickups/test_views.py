import re

import pytest
import time_machine
from sqlmodel import select

from app.base.outbox.models import OutboxRow
from app.pickups.models import Pickup
from tests.builders import commune, thursday


@pytest.fixture
def ground(session):
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        commune(session)
        thursday(session, places=1)
        session.commit()
        yield session


def form(client, **changes) -> dict[str, str]:
    """Return the form as a person fills it in."""
    page = client.get("/enlevements/nouveau").text
    slot = re.search(r'name="slot"[^>]*value="([^"]+)"', page)
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    filled = {
        "form_key": key.group(1),
        "things": "un frigo et deux écrans",
        "where": "Montargis",
        "address": "1 rue des Lilas, 3e étage",
        "slot": slot.group(1) if slot else "",
        "email": "ana@exemple.test",
        "consent": "y",
    }
    return filled | changes


def pickups(session) -> list[Pickup]:
    return list(session.exec(select(Pickup)).all())


def test_asking_books_the_visit_and_leads_to_its_page(client, ground):
    answer = client.post("/enlevements/nouveau", data=form(client), follow_redirects=True)
    assert "demande reçue" in answer.text
    assert "jeudi 26 novembre, de 9 h à 12 h" in answer.text


def test_the_confirmation_is_in_the_outbox_once(client, ground):
    filled = form(client)
    client.post("/enlevements/nouveau", data=filled)
    client.post("/enlevements/nouveau", data=filled)
    rows = ground.exec(select(OutboxRow)).all()
    assert len(rows) == len(pickups(ground)) == 1
    assert "http://localhost/enlevements/" in rows[0].payload["text"]


def test_a_slot_that_filled_meanwhile_keeps_what_was_typed(client, ground):
    first, second = form(client), form(client, things="une table bancale")
    client.post("/enlevements/nouveau", data=first)
    answer = client.post("/enlevements/nouveau", data=second)
    assert answer.status_code == 422
    assert "vient d’être pris" in answer.text
    assert "une table bancale" in answer.text
    assert second["slot"] not in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"things": ""}, "Dites-nous ce qu’il y a à prendre."),
        ({"where": "Zzzzqqq"}, "Zzzzqqq"),
        ({"email": "", "phone": ""}, "Donnez un e-mail ou un téléphone"),
        ({"email": "ana@", "phone": ""}, "Cette adresse e-mail semble incomplète."),
        ({"email": "", "phone": "12"}, "Ce numéro semble incomplet"),
        ({"consent": ""}, "Sans votre accord"),
        ({"slot": ""}, "Choisissez un créneau."),
        ({"slot": "forgé"}, "vient d’être pris"),
        ({"address": "x" * 10_000}, "Ce texte est trop long"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_saved(client, ground, changes, sentence):
    answer = client.post("/enlevements/nouveau", data=form(client, **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert pickups(ground) == []


def test_a_phone_is_enough(client, ground):
    filled = form(client, email="", phone="06 12 34 56 78")
    assert client.post("/enlevements/nouveau", data=filled).status_code == 303
    assert ground.exec(select(OutboxRow)).all() == []


def test_cancelling_asks_first_and_frees_the_place(client, ground):
    address = client.post("/enlevements/nouveau", data=form(client)).location
    assert "Annuler l’enlèvement" in client.get(f"{address}/annulation").text
    answer = client.post(f"{address}/annulation", follow_redirects=True)
    assert "annulé" in answer.text
    assert 'name="slot"' in client.get("/enlevements/nouveau").text


def test_cancelling_twice_says_that_nothing_changed(client, ground):
    address = client.post("/enlevements/nouveau", data=form(client)).location
    client.post(f"{address}/annulation")
    answer = client.post(f"{address}/annulation")
    assert answer.status_code == 422
    assert "rien n’a changé" in answer.text


@pytest.mark.parametrize("secret", ["x", "ABCDEF-", "a" * 5000, "abcdef-" + "a" * 26])
def test_a_wrong_link_is_not_found(client, ground, secret):
    assert client.get(f"/enlevements/{secret}").status_code == 404


def test_the_secret_page_tells_nobody_where_one_came_from(client, ground):
    address = client.post("/enlevements/nouveau", data=form(client)).location
    headers = client.get(address).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"


def test_staff_confirm_and_the_household_sees_it(client, ground, signed_in):
    address = client.post("/enlevements/nouveau", data=form(client)).location
    staff = signed_in("accueil")
    listing = staff.get("/gestion/enlevements").text
    action = re.search(r'action="(/gestion/enlevements/[^"]+/confirmation)"', listing).group(1)
    assert staff.post(action).status_code == 303
    assert "confirmé" in client.get(address).text


def test_a_driver_reads_and_does_not_decide(client, ground, signed_in):
    client.post("/enlevements/nouveau", data=form(client))
    driver = signed_in("chauffeur")
    listing = driver.get("/gestion/enlevements")
    assert "1 rue des Lilas" in listing.text
    pickup = pickups(ground)[0]
    assert driver.post(f"/gestion/enlevements/{pickup.id}/confirmation").status_code == 403


def test_the_list_is_a_file_too(client, ground, signed_in):
    client.post("/enlevements/nouveau", data=form(client, things="=HYPERLINK(1)"))
    answer = signed_in("direction").get("/gestion/enlevements?format=csv")
    assert answer.mimetype == "text/csv"
    assert "'=HYPERLINK(1)" in answer.text


@pytest.mark.parametrize("secret", ["%00", "a%00b", "K7%C2%B2-x", "-", "x" * 7000])
def test_what_is_no_secret_is_a_404(client, ground, secret):
    assert client.get(f"/enlevements/{secret}").status_code == 404


def test_what_the_search_hands_over_is_cleaned(client, ground):
    page = client.get("/enlevements/nouveau?objet=un%20fr%00igo%E2%80%AE&ou=Mont%07argis").text
    assert "un frigo" in page
    assert 'value="Montargis"' in page
