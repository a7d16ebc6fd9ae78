"""The dictionary for everybody, seen as people see it, on both databases."""

import gzip
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from app.base.core import clock
from app.base.core.actors import SYSTEM
from app.base.web import assets
from app.catalog import actions as catalog
from app.catalog import dictionary, queries
from app.catalog.models import Subfamily
from app.catalog.rules.corrections import Correction
from app.territory import gazetteer
from tests.builders import commune

HELD = {
    "ordinateur-portable",
    "refrigerateur",
    "grille-pain",
    "velo",
    "assiette",
    "pile",
    "pull",
}
ONE_ROUND_TRIP = 14 * 1024


@pytest.fixture
def ground(session, tuesday, monkeypatch):
    """Montargis and seven objects of seven sorts."""
    few = tuple(each for each in dictionary.objects() if each.slug in HELD)
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    gazetteer.forget()
    commune(session)
    catalog.load(session)
    session.commit()
    yield session
    gazetteer.forget()


def read(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.text)


def after(text: str, *marks: str) -> bool:
    """Tell whether the marks stand in this order."""
    places = [text.index(mark) for mark in marks]
    return places == sorted(places)


def test_the_dictionary_opens_on_a_search_letters_and_families(client, ground):
    text = read(client, "/objets")
    assert "Que faire de mon objet ?" in text
    assert 'name="q"' in text
    assert "/objets?lettre=r" in text
    assert "/objets?lettre=k" not in text
    assert "Appareils électriques et électroniques <span>4 objets" in text


def test_a_letter_lists_its_objects_without_regard_to_accents(client, ground):
    text = read(client, "/objets?lettre=r")
    assert 'href="/objets/refrigerateur">Réfrigérateur</a>' in text
    assert "/objets/velo" not in text


def test_a_family_lists_its_objects_by_sort(client, ground):
    text = read(client, "/objets?famille=eee")
    assert after(text, "Réfrigérateurs, congélateurs", "/objets/refrigerateur", "Petits appareils")
    assert "/objets/assiette" not in text


def test_a_large_family_shows_its_sorts_first(client, ground, monkeypatch):
    monkeypatch.setattr("app.finder.views.objects.LARGE", 1)
    text = read(client, "/objets?famille=eee")
    assert "/objets/refrigerateur" not in text
    assert "sorte=gem-froid" in text
    text = read(client, "/objets?famille=eee&sorte=gem-froid")
    assert "/objets/refrigerateur" in text


def test_a_word_typed_as_people_do_finds_its_object(client, ground):
    text = read(client, "/objets?q=vieux+frigo")
    assert "/objets/refrigerateur" in text
    assert 'value="vieux frigo"' in text


def test_a_word_nobody_knows_gets_a_way_out_and_is_kept(client, ground):
    text = read(client, "/objets?q=zorglub")
    assert "Nous n’avons rien trouvé" in text
    assert 'value="zorglub"' in text
    assert "/objets?famille=eee" in text


def test_what_nobody_takes_is_said_with_where_it_goes(client, ground):
    assert "à la pharmacie" in read(client, "/objets?q=médicament")


@pytest.mark.parametrize(
    "query",
    ["q=" + "x" * 10_000, "q=%00", "q=%E2%80%AE", "lettre=zz", "lettre=%00", "famille=radio"],
)
def test_a_forged_address_of_the_dictionary_is_still_a_page(client, ground, query):
    read(client, f"/objets?{query}")


def test_an_empty_dictionary_says_so(client, session):
    assert "pas encore remplie" in read(client, "/objets")


def test_an_added_object_is_listed_at_once_and_a_retired_one_no_more(client, ground):
    assert "Samovar" not in read(client, "/objets?lettre=s")
    samovar = Correction("Samovar", Subfamily.VAISSELLE, None, 2500, 9000)
    row = catalog.add(ground, samovar, actor=SYSTEM, now=clock.now())
    assert "Samovar" in read(client, "/objets?lettre=s")
    row.retired, row.touched_at = True, clock.now().replace(year=2027)
    ground.flush()
    assert "Samovar" not in read(client, "/objets?lettre=s")
    read(client, "/objets/samovar", 404)


def test_suggestions_finish_the_word_being_typed(client, ground):
    answer = client.get("/objets/suggestions?objet=réfri")
    assert '<option value="Réfrigérateur">' in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("typed", ["", "x" * 10_000, "%00", "%E2%80%AE", "((("])
def test_suggestions_bear_anything(client, ground, typed):
    assert "<option" not in read(client, f"/objets/suggestions?objet={typed}")


def test_the_page_gives_the_ways_in_the_order_of_the_law(client, ground):
    text = read(client, "/objets/grille-pain")
    works, broken = text.split("Il ne fonctionne plus")
    give, shop, drop = "Donnez-le à une structure", "Rendez-le au magasin", "Déposez-le dans une"
    assert after(works, "Il fonctionne", give, shop, drop)
    assert "Faites-le réparer" not in works
    assert after(broken, "Faites-le réparer", give, shop, drop)


def test_the_bonus_is_a_dated_fact_with_its_source(client, ground):
    text = read(client, "/objets/grille-pain")
    assert "bonus réparation" in text
    assert "Au 22 novembre 2026, source :" in text
    assert 'href="https://www.label-qualirepar.fr"' in text
    assert "bonus réparation" not in read(client, "/objets/assiette")


def test_a_small_appliance_may_be_taken_without_purchase_a_fridge_may_not(client, ground):
    assert "sans achat" in read(client, "/objets/grille-pain")
    fridge = read(client, "/objets/refrigerateur")
    assert "la livraison aussi" in fridge
    assert "sans achat" not in fridge


def test_a_plate_is_whole_or_broken_and_no_shop_takes_it(client, ground):
    text = read(client, "/objets/assiette")
    assert "Il est en bon état" in text
    assert "Il ne fonctionne plus" not in text
    assert "Rendez-le au magasin" not in text
    assert "Faites-le réparer" not in text


def test_what_remembers_people_says_how_to_erase_it(client, ground):
    text = read(client, "/objets/ordinateur-portable")
    assert "Garde vos données" in text
    assert after(text, "Effacez vos données", "nettoyage du disque", "Ôtez la batterie")
    assert "Effacez vos données" not in read(client, "/objets/assiette")


def test_weight_and_volume_come_with_their_source(client, ground):
    text = read(client, "/objets/velo")
    assert "15,1 kg" in text
    assert "github.com/TheRestartProject" in text
    assert "environ 400 l" in text


def test_an_electrical_thing_says_its_flow_in_plain_words(client, ground):
    text = read(client, "/objets/grille-pain")
    assert "Appareils électriques usagés (DEEE) : petits appareils électriques" in text


def test_each_way_leads_to_the_same_search(client, ground):
    text = read(client, "/objets/velo?ou=Montargis")
    assert "/points?objet=V%C3%A9lo&geste=reparer&ou=Montargis" in text
    assert "/enlevements/nouveau?objet=V%C3%A9lo" in text


def test_the_five_nearest_places_show_how_far_and_whether_they_are_open(client, town):
    for n in range(1, 7):
        town(f"Lieu {n}", km=n, offers=[["donner", "loisirs/velos"]])
    text = read(client, "/objets/velo?ou=montargis")
    assert after(text, "Lieu 1", "Lieu 2", "Lieu 5", "Tous les lieux")
    assert "Lieu 6" not in text
    assert "1 km" in text
    assert "Ouvert" in text


def test_a_place_that_takes_other_things_is_not_shown(client, town):
    town("Vestiaire", offers=[["donner", "textile"]])
    text = read(client, "/objets/velo?ou=montargis")
    assert "Vestiaire" not in text
    assert "Aucun lieu connu" in text


def test_an_ambiguous_commune_is_asked_about_on_the_same_page(client, ground):
    for insee, department in (("45279", "45"), ("58236", "58")):
        name = {"name": "Saint-Firmin", "folded": "saint firmin", "epci": None}
        commune(ground, insee, department=department, postcode=f"{department}200", **name)
    ground.commit()
    gazetteer.forget()
    text = read(client, "/objets/velo?ou=saint+firmin")
    assert "/objets/velo?ou=Saint-Firmin" in text
    assert "#pres" in text


def test_an_unknown_place_is_said_beside_the_field_and_kept(client, ground):
    text = read(client, "/objets/velo?ou=zzyzx", 422)
    assert 'id="ou-error"' in text
    assert 'value="zzyzx"' in text


@pytest.mark.parametrize("where", ["x" * 10_000, "%00", "%E2%80%AE", "'; DROP TABLE"])
def test_anything_typed_in_where_is_answered_with_a_page(client, ground, where):
    assert client.get(f"/objets/velo?ou={where}").status_code in {200, 422}


@pytest.mark.parametrize("address", ["Velo", "VÉLO", "vélo", "bicyclette", "vélo adulte"])
def test_another_word_for_an_object_leads_to_its_page(client, ground, address):
    answer = client.get(f"/objets/{quote(address)}")
    assert answer.status_code == 301
    assert answer.location == "/objets/velo"


def test_an_unknown_object_is_a_404_that_proposes_the_search(client, ground):
    text = read(client, "/objets/zorglub-bleu", 404)
    assert "Nous ne connaissons pas cet objet" in text
    assert 'value="zorglub bleu"' in text


@pytest.mark.parametrize("address", ["%00", "a%00b", "x" * 5000, "%E2%80%AE", "..%5c", "-"])
def test_a_forged_object_is_a_404(client, ground, address):
    read(client, f"/objets/{address}", 404)


def test_reading_pages_set_no_cookie_and_may_be_kept(client, ground):
    for address in ("/objets", "/objets?lettre=v", "/objets/velo", "/objets/velo?ou=montargis"):
        answer = client.get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["ETag"]
        assert "public" in answer.headers["Cache-Control"]


def test_the_pages_ask_few_questions_of_the_database(client, town, counting):
    for n in range(1, 8):
        town(f"Lieu {n}", km=n, offers=[["donner", "loisirs/velos"]])
    read(client, "/objets?q=frigo")
    read(client, "/objets/velo?ou=montargis")  # communes and how far to look are learnt once
    for address, most in (("/objets", 1), ("/objets?q=frigo", 3), ("/objets/velo", 2)):
        with counting() as seen:
            read(client, address)
        assert len(seen) <= most, address
    with counting() as seen:
        read(client, "/objets/velo?ou=montargis")
    assert len(seen) <= 12


def test_the_heaviest_list_comes_in_one_round_trip(client, session):
    catalog.load(session)
    session.commit()
    assets.build()
    css = Path(assets.STATIC / "build" / "public.css.gz").stat().st_size
    for address in ("/objets?famille=eee", "/objets?lettre=c", "/objets/ordinateur-portable"):
        page = gzip.compress(client.get(address).data)
        assert len(page) + css <= ONE_ROUND_TRIP, address


def test_every_object_of_the_dictionary_has_a_page_in_plain_html(client, session):
    catalog.load(session)
    session.commit()
    for row in queries.all_objects(session)[::25]:
        assert row.name in read(client, f"/objets/{row.slug}")
