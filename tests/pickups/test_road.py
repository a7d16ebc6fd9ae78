import re

import pytest
import time_machine

from app.base.core.actors import SYSTEM
from app.pickups import actions
from app.pickups.models import PickupStatus, Source
from app.pickups.rules import Who
from tests.pickups.booked import outbox
from tests.pickups.builders import NOW, booked, van
from tests.pickups.test_staff import again

THURSDAY = "2026-11-26"


@pytest.fixture(autouse=True)
def thursday_morning():
    with time_machine.travel("2026-11-26T08:00:00+01:00", tick=False):
        yield


@pytest.fixture
def driver(signed_in):
    return signed_in("chauffeur")


@pytest.fixture
def stops(session):
    """Three visits of today, confirmed, in the driver's order."""
    with time_machine.travel(NOW, tick=False):
        made = [booked(session, source=Source.PHONE) for _n in range(3)]
    session.commit()
    return sorted(made, key=lambda pickup: pickup.reference)


def note(browser, pickup, **sent):
    return browser.post(f"/tournee/{pickup.id}", data={"verb": "fait"} | sent)


def test_the_day_leads_from_stop_to_stop(driver, stops, session):
    text = driver.get("/tournee").text
    assert "3 arrêts restent à faire." in text
    assert f'href="/tournee/{stops[0].id}"' in text
    assert note(driver, stops[0]).location == f"/tournee/{stops[1].id}"
    assert note(driver, stops[2]).location == f"/tournee/{stops[1].id}"
    assert note(driver, stops[1]).location == "/tournee"
    assert "Il ne reste aucun arrêt à faire." in driver.get("/tournee").text


def test_a_stop_shows_the_way_the_phone_and_the_things(driver, stops):
    text = driver.get(f"/tournee/{stops[1].id}").text
    for told in ("Arrêt 2 sur 3", "geo:47.99906,2.73737?q=", "tel:+33612345678", "2 × écran"):
        assert told in text
    assert "ana@" not in text


def test_a_day_without_round_says_so(driver):
    assert "Aucune tournée aujourd’hui." in driver.get("/tournee").text


def test_a_slot_without_stop_says_so(driver, session):
    van(session)
    session.commit()
    assert "Personne n’a réservé ce créneau." in driver.get("/tournee").text


def test_what_was_left_weighed_and_why_is_noted_once(driver, stops, session):
    sent = {"left-0": "", "left-1": "1", "noted_kg": "64,5", "why": "3", "reason": "vitre fêlée"}
    for _time in range(3):
        assert note(driver, stops[0], **sent).status_code == 303
    found = again(session, stops[0])
    assert (found.status, found.noted_mass_g) == (PickupStatus.DONE, 64_500)
    assert [thing.left_quantity for thing in found.listed] == [0, 1]
    assert found.reason == "Trop abîmé, sale ou dangereux : vitre fêlée"
    assert [event.verb for event in found.events].count("collect") == 1


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("absent", PickupStatus.ABSENT),
        ("laisse", PickupStatus.LEFT),
        ("refus", PickupStatus.REFUSED),
    ],
)
def test_each_end_has_its_button(driver, stops, session, verb, status):
    assert note(driver, stops[0], verb=verb, why="0").status_code == 303
    assert again(session, stops[0]).status is status


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"verb": "absent"}, "n’avons trouvé personne"),
        ({"verb": "laisse", "why": "0"}, "Reste chez vous : 1 × réfrigérateur, 2 × écran."),
        ({"left-1": "1", "why": "3"}, "Reste chez vous : 1 × écran."),
        ({"left-1": "0"}, ""),
    ],
)
def test_what_the_asker_may_not_have_seen_is_told_once(driver, stops, session, sent, told):
    for _time in range(2):
        assert note(driver, stops[0], **sent).status_code == 303
    letters = [each.payload for each in outbox(session)]
    assert len(letters) == bool(told)
    for letter in letters:
        assert told in letter["text"]
        assert "calendar" not in letter


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"verb": "x"}, "avec un des boutons"),
        ({"verb": ""}, "avec un des boutons"),
        ({"noted_kg": "-3"}, "Écrivez un poids en kilogrammes"),
        ({"noted_kg": "6000"}, "Écrivez un poids en kilogrammes"),
        ({"noted_kg": "x" * 10_000}, "trop long"),
        ({"left-1": "-1"}, "en chiffres"),
        ({"left-1": "9"}, "il y en a 2"),
        ({"left-1": "1"}, "pourquoi des choses restent"),
        ({"left-0": "1", "left-1": "2", "why": "1"}, "Si tout reste sur place"),
        ({"verb": "laisse"}, "Dites pourquoi"),
        ({"verb": "laisse", "why": "99"}, "Dites pourquoi"),
        ({"verb": "laisse", "reason": "x" * 10_000}, "trop long"),
    ],
)
def test_what_does_not_add_up_is_said_and_kept(driver, stops, session, sent, sentence):
    answer = note(driver, stops[0], **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert again(session, stops[0]).status is PickupStatus.CONFIRMED


def test_what_was_typed_comes_back_with_the_refusal(driver, stops):
    text = note(driver, stops[0], verb="laisse", noted_kg="12,5", **{"left-1": "2"}).text
    assert 'value="12,5"' in text
    assert re.search(r'name="left-1"[^>]*value="2"', text)


def test_an_answer_that_contradicts_the_first_is_refused_and_shows_the_next(driver, stops):
    note(driver, stops[0])
    answer = note(driver, stops[0], verb="absent")
    assert answer.status_code == 422
    assert "déjà « fait »" in answer.text
    assert "Arrêt suivant" in answer.text


def test_a_driver_notes_today_alone(signed_in, stops, session):
    with time_machine.travel("2026-11-27T09:00:00+01:00", tick=False):
        driver, reception = signed_in("chauffeur"), signed_in("accueil")
        assert 'value="fait"' not in driver.get(f"/tournee/{stops[0].id}").text
        answer = note(driver, stops[0])
        assert answer.status_code == 422
        assert "demandez à l’accueil" in answer.text
        assert note(reception, stops[0]).location == f"/tournee/{stops[1].id}"


@pytest.mark.parametrize("asked", [{"waits": True}, {"clearance": True}])
def test_a_driver_refuses_nobody_who_has_no_day(driver, session, asked):
    pickup = booked(session, **asked)
    session.commit()
    before = pickup.status
    answer = note(driver, pickup, verb="refus", why="0")
    assert answer.status_code == 422
    assert "demandez à l’accueil" in answer.text
    assert again(session, pickup).status is before


def test_tomorrow_is_read_and_not_noted(driver, stops, session):
    with time_machine.travel(NOW, tick=False):
        later = booked(session, today=NOW.date().replace(day=27), source=Source.PHONE)
    session.commit()
    day = later.occurrence.day.isoformat()
    assert later.reference in driver.get(f"/tournee/{later.id}").text
    assert "se notent le jour même" in driver.get(f"/tournee?jour={day}").text
    assert note(driver, later).status_code == 422


def test_what_is_not_confirmed_is_read_and_not_noted(driver, session):
    with time_machine.travel(NOW, tick=False):
        asked = booked(session)
    session.commit()
    assert "demande reçue" in driver.get(f"/tournee/{asked.id}").text
    assert note(driver, asked).status_code == 422
    assert again(session, asked).status is PickupStatus.REQUESTED


def test_a_cancelled_stop_says_so(driver, stops, session):
    actions.advance(session, stops[0], "cancel", by=Who.STAFF, actor=SYSTEM, now=NOW)
    session.commit()
    assert "annulé" in driver.get(f"/tournee/{stops[0].id}").text
    assert stops[0].reference not in driver.get("/tournee").text


@pytest.mark.parametrize("day", ["x", "2026-02-31", "9999-99-99", "x" * 9000])
def test_an_odd_day_is_still_a_page(driver, day):
    assert driver.get("/tournee", query_string={"jour": day}).status_code == 200


def test_nobody_enters_without_sign_in(client, stops):
    for address in ("/tournee", f"/tournee/{stops[0].id}"):
        assert client.get(address).status_code == 303
        assert client.post(f"/tournee/{stops[0].id}").status_code == 303


def test_the_form_keeps_itself_on_the_phone(driver, stops):
    text = driver.get(f"/tournee/{stops[0].id}").text
    assert f'data-keep="stop-{stops[0].id}"' in text
    assert "keep-typed.js" in text
