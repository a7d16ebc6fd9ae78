import re
from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid4

import pytest
import time_machine
from PIL import Image
from sqlmodel import select

from app.base.core.actors import SYSTEM
from app.catalog import actions as catalog
from app.pickups import actions, queries
from app.pickups.models import Pickup, PickupPhoto, PickupStatus, Source
from app.pickups.queries.desk import Turn, Wanted, listed
from app.pickups.rules import Outcome, Who
from app.slots import actions as slots
from app.slots.models import ExceptionKind, SlotException, SlotPattern, Zone
from app.today import tasks
from tests.builders import MONDAY, commune
from tests.pickups.booked import outbox
from tests.pickups.builders import FRIDGE, NOW, SCREENS, booked, policy, van
from tests.slots.builders import zone

HOME = "/gestion/enlevements"
THURSDAY = "2026-11-26"
NOBODY = UUID(int=7)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reception(signed_in):
    return signed_in("accueil")


@pytest.fixture
def driver(signed_in):
    return signed_in("chauffeur")


def at(pickup: Pickup, noun: str = "") -> str:
    return f"{HOME}/{pickup.id}" + (f"/{noun}" if noun else "")


def again(session, pickup: Pickup) -> Pickup:
    """Return what is now written of a pickup."""
    session.expire_all()
    return queries.by_id(session, pickup.id)


def version(browser, address: str) -> str:
    return re.search(r'name="version"[^>]*value="(\d+)"', browser.get(address).text).group(1)


def told_missed(session, pickup: Pickup) -> None:
    with time_machine.travel("2026-11-27T09:00:00+01:00", tick=False):
        actions.report_missed(session, pickup, now=NOW.replace(day=27))


def close(session, day: date) -> None:
    slots.save_exception(
        session,
        SlotException(
            kind=ExceptionKind.CLOSED, first_day=day, last_day=day, reason="camionnette en panne"
        ),
    )


# The list.


def test_what_waits_for_a_yes_comes_first_then_calls_then_the_missed_then_the_days(session):
    coming = booked(session, source=Source.PHONE)
    missed = booked(session, source=Source.PHONE)
    told_missed(session, missed)
    to_call = booked(session, clearance=True)
    asked = booked(session)
    waits = booked(session, waits=True)
    found = listed(session, Wanted(), today=MONDAY)
    assert [turn for _pickup, turn in found] == [
        Turn.ASKED,
        Turn.CALLBACK,
        Turn.MISSED,
        Turn.COMING,
        Turn.WAITING,
    ]
    assert [pickup.id for pickup, _turn in found] == [
        each.id for each in (asked, to_call, missed, coming, waits)
    ]


def test_a_visit_of_yesterday_that_nobody_noted_is_not_forgotten(session, signed_in):
    pickup = booked(session, source=Source.PHONE)
    session.commit()
    with time_machine.travel("2026-11-27T09:00:00+01:00", tick=False):
        reception = signed_in("accueil")
        text = reception.get(HOME).text
        assert "Passés, sans suite notée" in text
        assert pickup.reference in reception.get(f"{HOME}?etat=sans-suite").text


@pytest.mark.parametrize(
    ("narrowed", "seen"),
    [
        ("etat=demande", True),
        ("etat=confirme", False),
        ("etat=manque", False),
        ("commune=45208", True),
        ("commune=45001", False),
        ("etat=nimporte&commune=%00&secteur=x&page=-4", True),
        ("ref=ZZZZZZ", False),
        ("ref=%25", False),
        ("ref=" + "x" * 10_000, False),
        ("page=99999999999999999999", True),
    ],
)
def test_the_address_narrows_the_list(session, reception, narrowed, seen):
    pickup = booked(session)
    session.commit()
    answer = reception.get(f"{HOME}?{narrowed}")
    assert answer.status_code == 200
    assert (pickup.reference in answer.text) is seen


def test_a_zone_narrows_to_its_communes(session, reception):
    pickup = booked(session)
    commune(session, "45004", name="Amilly", folded="amilly", postcode="45201")
    near, far = Zone(name="Ville"), Zone(name="Campagne")
    slots.save_zone(session, near, ["45208"])
    slots.save_zone(session, far, ["45004"])
    session.commit()
    assert pickup.reference in reception.get(f"{HOME}?secteur={near.id}").text
    assert pickup.reference not in reception.get(f"{HOME}?secteur={far.id}").text


def test_a_reference_is_found_whatever_its_day(session, reception):
    pickup = booked(session)
    actions.advance(session, pickup, "cancel", by=Who.STAFF, actor=SYSTEM, now=NOW)
    session.commit()
    assert pickup.reference not in reception.get(HOME).text
    assert pickup.reference in reception.get(f"{HOME}?ref={pickup.reference.lower()}").text


def test_the_list_is_a_file_without_contact_that_no_spreadsheet_runs(session, reception):
    booked(session, [replace(SCREENS, name="=HYPERLINK(1)")])
    for pickup in session.exec(select(Pickup)):
        pickup.things = "=HYPERLINK(1)"
    session.commit()
    answer = reception.get(f"{HOME}?format=csv")
    assert answer.mimetype == "text/csv"
    assert "'=HYPERLINK(1)" in answer.text
    assert "ana@" not in answer.text
    assert "Lilas" not in answer.text


def test_a_list_longer_than_a_page_is_paged(session, reception, monkeypatch):
    monkeypatch.setattr("app.base.web.listing.pages.__defaults__", (2,))
    made = [booked(session, source=Source.PHONE) for _n in range(3)]
    session.commit()
    first, second = (reception.get(f"{HOME}?page={n}").text for n in (1, 2))
    assert sum(pickup.reference in first for pickup in made) == 2
    assert sum(pickup.reference in second for pickup in made) == 1


def test_an_empty_list_says_where_pickups_come_from(session, reception):
    assert "Les demandes du public arrivent" in reception.get(HOME).text


def test_a_pickup_is_confirmed_or_refused_from_the_list(session, reception):
    first, second = booked(session), booked(session)
    session.commit()
    text = reception.get(HOME).text
    assert at(first, "confirmation") in text
    answer = reception.post(at(first, "confirmation"), data={"retour": "liste"})
    assert answer.location == HOME
    reception.post(at(second, "refus"), data={"retour": "liste", "reason": "trop lourd"})
    assert again(session, first).status is PickupStatus.CONFIRMED
    assert again(session, second).reason == "trop lourd"


def test_a_driver_reads_the_list_and_decides_nothing(session, driver):
    pickup = booked(session)
    session.commit()
    text = driver.get(HOME).text
    assert "rue des Lilas" in text
    assert "Confirmer" not in text
    for noun in ("confirmation", "refus", "annulation", "correction", "creneau", "modification"):
        assert driver.post(at(pickup, noun)).status_code == 403


@pytest.mark.parametrize("role", ["atelier", "dons", "partenariats", "mediation", "entreprise"])
def test_who_does_not_fetch_sees_no_address(session, signed_in, role):
    pickup = booked(session)
    session.commit()
    browser = signed_in(role)
    for address in (HOME, at(pickup), f"{HOME}/agenda", "/tournee", f"/tournee/{pickup.id}"):
        assert browser.get(address).status_code == 403


# The agenda.


def test_a_day_says_what_is_left_and_who_waits(session, reception):
    pickup = booked(session, floor=3)
    session.commit()
    text = reception.get(f"{HOME}/agenda?jour={THURSDAY}").text
    assert "5 libres sur 6" in text
    assert "reste 530 kg sur 600 kg" in text
    assert "reste 9,32 m³ sur 10 m³" in text
    assert "3e étage, sans ascenseur" in text
    assert pickup.reference in text


def test_a_closed_day_on_which_people_wait_is_flagged(session, reception):
    pickup = booked(session)
    close(session, date(2026, 11, 26))
    session.commit()
    for view in ("jour", "semaine"):
        text = reception.get(f"{HOME}/agenda?jour={THURSDAY}&vue={view}").text
        assert "attendent ce jour-là" in text
        assert pickup.reference in text
    assert "Ce jour n’est plus au calendrier" in reception.get(at(pickup)).text


def test_a_closed_day_says_why(session, reception):
    van(session)
    close(session, date(2026, 11, 26))
    session.commit()
    for view in ("jour", "semaine"):
        text = reception.get(f"{HOME}/agenda?jour={THURSDAY}&vue={view}").text
        assert "camionnette en panne" in text


def test_a_day_without_slot_leads_to_the_week(session, reception):
    text = reception.get(f"{HOME}/agenda?jour=2026-11-24").text
    assert "Aucun passage prévu ce jour-là." in text
    assert "vue=semaine" in text


def test_the_week_begins_on_monday_and_leads_to_its_neighbours(session, reception):
    van(session)
    session.commit()
    text = reception.get(f"{HOME}/agenda?jour={THURSDAY}&vue=semaine").text
    assert "Lundi 23 novembre" in text
    assert "Dimanche 29 novembre" in text
    assert "jour=2026-11-19" in text
    assert "jour=2026-12-03" in text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2026-02-31", "28 février"),
        ("2028-02-29", "29 février 2028"),
        ("2026-13-01", "23 novembre"),
        ("", "23 novembre"),
        ("0000-00-00", "23 novembre"),
        ("-1--1--1", "23 novembre"),
        ("²026-01-01", "23 novembre"),
        ("9999-12-31", "2029"),
        ("0001-01-01", "2023"),
        ("x" * 10_000, "23 novembre"),
    ],
)
def test_a_day_that_does_not_exist_is_the_nearest_one(session, reception, asked, shown):
    for view in ("jour", "semaine", "x"):
        answer = reception.get(f"{HOME}/agenda", query_string={"jour": asked, "vue": view})
        assert answer.status_code == 200
    day = reception.get(f"{HOME}/agenda", query_string={"jour": asked})
    assert shown in day.text


# One pickup.


def test_the_page_tells_all_and_how_to_reach_the_person(session, reception):
    pickup = booked(session, contact_name="Mia", access="code 12B", floor=-1, lift=True)
    session.commit()
    text = reception.get(at(pickup)).text
    for told in ("tel:+33612345678", "mailto:ana@exemple.test", "code 12B", "sous-sol 1", "Mia"):
        assert told in text
    assert "demande enregistrée" in text
    assert "la personne" in text


def test_refusing_and_cancelling_ask_why(session, reception):
    pickup = booked(session)
    session.commit()
    for noun in ("refus", "annulation"):
        sent = {"version": version(reception, at(pickup)), "reason": ""}
        answer = reception.post(at(pickup, noun), data=sent)
        assert answer.status_code == 422
        assert "Dites pourquoi" in answer.text
    sent |= {"reason": "camionnette en panne"}
    assert reception.post(at(pickup, "annulation"), data=sent).status_code == 303
    page = reception.get(at(pickup)).text
    assert "camionnette en panne" in page
    assert "annulé" in page


@pytest.mark.parametrize("noun", ["refus", "annulation", "creneau", "passage"])
def test_a_place_that_the_team_frees_goes_at_once_to_who_waits(session, reception, noun):
    van(session, places=1)
    pickup = booked(session, source=Source.PHONE if noun == "passage" else Source.PUBLIC)
    waits = booked(session, waits=True, email="mia@exemple.test")
    session.commit()
    page = at(pickup, "creneau" if noun == "creneau" else "")
    sent = {"version": version(reception, page), "reason": "camionnette en panne"}
    sent |= {"verb": "refus", "why": "0"}
    sent |= {"slot": f"{van(session).id}.2026-12-03"} if noun == "creneau" else {}
    assert reception.post(at(pickup, noun), data=sent).status_code == 303
    offered = again(session, waits).waiting
    assert offered.hold is not None
    assert offered.hold.occurrence.day.isoformat() == THURSDAY
    letters = [each.payload["to"] for each in outbox(session)]
    assert letters.count("mia@exemple.test") == 1


def test_a_page_that_is_no_longer_true_changes_nothing(session, reception):
    pickup = booked(session)
    session.commit()
    seen = version(reception, at(pickup))
    reception.post(at(pickup, "confirmation"), data={"version": seen})
    answer = reception.post(at(pickup, "annulation"), data={"version": seen, "reason": "x"})
    assert answer.status_code == 409
    assert again(session, pickup).status is PickupStatus.CONFIRMED


def test_what_is_done_already_is_said(session, reception):
    pickup = booked(session)
    session.commit()
    reception.post(at(pickup, "confirmation"))
    for noun in ("confirmation", "correction"):
        answer = reception.post(at(pickup, noun))
        assert answer.status_code == 422
        assert "déjà « confirmé »" in answer.text


def test_the_missed_are_shown_with_what_to_do(session, reception):
    pickup = booked(session, source=Source.PHONE)
    told_missed(session, pickup)
    session.commit()
    text = reception.get(at(pickup)).text
    assert "Signalé comme manqué" in text
    assert "donnez-lui un autre créneau" in text


def test_another_slot_is_chosen_where_the_van_already_comes_first(session, reception):
    pickup = booked(session)
    other = SlotPattern(
        name="Lundi",
        weekday=0,
        starts=van(session).starts,
        ends=van(session).ends,
        places=2,
        mass_g=900_000,
        volume_ml=9_000_000,
        crew_minutes=900,
    )
    slots.save_pattern(session, other, today=MONDAY)
    neighbour = booked(session, today=MONDAY.replace(day=27))
    session.commit()
    text = reception.get(at(pickup, "creneau")).text
    first = re.search(r'name="slot"\s+value="([^"]+)"', text).group(1)
    assert first == neighbour.occurrence.key
    assert "passe déjà à Montargis" in text
    sent = {"version": version(reception, at(pickup, "creneau")), "slot": first}
    assert reception.post(at(pickup, "creneau"), data=sent).status_code == 303
    assert again(session, pickup).occurrence.key == first


def test_a_clearance_gets_its_slot(session, reception):
    pickup = booked(session, clearance=True)
    session.commit()
    page = reception.get(at(pickup, "creneau")).text
    slot = re.search(r'name="slot"\s+value="([^"]+)"', page).group(1)
    sent = {"version": version(reception, at(pickup, "creneau")), "slot": slot}
    assert reception.post(at(pickup, "creneau"), data=sent).status_code == 303
    assert again(session, pickup).status is PickupStatus.CONFIRMED


@pytest.mark.parametrize("slot", ["", "x", "\0", f"{NOBODY}.{THURSDAY}", "x" * 10_000])
def test_a_forged_slot_is_refused_with_a_sentence(session, reception, slot):
    pickup = booked(session)
    session.commit()
    sent = {"version": version(reception, at(pickup, "creneau")), "slot": slot}
    answer = reception.post(at(pickup, "creneau"), data=sent)
    assert answer.status_code == 422
    assert "créneau" in answer.text


def test_a_full_calendar_says_what_to_do(session, reception):
    van(session, places=1)
    pickup = booked(session)
    for pattern in session.exec(select(SlotPattern)):
        pattern.last_day = date(2026, 11, 26)
    session.commit()
    assert "Aucun autre créneau" in reception.get(at(pickup, "creneau")).text


def test_what_a_cancelled_pickup_cannot_do_is_said(session, reception):
    pickup = booked(session)
    actions.advance(session, pickup, "cancel", by=Who.STAFF, actor=SYSTEM, now=NOW)
    session.commit()
    assert "n’a pas de créneau à changer" in reception.get(at(pickup, "creneau")).text
    assert reception.get(at(pickup, "modification")).status_code == 303


def typed(browser, pickup: Pickup, **changes: str) -> dict[str, str]:
    """Return the form of corrections as it is shown, with some fields changed."""
    page = browser.get(at(pickup, "modification")).text
    known = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', page))
    swapped = re.findall(r'value="([^"]*)"[^>]*?name="([^"]+)"', page)
    known |= {name: value for value, name in swapped if name not in known}
    conditions = {f"condition-{n}": "inconnu" for n in range(int(known["lines"]))}
    known.pop("lift", None)
    return {k: v for k, v in known.items() if k != "plus"} | conditions | changes


def test_a_booking_is_corrected_and_takes_what_it_now_needs(session, reception):
    pickup = booked(session)
    session.commit()
    sent = typed(reception, pickup, floor="2", phone="06 98 76 54 32")
    sent |= {"quantity-1": "0", "name-2": "poêle", "quantity-2": "1"}
    sent |= {"mass-2": "80,5", "volume-2": "300"}
    assert reception.post(at(pickup, "modification"), data=sent).status_code == 303
    found = again(session, pickup)
    assert found.things == "1 × réfrigérateur, 1 × poêle"
    assert (found.mass_g, found.floor, found.phone) == (140_500, 2, "+33698765432")
    assert found.hold.mass_g == 140_500


def test_a_corrected_contact_hears_where_the_booking_stands(session, reception):
    pickup = booked(session, source=Source.PHONE, email="ana@exemple.tset")
    session.commit()
    sent = typed(reception, pickup, floor="2")
    del sent["notify"]
    assert reception.post(at(pickup, "modification"), data=sent).status_code == 303
    assert outbox(session) == []
    sent = typed(reception, pickup, email="ana@exemple.test")
    assert reception.post(at(pickup, "modification"), data=sent).status_code == 303
    (letter,) = outbox(session)
    assert letter.payload["to"] == "ana@exemple.test"
    assert "passage confirmé" in letter.payload["subject"]


def test_a_correction_is_written_to_the_person_with_its_calendar_entry(session, reception):
    pickup = booked(session, source=Source.PHONE)
    session.commit()
    for floor, address in (("2", "1 rue des Lilas"), ("2", "8 rue du Puits")):
        sent = typed(reception, pickup, floor=floor, address=address)
        assert reception.post(at(pickup, "modification"), data=sent).status_code == 303
    first, second = sorted(outbox(session), key=lambda row: row.payload["calendar"]["text"])
    assert "demande est corrigée" in second.payload["subject"]
    assert {"SEQUENCE:1", "SEQUENCE:2"} == {
        line
        for row in (first, second)
        for line in row.payload["calendar"]["text"].split()
        if line.startswith("SEQUENCE")
    }
    assert any("8 rue du Puits" in row.payload["text"] for row in (first, second))


def test_who_only_has_a_telephone_without_messages_is_not_said_to_be_told(session, reception):
    pickup = booked(session, source=Source.PHONE, email=None)
    session.commit()
    sent = typed(reception, pickup, floor="2")
    answer = reception.post(at(pickup, "modification"), data=sent, follow_redirects=True)
    assert "Aucun message ne part" in answer.text
    assert outbox(session) == []


def test_another_commune_gets_days_that_go_there_and_keeps_what_was_typed(session, reception):
    pickup = booked(session, source=Source.PHONE)
    commune(session, "45004", name="Amilly", folded="amilly", postcode="45200")
    van(session).zone_id = zone(session, "Nord", "45208").id
    session.add(
        SlotPattern(
            name="Vendredi",
            weekday=4,
            starts=time(9),
            ends=time(12),
            places=2,
            mass_g=600_000,
            volume_ml=10_000_000,
            crew_minutes=600,
        )
    )
    session.commit()
    sent = typed(reception, pickup, where="Amilly", address="8 rue du Puits")
    answer = reception.post(at(pickup, "modification"), data=sent)
    assert answer.status_code == 422
    assert "ne dessert pas Amilly" in answer.text
    assert "8 rue du Puits" in answer.text
    keys = re.findall(r'name="slot"[^>]*?value="([^"]+)"', answer.text)
    answer = reception.post(at(pickup, "modification"), data=sent | {"slot": keys[0]})
    assert answer.status_code == 303
    found = again(session, pickup)
    assert (found.commune.name, found.occurrence.key) == ("Amilly", keys[0])
    (letter,) = outbox(session)
    assert "8 rue du Puits, Amilly" in letter.payload["text"]


@pytest.mark.parametrize("where", ["", "Zzzzz", "Paris"])
def test_a_commune_that_is_none_of_ours_is_refused(session, reception, where):
    pickup = booked(session)
    session.commit()
    answer = reception.post(at(pickup, "modification"), data=typed(reception, pickup, where=where))
    assert answer.status_code == 422
    assert 'id="where-error"' in answer.text
    assert "Aucun autre créneau" not in answer.text
    assert again(session, pickup).insee == "45208"


def test_a_lighter_visit_leaves_its_room_to_who_waits_at_once(session, reception):
    van(session, mass_g=75_000)
    policy(session, horizon_days=7)
    pickup = booked(session)
    waits = booked(session, (FRIDGE,), waits=True)
    session.commit()
    sent = typed(reception, pickup) | {"quantity-0": "0"}
    assert reception.post(at(pickup, "modification"), data=sent).status_code == 303
    assert again(session, waits).waiting.hold.mass_g == 60_000


def test_one_line_more_is_asked_for_by_a_button_and_nothing_is_lost(session, reception):
    pickup = booked(session)
    session.commit()
    sent = typed(reception, pickup, address="8 rue du Puits") | {"plus": "1"}
    answer = reception.post(at(pickup, "modification"), data=sent)
    assert answer.status_code == 200
    assert "8 rue du Puits" in answer.text
    assert 'name="name-5"' in answer.text
    assert again(session, pickup).address == "1 rue des Lilas"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quantity-0": "-1"}, "écrivez combien, en chiffres"),
        ({"quantity-0": "100"}, "de 1 à 99"),
        ({"quantity-0": "²"}, "écrivez combien, en chiffres"),
        ({"condition-0": "x"}, "choisissez un état"),
        ({"mass-0": "-5"}, "écrivez le poids"),
        ({"mass-0": "1e9"}, "écrivez le poids"),
        ({"mass-0": "999999"}, "écrivez le poids"),
        ({"name-2": "chose inconnue zzz", "quantity-2": "1"}, "écrivez le poids"),
        ({"quantity-0": "0", "quantity-1": "0"}, "Gardez au moins une chose"),
        ({"quantity-0": "20"}, "Le créneau ne peut pas porter"),
        ({"address": ""}, "Indiquez l’adresse"),
        ({"address": "x" * 10_000}, "Ce texte est trop long"),
        ({"floor": "99"}, "entre -5 et 60"),
        ({"floor": "x"}, "étage"),
        ({"phone": "12"}, "Ce numéro semble incomplet"),
        ({"email": "ana@"}, "semble incomplète"),
        ({"email": "", "phone": ""}, "Gardez un e-mail ou un téléphone"),
    ],
)
def test_a_correction_that_does_not_hold_is_said_and_nothing_is_saved(
    session, reception, changes, sentence
):
    pickup = booked(session)
    session.commit()
    before = queries.version(session, pickup)
    answer = reception.post(at(pickup, "modification"), data=typed(reception, pickup, **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    session.expire_all()
    assert queries.version(session, pickup) == before
    assert pickup.mass_g == 70_000


def test_a_correction_typed_on_an_old_page_is_kept_and_refused(session, reception):
    pickup = booked(session)
    session.commit()
    sent = typed(reception, pickup, address="8 rue du Puits")
    reception.post(at(pickup, "confirmation"))
    answer = reception.post(at(pickup, "modification"), data=sent)
    assert answer.status_code == 409
    assert "8 rue du Puits" in answer.text


def test_a_name_of_the_dictionary_brings_its_weight(session, reception, app):
    catalog.load(session)
    pickup = booked(session)
    session.commit()
    sent = typed(reception, pickup) | {"name-2": "lave-linge", "quantity-2": "1"}
    assert reception.post(at(pickup, "modification"), data=sent).status_code == 303
    found = again(session, pickup)
    assert found.listed[-1].object_id is not None
    assert found.listed[-1].mass_g > 30_000


def test_the_team_notes_a_visit_and_takes_it_back(session, signed_in):
    pickup = booked(session, source=Source.PHONE)
    session.commit()
    assert 'value="fait"' not in signed_in("accueil").get(at(pickup)).text
    with time_machine.travel("2026-11-27T09:00:00+01:00", tick=False):
        reception = signed_in("accueil")
        assert 'value="fait"' in reception.get(at(pickup)).text
        sent = {"verb": "fait", "noted_kg": "61,5", "left-0": "", "left-1": "1", "why": "0"}
        assert reception.post(at(pickup, "passage"), data=sent).status_code == 303
        text = reception.get(at(pickup)).text
        assert "61,5 kg" in text
        assert "Trop lourd ou impossible à passer" in text
        sent = {"version": version(reception, at(pickup))}
        assert reception.post(at(pickup, "correction"), data=sent).status_code == 303
    assert again(session, pickup).status is PickupStatus.CONFIRMED


def test_photos_are_shown_to_the_team_alone(session, signed_in, client, settings):
    pickup = booked(session)
    name = f"{'a' * 64}.webp"
    (settings.data_dir / "pickup-photos").mkdir()
    Image.new("RGB", (4, 4)).save(settings.data_dir / "pickup-photos" / name)
    session.add(PickupPhoto(pickup_id=pickup.id, number=0, name=name))
    session.add(PickupPhoto(pickup_id=pickup.id, number=1, name="../../etc/passwd"))
    session.commit()
    reception = signed_in("accueil")
    assert at(pickup, "photos/0") in reception.get(at(pickup)).text
    answer = reception.get(at(pickup, "photos/0"))
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/webp", "no-store")
    answer.close()
    for number in (1, 2, 99999999999999999999):
        assert reception.get(at(pickup, f"photos/{number}")).status_code == 404
    assert client.get(at(pickup, "photos/0")).status_code == 303


@pytest.mark.parametrize("noun", ["", "creneau", "modification"])
def test_an_unknown_pickup_is_not_found(session, reception, noun):
    assert reception.get(f"{HOME}/{uuid4()}/{noun}".rstrip("/")).status_code == 404


def test_an_erased_pickup_still_has_its_page(session, reception):
    pickup = booked(session)
    actions.erase_old(session, today=date(2027, 2, 1), now=NOW)
    session.commit()
    text = reception.get(at(pickup)).text
    assert "ont été effacés" in text
    assert "11/2026" in text
    assert reception.get(at(pickup, "modification")).status_code == 303


# The feuille de route.


def sheet(pickup: Pickup) -> str:
    return f"{HOME}/feuille-de-route/{pickup.occurrence.key}"


def test_the_sheet_has_all_the_driver_needs_and_no_e_mail(session, driver):
    pickup = booked(session, floor=1, access="code 12B", contact_name="Mia", source=Source.PHONE)
    booked(session, email="bob@exemple.test")
    session.commit()
    text = driver.get(sheet(pickup)).text
    for told in ("rue des Lilas", "1er étage", "code 12B", "Mia", "06 12 34 56 78", "2 × écran"):
        assert told in text
    assert "2 arrêts" in text
    assert "environ 140 kg et 1,36 m³" in text
    assert "Pas encore confirmé" in text
    assert "@" not in text


@pytest.mark.parametrize(
    "key", ["x", "%00", f"{NOBODY}.2026-11-26", f"{NOBODY}.2026-02-31", "x" * 5000]
)
def test_a_sheet_of_no_slot_is_not_found(session, driver, key):
    assert driver.get(f"{HOME}/feuille-de-route/{key}").status_code == 404
    assert driver.get(f"{HOME}/feuille-de-route/{key}/ordre").status_code == 404
    assert driver.post(f"{HOME}/feuille-de-route/{key}/ordre").status_code == 404


def test_a_sheet_without_stops_says_so(session, driver):
    key = f"{van(session).id}.{THURSDAY}"
    session.commit()
    assert "Personne n’attend" in driver.get(f"{HOME}/feuille-de-route/{key}").text
    assert "Personne n’attend" in driver.get(f"{HOME}/feuille-de-route/{key}/ordre").text


def test_the_order_is_set_by_buttons(session, driver):
    made = sorted((booked(session) for _n in range(3)), key=lambda p: p.reference)
    session.commit()
    address = sheet(made[0]) + "/ordre"
    sent = {"stop": str(made[2].id), "sens": "monter"}
    assert driver.post(address, data=sent).status_code == 303
    day = date.fromisoformat(THURSDAY)
    session.expire_all()
    order = [p.reference for p in queries.of_days(session, day, day)]
    assert order == [made[n].reference for n in (0, 2, 1)]
    for forged in ({"sens": "x"}, {"stop": "x"}, {"stop": str(uuid4())}):
        assert driver.post(address, data=sent | forged).status_code == 404


# The day of the team.


def test_the_dashboard_says_what_waits_among_the_pickups(session, signed_in):
    booked(session)
    booked(session, clearance=True)
    told_missed(session, booked(session, source=Source.PHONE))
    booked(session, source=Source.PHONE)
    session.commit()
    with time_machine.travel("2026-11-26T07:00:00+01:00", tick=False):
        text = signed_in("accueil").get("/gestion").text
    assert "1 personne dit que nous ne sommes pas passés." in text
    assert "1 enlèvement attend une réponse." in text
    assert "1 personne est à rappeler pour un débarras." in text
    assert "2 passages aujourd’hui." in text
    assert f"{HOME}/agenda?jour={THURSDAY}" in text


def test_a_reference_leads_to_its_pickup(session, reception):
    pickup = booked(session)
    session.commit()
    for said in (pickup.reference, pickup.reference.lower(), f" {pickup.reference[:3]} "):
        answer = reception.get("/gestion/recherche", query_string={"code": said})
        if len(said.strip()) == len(pickup.reference):
            assert (answer.status_code, answer.location) == (303, at(pickup))


# What a page costs.


@pytest.mark.parametrize(
    ("address", "most"),
    [
        (HOME, 12),
        (f"{HOME}/agenda?jour={THURSDAY}", 12),
        (f"{HOME}/agenda?jour={THURSDAY}&vue=semaine", 12),
        (f"/tournee?jour={THURSDAY}", 12),
        ("sheet", 12),
        ("order", 12),
        ("show", 20),
        ("edit", 12),
        ("slot", 20),
        ("stop", 16),
        ("/gestion", 32),  # of which what is due with partners, room by room
    ],
)
def test_a_page_asks_the_database_a_bounded_number_of_questions(
    session, reception, counting, address, most
):
    made = [booked(session, [FRIDGE, SCREENS]) for _n in range(3)]
    session.commit()
    named = {
        "sheet": sheet(made[0]),
        "order": sheet(made[0]) + "/ordre",
        "show": at(made[0]),
        "edit": at(made[0], "modification"),
        "slot": at(made[0], "creneau"),
        "stop": f"/tournee/{made[0].id}",
    }
    session.expire_all()
    with counting() as seen:
        assert reception.get(named.get(address, address)).status_code == 200
    assert len(seen) <= most, seen.statements


def test_tasks_are_counted_in_four_questions(session, counting, app):
    with app.test_request_context(), counting() as seen:
        list(tasks.waiting(session, today=MONDAY, now=NOW))
    assert len(seen) <= 4


def test_a_visit_noted_elsewhere_is_shown_as_it_is(session, reception):
    pickup = booked(session, source=Source.PHONE)
    outcome = Outcome(verb="leave", reason="porte fermée")
    day = date.fromisoformat(THURSDAY)
    actions.note_outcome(session, pickup, outcome, by=Who.DRIVER, actor=SYSTEM, today=day, now=NOW)
    session.commit()
    text = reception.get(at(pickup)).text
    assert "laissé sur place" in text
    assert "Donner un créneau" in text
    assert "porte fermée" in text
