import re

import pytest
from sqlmodel import select

from app.pickups.models import PickupStatus
from app.slots.models import SlotOccurrence, SlotPattern, Zone, ZoneCommune
from tests.pickups.forms import NEW, at, filled, pickups, slots

DAY_S = 24 * 3600
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


@pytest.fixture
def own(client, ground) -> str:
    """The address of a booked pickup's own page."""
    return client.post(NEW, data=filled(client)).location


def used(session) -> dict[str, int]:
    session.expire_all()
    rows = session.exec(select(SlotOccurrence)).all()
    return {str(row.day): row.used_places for row in rows}


def test_moving_takes_the_new_day_frees_the_old_and_keeps_the_link(client, ground, own):
    other = slots(client.get(f"{own}/deplacement").text)
    assert client.post(f"{own}/deplacement", data={"slot": other[0]}).status_code == 303
    assert "jeudi 3 décembre" in client.get(own).text
    assert used(ground) == {"2026-11-26": 0, "2026-12-03": 1}
    assert pickups(ground)[0].sequence == 1


def test_moving_to_a_day_that_filled_meanwhile_keeps_the_old(client, app, ground, own):
    other = slots(client.get(f"{own}/deplacement").text)[0]
    person = app.test_client()
    person.post(NEW, data=filled(person, slot=other, email="zoe@exemple.test"))
    answer = client.post(f"{own}/deplacement", data={"slot": other})
    assert answer.status_code == 422
    assert "n’est plus libre" in answer.text
    assert "jeudi 26 novembre" in client.get(own).text
    assert used(ground) == {"2026-11-26": 1, "2026-12-03": 1}


@pytest.mark.parametrize("slot", ["", "x", "forgé", "a" * 10_000])
def test_moving_to_no_slot_says_so(client, ground, own, slot):
    assert client.post(f"{own}/deplacement", data={"slot": slot}).status_code == 422
    assert used(ground) == {"2026-11-26": 1}


def test_a_forged_slot_of_another_zone_is_refused(client, ground, own):
    zone = Zone(name="Amilly seule")
    zone.communes = [ZoneCommune(zone_id=zone.id, insee="45004")]
    ground.add(zone)
    pattern = ground.exec(select(SlotPattern)).one()
    far = pattern.model_copy()
    made = SlotPattern(**{**far.model_dump(exclude={"id"}), "name": "Est", "zone_id": zone.id})
    ground.add(made)
    ground.commit()
    answer = client.post(f"{own}/deplacement", data={"slot": f"{made.id}.2026-12-03"})
    assert answer.status_code == 422


def test_cancelling_asks_first_and_frees_the_place(client, ground, own):
    assert "Annuler l’enlèvement" in client.get(f"{own}/annulation").text
    assert used(ground) == {"2026-11-26": 1}
    answer = client.post(f"{own}/annulation", follow_redirects=True)
    assert "Annulé" in answer.text
    assert used(ground) == {"2026-11-26": 0}


def test_cancelling_twice_says_that_nothing_changed(client, own):
    client.post(f"{own}/annulation")
    answer = client.post(f"{own}/annulation")
    assert answer.status_code == 422
    assert "rien n’a changé" in answer.text


def test_a_cancelled_pickup_cannot_be_moved(client, ground, own):
    other = slots(client.get(f"{own}/deplacement").text)[0]
    client.post(f"{own}/annulation")
    assert client.post(f"{own}/deplacement", data={"slot": other}).status_code == 422
    assert used(ground) == {"2026-11-26": 0}


def test_the_day_before_it_is_too_late_to_change_and_the_page_says_to_call(
    client, ground, own, tuesday
):
    tuesday.shift(1.1 * DAY_S)
    assert "trop proche" in client.get(own).text
    assert "trop proche" in client.post(f"{own}/annulation").text
    slot = "x" * 5
    assert client.post(f"{own}/deplacement", data={"slot": slot}).status_code == 422
    assert pickups(ground)[0].status is PickupStatus.CONFIRMED


def test_a_word_for_the_team_is_kept(client, ground, own):
    assert client.post(f"{own}/mot", data={"access": "Le chien est gentil"}).status_code == 303
    assert "Le chien est gentil" in client.get(own).text
    assert client.post(f"{own}/mot", data={"access": "x" * 10_000}).status_code == 422


def test_nobody_came_can_be_told_once_the_slot_is_over(client, ground, own, tuesday):
    assert client.post(f"{own}/passage-manque").status_code == 422
    tuesday.shift(3 * DAY_S)
    assert "Personne n’est passé" in client.get(own).text
    assert client.post(f"{own}/passage-manque").status_code == 303
    assert client.post(f"{own}/passage-manque").status_code == 303
    (made,) = pickups(ground)
    ground.refresh(made)
    assert made.missed_at is not None
    assert [event.verb for event in made.events].count("miss") == 1


@pytest.mark.parametrize("contact", ["ana@exemple.test", "ANA@exemple.test "])
def test_reference_and_contact_lead_to_the_page(client, ground, own, contact):
    reference = pickups(ground)[0].reference
    sent = {"reference": f" {reference.lower()} ", "contact": contact}
    assert client.post("/enlevements/suivi", data=sent).location == own


def test_a_phone_leads_to_the_page_too(client, ground):
    own = client.post(NEW, data=filled(client, email="", phone="06 12 34 56 78")).location
    sent = {"reference": pickups(ground)[0].reference, "contact": "0612345678"}
    assert client.post("/enlevements/suivi", data=sent).location == own


def test_a_wrong_contact_and_an_unknown_reference_answer_alike(client, ground, own):
    reference = pickups(ground)[0].reference
    wrong = client.post("/enlevements/suivi", data={"reference": reference, "contact": "x@y.fr"})
    unknown = client.post("/enlevements/suivi", data={"reference": "ZZZZZZ", "contact": "x@y.fr"})
    assert wrong.status_code == unknown.status_code == 422
    assert "Nous ne trouvons pas cette réservation" in wrong.text
    said = [TOKEN.sub("", each.text) for each in (wrong, unknown)]
    assert said[0].replace(reference, "") == said[1].replace("ZZZZZZ", "")


def test_an_offer_that_nobody_answered_is_said_to_be_gone(client, app, ground, tuesday):
    others = []
    for n in range(2):
        person = app.test_client()
        others.append(person.post(NEW, data=filled(person, email=f"p{n}@exemple.test")).location)
    waits = client.post(NEW, data=filled(client, faire="wait", slot="")).location
    client.post(f"{others[1]}/annulation")
    assert "Une place s’est libérée" in client.get(waits).text
    tuesday.shift(1.2 * DAY_S)
    assert "Une place s’est libérée" not in client.get(waits).text
    assert "n’est plus gardée" in client.post(f"{waits}/offre/acceptation").text
    assert at(ground, waits).status is PickupStatus.WAITING


@pytest.mark.parametrize(
    "secret", ["x", "ABCDEF-", "a" * 5000, "abcdef-" + "a" * 26, "%00", "a%00b", "K7%C2%B2-x", "-"]
)
def test_a_wrong_link_is_not_found(client, ground, secret):
    for rest in ("", "/annulation", "/deplacement", "/photos/0"):
        assert client.get(f"/enlevements/{secret}{rest}").status_code == 404


def test_the_secret_page_tells_nobody_where_one_came_from(client, own):
    for rest in ("", "/annulation", "/deplacement"):
        headers = client.get(f"{own}{rest}").headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"


def test_the_page_says_what_becomes_of_the_things_and_names_nobody(client, own):
    page = client.get(own).text
    assert "Ce que deviennent mes objets" in page
    assert "Réemployé ou recyclé" in page


def test_she_checks_what_the_driver_relies_on(client, ground):
    booked = filled(client, floor="3", phone="06 12 34 56 78", email="ana@exemple.test")
    page = client.get(client.post(NEW, data=booked).location).text
    assert "3e étage, sans ascenseur" in page
    assert "a…@exemple.test, 06 … 78" in page
    assert "ana@exemple.test" not in page


def test_nothing_says_that_things_are_fetched_before_they_are(client, own):
    page = client.get(own).text
    assert re.search(r"Confirmé\s*<span[^>]*>\(fait\)", page)
    assert re.search(r"Enlevé\s*<span[^>]*>\(à venir\)", page)
