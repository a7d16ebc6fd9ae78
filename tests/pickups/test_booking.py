import io
import re

import pytest
from PIL import Image
from sqlmodel import select

from app.base.outbox.models import OutboxRow
from app.pickups.models import PickupPolicy, PickupStatus, PickupThing
from app.slots.models import SlotHold, SlotOccurrence, SlotPattern, Zone, ZoneCommune
from tests.builders import commune
from tests.pickups.forms import NEW, filled, pickups, slots
from tests.points.builders import place


def photo(kind: str = "JPEG") -> tuple[io.BytesIO, str]:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(made, kind)
    made.seek(0)
    return made, f"IMG.{kind.lower()}"


def kind(client, address: str) -> str:
    with client.get(address) as answer:
        return answer.mimetype


def test_a_booking_within_the_terms_is_confirmed_at_once(client, ground):
    answer = client.post(NEW, data=filled(client), follow_redirects=True)
    assert "Confirmé" in answer.text
    assert "jeudi 26 novembre, de 9 h à 12 h" in answer.text
    (made,) = pickups(ground)
    assert (made.status, made.floor, made.people) == (PickupStatus.CONFIRMED, 3, 2)
    assert [(t.name, t.quantity) for t in made.listed] == [
        ("Réfrigérateur", 1),
        ("Écran d’ordinateur", 2),
    ]


def test_what_the_search_hands_over_is_in_the_form_with_its_slots(client, ground):
    page = client.get(f"{NEW}?objet=frigo&objet=écran%00&ou=Mont%07argis").text
    assert 'value="frigo"' in page
    assert 'value="Montargis"' in page
    assert "Compris : Réfrigérateur" in page
    assert slots(page)


def test_adding_and_removing_a_thing_books_nothing_and_keeps_the_rest(client, ground):
    data = filled(client, faire="add", email="a@", access="portail vert")
    more = client.post(NEW, data=data)
    assert more.status_code == 200
    assert more.text.count('name="objet"') == 3
    assert "portail vert" in more.text
    less = client.post(NEW, data=data | {"faire": "remove-0"})
    assert less.text.count('name="objet"') == 1
    assert 'value="frigo"' not in less.text
    assert pickups(ground) == []


def test_htmx_gets_the_form_or_the_slots_alone(client, ground):
    heads = {"HX-Request": "true", "HX-Target": "slot-picker"}
    part = client.post(NEW, data=filled(client, faire="see"), headers=heads).text
    assert part.lstrip().startswith('<div id="slot-picker"')
    heads["HX-Target"] = "booking-form"
    assert "<html" not in client.post(NEW, data=filled(client, faire="add"), headers=heads).text


def test_a_chosen_slot_is_kept_while_one_types_and_seen_by_nobody_else(client, app, ground):
    mine = client.post(NEW, data=filled(client, faire="hold"))
    assert "gardé pour vous jusqu’à 10 h 15" in mine.text
    first = slots(mine.text)[0]
    other = app.test_client().get(f"{NEW}?objet=frigo&ou=Montargis").text
    assert first not in slots(other)
    assert ground.exec(select(SlotHold)).one().expires_at is not None


def test_a_slot_kept_for_less_or_for_elsewhere_is_no_longer_offered_once_it_does_not_suit(
    client, ground
):
    pattern = ground.exec(select(SlotPattern)).one()
    pattern.mass_g = 100_000
    ground.commit()
    data = filled(client, faire="hold")
    (kept, *_others) = slots(client.post(NEW, data=data).text)
    more = client.post(NEW, data=data | {"faire": "see", "quantite": ["3", "2"]}).text
    assert kept not in slots(more)
    assert "plus qu’une camionnette ne peut prendre" in more
    zone = Zone(name="Montargis seule")
    zone.communes = [ZoneCommune(zone_id=zone.id, insee="45208")]
    pattern.zone_id = zone.id
    ground.add(zone)
    ground.commit()
    assert kept in slots(client.post(NEW, data=data | {"faire": "see"}).text)
    away = client.post(NEW, data=data | {"faire": "see", "ou": "Amilly"}).text
    assert kept not in slots(away)
    assert "gardé pour vous" not in away


def test_what_is_kept_is_free_again_after_a_quarter_of_an_hour(client, app, ground, tuesday):
    client.post(NEW, data=filled(client, faire="hold"))
    tuesday.shift(16 * 60)
    other = app.test_client()
    assert other.post(NEW, data=filled(other)).status_code == 303


def test_who_kept_a_slot_books_it_even_without_ticking_it_again(client, ground):
    data = filled(client, faire="hold")
    client.post(NEW, data=data)
    data.pop("slot")
    assert client.post(NEW, data=data | {"faire": "book"}).status_code == 303
    hold = ground.exec(select(SlotHold)).one()
    ground.refresh(hold)
    assert hold.expires_at is None


def test_one_visitor_keeps_four_slots_at_most(client, ground):
    pattern = ground.exec(select(PickupPolicy)).one()
    pattern.horizon_days = 60
    ground.commit()
    for n in range(4):
        data = filled(client, faire="hold")
        data["slot"] = slots(client.post(NEW, data=data | {"faire": "see"}).text)[0]
        assert client.post(NEW, data=data).status_code == 200, n
    data = filled(client, faire="hold")
    refused = client.post(NEW, data=data)
    assert refused.status_code == 422
    assert "Vous gardez déjà plusieurs créneaux" in refused.text


@pytest.mark.parametrize("times", [2, 8])
def test_the_same_form_sent_again_books_and_tells_once(client, ground, times):
    data = filled(client)
    answers = {client.post(NEW, data=data).location for _n in range(times)}
    assert len(answers) == 1
    assert len(pickups(ground)) == 1
    assert len(ground.exec(select(OutboxRow)).all()) == 1


def test_a_slot_that_filled_meanwhile_keeps_what_was_typed_and_offers_others(client, app, ground):
    late = filled(client, access="code 12B")
    first = app.test_client()
    first.post(NEW, data=filled(first, email="zoe@exemple.test"))
    answer = client.post(NEW, data=late)
    assert answer.status_code == 422
    assert "n’est plus libre" in answer.text
    assert "code 12B" in answer.text
    assert late["slot"] not in slots(answer.text)
    assert slots(answer.text)


def test_what_we_do_not_fetch_is_said_beside_the_thing_with_where_to_bring_it(client, ground):
    answer = client.post(NEW, data=filled(client, objet=["frigo", "matelas"]))
    assert answer.status_code == 422
    assert "la literie se dépose en déchèterie" in answer.text
    assert re.search(r'href="/points\?objet=frigo[^"]+"', answer.text)
    assert pickups(ground) == []


def test_furniture_waits_for_the_team_s_yes(client, ground):
    client.post(NEW, data=filled(client, objet=["table"], quantite=["1"]))
    assert pickups(ground)[0].status is PickupStatus.REQUESTED


def test_a_thing_nobody_knows_is_looked_at_by_the_team(client, ground):
    client.post(NEW, data=filled(client, objet=["zorglub à bascule"], quantite=["1"]))
    (made,) = pickups(ground)
    assert (made.status, made.listed[0].object_id) == (PickupStatus.REQUESTED, None)


def test_a_clearance_is_called_back_without_a_slot(client, ground):
    answer = client.post(NEW, data=filled(client, clearance="y", slot=""), follow_redirects=True)
    assert "Nous vous rappelons" in answer.text
    assert pickups(ground)[0].status is PickupStatus.CALLBACK


def test_when_all_is_taken_one_waits_and_gets_the_freed_place(client, app, ground):
    others = []
    for n in range(2):
        person = app.test_client()
        others.append(person.post(NEW, data=filled(person, email=f"p{n}@exemple.test")).location)
    page = client.get(f"{NEW}?objet=frigo&ou=Montargis").text
    assert "Aucun créneau libre" in page
    assert "Prochaine date possible : jeudi 10 décembre" in page
    own = client.post(NEW, data=filled(client, faire="wait", slot="")).location
    assert "En liste d’attente" in client.get(own).text
    app.test_client().post(f"{others[0]}/annulation")
    offered = client.get(own).text
    assert "Une place s’est libérée : jeudi 26 novembre" in offered
    assert client.post(f"{own}/offre/acceptation").status_code == 303
    assert "Confirmé" in client.get(own).text


def test_outside_our_ways_it_is_said_with_the_finder(client, ground):
    policy = ground.exec(select(PickupPolicy)).one()
    policy.active = False
    ground.commit()
    page = client.get(f"{NEW}?objet=frigo&ou=Montargis").text
    assert "Nous ne passons pas dans cette commune" in page
    assert "/points?objet=frigo" in page


def test_too_much_for_any_van_becomes_a_clearance(client, ground):
    ground.exec(select(SlotPattern)).one().mass_g = 20_000
    ground.commit()
    page = client.post(NEW, data=filled(client, faire="see")).text
    assert "plus qu’une camionnette ne peut prendre" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"objet": ["", " "]}, "Dites-nous ce qu’il y a à prendre."),
        ({"objet": ["x" * 10_000]}, "Ce texte est trop long : 120 signes"),
        ({"quantite": ["-1", "1"]}, "Indiquez un nombre entre 1 et 99."),
        ({"quantite": ["1e3", "1"]}, "Indiquez un nombre entre 1 et 99."),
        ({"quantite": ["10", "1"]}, "9 au plus par passage"),
        ({"ou": "Zzzzqqq"}, "Zzzzqqq"),
        ({"ou": ""}, "Indiquez votre commune"),
        ({"address": "x" * 10_000}, "Ce texte est trop long"),
        ({"floor": "troisième"}, "Écrivez l’étage en chiffres"),
        ({"floor": "900"}, "Un étage entre -5 et 60."),
        ({"email": ""}, "Donnez un e-mail ou un téléphone"),
        ({"email": "ana@"}, "Cette adresse e-mail semble incomplète."),
        ({"email": "ana@exemple.test\r\nBcc: x@y.fr"}, "Cette adresse e-mail semble incomplète."),
        ({"email": "", "phone": "12"}, "Ce numéro semble incomplet"),
        ({"consent": ""}, "Sans accord"),
        ({"slot": ""}, "Choisissez un créneau."),
        ({"slot": "forgé"}, "n’est plus libre"),
        ({"slot": "00000000-0000-4000-8000-000000000000.2026-11-26"}, "n’est plus libre"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_saved(client, ground, changes, sentence):
    answer = client.post(NEW, data=filled(client) | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert pickups(ground) == []
    assert ground.exec(select(SlotHold)).all() == []


@pytest.mark.parametrize("day", ["2026-11-19", "2026-02-29", "2026-11-27", "2027-11-25"])
def test_a_day_that_is_not_offered_cannot_be_forged(client, ground, day):
    data = filled(client)
    data["slot"] = f"{str(data['slot'])[:37]}{day}"
    answer = client.post(NEW, data=data)
    assert answer.status_code == 422
    assert "n’est plus libre" in answer.text
    assert ground.exec(select(SlotOccurrence)).all() == []


@pytest.mark.parametrize(
    "typed", ["06 12 34 56 78", "+33 (0)6 12 34 56 78", "06.12.34.56.78", "0033612345678"]
)
def test_a_phone_is_enough_however_it_is_written(client, ground, typed):
    client.post(NEW, data=filled(client, email="", phone=typed))
    assert pickups(ground)[0].phone == "+33612345678"


@pytest.mark.parametrize("floor", ["", "0", "rdc", "RDC", "-1", "+2"])
def test_a_floor_is_read_as_people_write_it(client, ground, floor):
    client.post(NEW, data=filled(client, floor=floor))
    assert pickups(ground)[0].floor == {"-1": -1, "+2": 2}.get(floor, 0)


def test_photos_survive_a_mistake_and_belong_to_who_sent_them(client, app, ground):
    data = filled(client, email="ana@")
    answer = client.post(NEW, data=data | {"photos": [photo(), photo()]})
    assert answer.status_code == 422
    kept = re.findall(r'name="photo"\s+value="([^"]+)"', answer.text)
    assert len(kept) == 1  # the same picture twice is one
    assert kind(client, f"/enlevements/photos/{kept[0]}") == "image/webp"
    forged = kept[0][:-1] + ("b" if kept[0].endswith("a") else "a")
    assert client.get(f"/enlevements/photos/{forged}").status_code == 404
    own = client.post(NEW, data=data | {"email": "ana@exemple.test", "photo": kept}).location
    assert kind(client, f"{own}/photos/0") == "image/webp"
    assert client.get(f"{own}/photos/1").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.jpg"),
        (b"GIF89a\xff\xff\xff\xff\x00\x00\x00;", "a.gif"),
        (b"\xff\xd8\xff\xe0cut", "a.jpg"),
    ],
)
def test_what_is_no_photo_is_refused_beside_its_field(client, ground, content, name):
    answer = client.post(NEW, data=filled(client) | {"photos": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert "photos-error" in answer.text
    assert pickups(ground) == []


def test_a_photo_that_is_too_heavy_gets_a_sentence_and_what_was_typed_stays(
    client, ground, monkeypatch
):
    monkeypatch.setattr("app.pickups.photos.MOST_BYTES", 1000)
    heavy = (io.BytesIO(b"\xff\xd8" + b"x" * 2000), "grande.jpg")
    answer = client.post(NEW, data=filled(client, access="portail vert") | {"photos": heavy})
    assert answer.status_code == 422
    assert "« grande.jpg » dépasse 8 Mo" in answer.text
    assert "portail vert" in answer.text


def test_a_photo_beyond_the_house_s_bound_gets_its_sentence_where_the_token_is_asked_for(
    client, app, ground, monkeypatch
):
    data = filled(client, access="portail vert")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    data["csrf_token"] = re.search(r'name="csrf_token" value="([^"]+)"', client.get(NEW).text)[1]
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 20_000)
    monkeypatch.setattr("app.pickups.photos.MOST_BYTES", 10_000)
    heavy = (io.BytesIO(b"\xff\xd8" + b"x" * 40_000), "grande.jpg")
    answer = client.post(NEW, data=data | {"photos": heavy})
    assert answer.status_code == 422
    assert "« grande.jpg » dépasse 8 Mo" in answer.text
    assert "portail vert" in answer.text


def test_a_van_that_already_comes_is_offered_first(client, app, ground):
    policy = ground.exec(select(PickupPolicy)).one()
    policy.horizon_days = 30
    ground.commit()
    person = app.test_client()
    data = filled(person)
    page = client.get(f"{NEW}?objet=frigo&ou=Montargis").text
    data["slot"] = slots(page)[1]
    for pattern in ground.exec(select(SlotPattern)):
        pattern.places = 3
    ground.commit()
    person.post(NEW, data=data)
    page = client.get(f"{NEW}?objet=frigo&ou=Montargis").text
    assert slots(page)[0] == data["slot"]
    assert page.count("Une camionnette passe déjà chez vous") == 1


def test_the_page_asks_few_statements(client, ground, counting):
    client.get(f"{NEW}?objet=frigo&ou=Montargis")
    with counting() as seen:
        client.get(f"{NEW}?objet=frigo&objet=écran&ou=Montargis")
    assert len(seen) <= 16, seen.statements


def test_estimates_are_copied_with_the_booking(client, ground):
    client.post(NEW, data=filled(client))
    (made,) = pickups(ground)
    things = ground.exec(select(PickupThing)).all()
    assert made.mass_g == sum(each.mass_g * each.quantity for each in things) > 40_000


def test_one_line_books_thirty_times_an_hour_and_looks_more_often(client, ground):
    data = filled(client, email="ana@")
    looks = [client.post(NEW, data=data | {"faire": "see"}).status_code for _n in range(31)]
    assert set(looks) == {200}
    books = [client.post(NEW, data=data).status_code for _n in range(31)]
    assert books == [422] * 30 + [429]


def test_a_commune_of_another_territory_is_told_where_to_bring_it(client, ground):
    commune(ground, "69123", name="Lyon", folded="lyon", postcode="69001", epci="200046977")
    place(ground, name="Ressourcerie", kind="reemploi", offers=[["donner", "eee"]])
    ground.commit()
    page = client.get(f"{NEW}?objet=frigo&ou=Lyon").text
    assert "Lyon est hors du territoire où nous passons" in page
    assert "Le plus proche qui prend « Réfrigérateur » : Ressourcerie" in page
    assert re.search(r'href="/points\?objet=frigo&amp;ou=Lyon"', page)


def test_a_postcode_of_several_communes_is_asked_about_at_once(client, ground):
    page = client.get(f"{NEW}?objet=frigo&ou=45200").text
    assert "Plusieurs communes répondent à ce nom" in page
