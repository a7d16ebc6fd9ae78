import re

import pytest

from app.finder import queries

SCREEN = [["donner", "eee/ecrans"]]
BIKE = [["donner", "loisirs/velos"]]
BOTH = SCREEN + BIKE


def find(client, *things, **query):
    return client.get("/points", query_string={"objet": list(things), "ou": "Montargis", **query})


def names(text: str) -> list[str]:
    return re.findall(r'<a href="/points/[^"]+">([^<]+)</a>', text)


def test_one_stop_that_takes_everything_beats_two_nearer_ones(client, town):
    town("Écrans du coin", 0.5, offers=SCREEN)
    town("Vélos du coin", 0.6, offers=BIKE)
    town("Ressourcerie", 3, offers=BOTH)
    answer = find(client, "écran d’ordinateur", "vélo enfant")
    assert "Un seul arrêt suffit" in answer.text
    assert names(answer.text)[0] == "Ressourcerie"


def test_two_stops_when_nobody_takes_both(client, town):
    town("Vélos du coin", 2, offers=BIKE)
    town("Écrans du coin", 1, offers=SCREEN)
    answer = find(client, "écran d’ordinateur, vélo enfant")
    assert "2 arrêts suffisent" in answer.text
    assert names(answer.text) == ["Écrans du coin", "Vélos du coin"]


def test_a_thing_nobody_takes_is_named(client, town):
    town("Écrans du coin", offers=SCREEN)
    answer = find(client, "écran d’ordinateur", "vélo enfant")
    assert "Personne ne prend près d’ici : vélo enfant" in answer.text


def test_only_what_is_open_then_is_shown_and_the_rest_is_one_click_away(client, town):
    town("Ouvert le mardi", 5, offers=SCREEN)
    town("Fermé le mardi", 1, offers=SCREEN, hours="Sa 09:00-12:00")
    answer = find(client, "écran", quand="maintenant")
    assert names(answer.text) == ["Ouvert le mardi"]
    assert "Voir aussi les lieux fermés" in answer.text
    assert len(names(find(client, "écran").text)) == 2


def test_unknown_hours_are_never_closed(client, town):
    town("On ne sait pas", offers=SCREEN, hours="")
    answer = find(client, "écran", quand="2026-11-29T03:00")
    assert names(answer.text) == ["On ne sait pas"]
    assert "Horaires inconnus" in answer.text


def test_beyond_the_radius_the_next_nearest_is_shown_with_its_distance(client, town):
    town("Loin d’ici", 60, offers=SCREEN)
    answer = find(client, "écran")
    assert "Rien à moins de 30 km" in answer.text
    assert "60 km" in answer.text


def test_the_list_carries_what_the_map_shows(client, town):
    town("Écrans du coin", offers=SCREEN)
    answer = find(client, "écran")
    assert len(re.findall(r"data-lat=", answer.text)) == len(names(answer.text)) == 1


def test_a_place_for_companies_is_not_for_households(client, town):
    town("Pour les pros", offers=SCREEN, audience="entreprise")
    assert names(find(client, "écran").text) == []
    assert names(find(client, "écran", pour="entreprise").text) == ["Pour les pros"]


def test_kind_wheelchair_and_gesture_narrow_the_list(client, town):
    town("Plain-pied", 1, offers=SCREEN, wheelchair="yes")
    town("Escalier", 2, offers=SCREEN, wheelchair="no")
    town("Répare", 3, kind="reparateur", offers=[["reparer", "eee/ecrans"]])
    assert names(find(client, "écran", pmr="1").text) == ["Plain-pied"]
    assert names(find(client, "écran", geste="reparer").text) == ["Répare"]
    assert names(find(client, "écran", type="borne").text) == []


def test_twenty_a_page_and_the_next_page_goes_on(client, town):
    for n in range(23):
        town(f"Lieu {n:02d}", 1 + n / 10, offers=SCREEN)
    first, second = find(client, "écran"), find(client, "écran", page="2")
    assert names(first.text) == [f"Lieu {n:02d}" for n in range(20)]
    assert names(second.text) == ["Lieu 20", "Lieu 21", "Lieu 22"]
    assert "Lieux suivants" in first.text
    assert "Lieux suivants" not in second.text


def test_an_unknown_thing_is_said_and_never_guessed(client, town):
    town("Écrans du coin", offers=SCREEN)
    answer = find(client, "azertyuiop")
    assert "Nous ne connaissons pas « azertyuiop »" in answer.text
    assert names(answer.text) == []


def test_a_pickup_is_proposed_where_we_pass(client, town):
    answer = find(client, "écran")
    assert "on passe chez vous, dès jeudi 26 novembre" in answer.text


@pytest.mark.parametrize("where", ["ou=12+rue+Dorée,+Montargis", "lat=48.0&lon=2.73"])
def test_where_somebody_lives_stays_in_no_memory(app, client, town, monkeypatch, where):
    monkeypatch.setitem(app.config, "TESTING", False)
    app.extensions["kept"].clear()
    client.get(f"/points?objet=écran&{where}")
    kept = str(list(app.extensions["kept"]))
    assert "Dor" not in kept
    assert "48.0" not in kept


def test_a_commune_asked_again_is_answered_from_memory(app, client, town, monkeypatch):
    monkeypatch.setitem(app.config, "TESTING", False)
    app.extensions["kept"].clear()
    find(client, "écran")
    assert any(key[0] == "answer" for key in app.extensions["kept"])
    app.extensions["kept"].clear()


def test_a_position_is_enough(client, town):
    town("Écrans du coin", offers=SCREEN)
    answer = client.get("/points?objet=écran&lat=48.0&lon=2.73")
    assert answer.status_code == 200
    assert names(answer.text) == ["Écrans du coin"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("quand=31/02", "Cette date n’existe pas"),
        ("lat=91&lon=2", "Cette position n’est pas sur la Terre"),
        ("type=nimporte", "Ce choix n’existe pas"),
        ("rayon=9999", "Le rayon va de 1 à 100 km"),
        ("ou=Zzzzqqq", "Zzzzqqq"),
    ],
)
def test_a_wrong_question_is_asked_again_with_what_was_typed(client, ground, query, sentence):
    answer = client.get(f"/points?objet=mon+vieil+écran&{query}")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "mon vieil écran" in answer.text


@pytest.mark.parametrize(
    "typed", ["é" * 10_000, "a\0b", "\u202egnirts", "<script>x</script>", "' OR 1=1"]
)
def test_hostile_text_gets_a_page(client, ground, typed):
    for query in ({"objet": typed}, {"ou": typed}, {"quand": typed}, {"type": typed}):
        answer = client.get("/points", query_string=query)
        assert answer.status_code in {200, 422}
        assert "<script>x" not in answer.text


def test_plus_adds_a_line_and_keeps_what_was_typed(client, ground):
    answer = client.get("/?objet=écran&ou=Montargis&plus=1")
    assert answer.text.count('name="objet"') == 2
    assert 'value="écran"' in answer.text
    assert 'value="Montargis"' in answer.text


def test_htmx_gets_the_form_alone(client, ground):
    headers = {"HX-Request": "true", "HX-Target": "search-form"}
    answer = client.get("/?objet=écran&plus=1", headers=headers)
    assert answer.text.lstrip().startswith('<form id="search-form"')
    assert "HX-Request" in answer.headers["Vary"]


def test_a_search_asks_the_database_few_questions(client, town, counting):
    for n in range(20):
        town(f"Lieu {n:02d}", 1 + n / 10, offers=BOTH)
    find(client, "écran")
    with counting() as one:
        find(client, "écran")
    with counting() as two:
        find(client, "écran", "vélo enfant")
    assert len(one) <= 24
    assert len(two) <= 36


def test_one_stop_beyond_the_forty_nearest_of_each_thing_is_found(client, town):
    for n in range(40):
        town(f"Écrans {n}", 1 + n / 100, offers=SCREEN)
        town(f"Vélos {n}", 1 + n / 100, offers=BIKE)
    town("Ressourcerie", 9, offers=BOTH)
    answer = find(client, "écran d’ordinateur", "vélo enfant")
    assert "Un seul arrêt suffit" in answer.text
    assert names(answer.text)[0] == "Ressourcerie"
    assert "Calculé avec" not in answer.text


def test_a_plan_of_three_stops_says_among_how_many_places(client, town):
    table = [["donner", "mobilier/meubles"]]
    for n in range(40):
        town(f"Écrans {n}", 1 + n / 100, offers=SCREEN)
    town("Vélos", 2, offers=BIKE)
    town("Tables", 3, offers=table)
    answer = find(client, "écran d’ordinateur", "vélo enfant", "table")
    assert "3 arrêts suffisent" in answer.text
    assert "Calculé avec les 40 lieux les plus proches pour chaque objet." in answer.text


def test_a_filter_that_few_places_satisfy_says_how_far_it_looked(client, town, monkeypatch):
    monkeypatch.setattr(queries, "MOST_EXAMINED", 3)
    for n in range(4):
        town(f"Écrans {n}", 1 + n, offers=SCREEN)
    answer = find(client, "écran", pmr="1")
    assert "Nous avons regardé les 4 lieux les plus proches." in answer.text
    assert "Nous avons regardé" not in find(client, "vélo enfant").text
