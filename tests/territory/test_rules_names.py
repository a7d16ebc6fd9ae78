"""The search key of names, and what a text looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.territory.rules.names import first_words, key
from app.territory.rules.readings import Kind, read_place


@pytest.mark.parametrize(
    "typed",
    [
        "Saint-Firmin-des-Bois",
        "st firmin des bois",
        "ST. FIRMIN DES BOIS",
        "Saint‐Firmin des  Bois",
        "sainte firmin-des-bois",
    ],
)
def test_spelling_habits_do_not_change_the_key(typed):
    assert key(typed) == "saintfirmindesbois"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("La Selle-sur-le-Bied", "sellesurlebied"),
        ("L’Haÿ-les-Roses", "haylesroses"),
        ("Quiers s/ Bezonde", "quierssurbezonde"),
        ("Ouzouer s/s Bellegarde", "ouzouersousbellegarde"),
        ("Œuilly", "oeuilly"),
        ("Le", "le"),
        ("Saintes", "saintes"),
        ("", ""),
    ],
)
def test_articles_ligatures_and_abbreviations_are_unified(typed, expected):
    assert key(typed) == expected


@given(st.text(max_size=60))
def test_a_key_is_plain_and_its_own_key(typed):
    found = key(typed)
    assert found.isascii()
    assert found == "" or found.isalnum()
    assert key(found) in {found, "saint"}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", Kind.EMPTY),
        (" \t ", Kind.EMPTY),
        ("\x00\u202e", Kind.EMPTY),
        ("45200", Kind.POSTCODE),
        ("45 200", Kind.POSTCODE),
        ("Montargis", Kind.NAME),
        ("Montargis (45200)", Kind.NAME),
        ("45200 Montargis", Kind.NAME),
        ("Cours", Kind.NAME),
        ("12 rue des Lilas, Montargis", Kind.ADDRESS),
        ("3bis, chemin du Puits, 45700 Villemandeur", Kind.ADDRESS),
        ("place Mirabeau montargis", Kind.ADDRESS),
        ("!!!", Kind.NONSENSE),
        ("12", Kind.NONSENSE),
        ("x" * 10_000, Kind.TOO_LONG),
    ],
)
def test_a_text_is_told_by_its_look(typed, kind):
    assert read_place(typed).kind is kind


@pytest.mark.parametrize(
    ("typed", "name", "postcode", "department"),
    [
        ("Montargis (45200)", "montargis", "45200", None),
        ("45200 Montargis", "montargis", "45200", None),
        ("amily 45200", "amily", "45200", None),
        ("45207 Montargis Cedex 2", "montargis", "45207", None),
        ("Noyers (Yonne)", "noyers", None, "yonne"),
        ("noyers, yonne", "noyers", None, "yonne"),
        ("Noyers 89", "noyers", None, "89"),
        ("Ajaccio 2a", "ajaccio", None, "2A"),
        ("Rue (62)", "rue", None, "62"),
    ],
)
def test_postcode_and_departement_are_set_apart(typed, name, postcode, department):
    reading = read_place(typed)
    assert (reading.keys[0], reading.postcode, reading.department) == (name, postcode, department)


def test_an_address_offers_the_names_it_may_end_with():
    reading = read_place("12 rue de la République, Saint-Firmin-des-Bois")
    assert "saintfirmindesbois" in reading.endings


@given(st.text(max_size=400))
def test_any_text_is_read(typed):
    reading = read_place(typed)
    assert reading.kind in Kind
    assert len(reading.text) <= 200


def test_a_name_begins_with_each_of_its_first_words():
    assert first_words("Nogent-sur-Vernisson") == ["nogent", "nogentsur"]
    assert key("St Maurice") in first_words("Saint-Maurice-sur-Fessard")
    assert first_words("Montargis") == []
