"""Found, ask or unknown: nothing is guessed in silence."""

import pytest

from app.territory.rules.decisions import Facts, decide, needs_geocoder
from app.territory.rules.places import Ask, Found, Precision, Unknown
from app.territory.rules.readings import read_place
from tests.territory.builders import hit, town

MONTARGIS = town("Montargis", insee="45208", population=14_825)
AMILLY = town("Amilly", insee="45004", population=13_582)
NOYERS = town("Noyers", "45260")
NOYERS_YONNE = town("Noyers", "89310", ours=False, department_name="Yonne")
NOYERS_EURE = town("Noyers", "27720", ours=False, department_name="Eure")
OURS = frozenset({"45208", "45004", NOYERS.insee})


def answer(typed: str, **facts):
    return decide(read_place(typed), Facts(**{"territory": OURS} | facts))


def values(asked: Ask) -> list[str]:
    return [choice.value for choice in asked.choices]


def test_a_postcode_of_one_commune_is_that_commune():
    found = answer("45260", at_postcode=(NOYERS,))
    assert isinstance(found, Found)
    assert found.place.label == "Noyers (45260)"
    assert found.place.precision is Precision.COMMUNE


def test_a_postcode_of_several_communes_is_a_question_ours_first():
    far = town("Ailleurs", ours=False, population=90_000)
    asked = answer("45200", at_postcode=(far, AMILLY, MONTARGIS))
    assert isinstance(asked, Ask)
    assert values(asked) == ["Montargis (45200)", "Amilly (45200)", "Ailleurs (45200)"]
    assert "45200" in str(asked.question)


def test_an_unknown_postcode_says_what_to_try():
    assert "« 99999 »" in str(answer("99999").reason)


def test_our_homonym_is_found_and_the_others_offered():
    found = answer("noyers", named=(NOYERS_YONNE, NOYERS, NOYERS_EURE))
    assert found.place.label == "Noyers (45260)"
    assert {other.postcode for other in found.others} == {"27720", "89310"}


def test_homonyms_without_ours_are_a_question_with_departement_and_postcode():
    asked = answer("noyers", named=(NOYERS_YONNE, NOYERS_EURE))
    assert isinstance(asked, Ask)
    assert {(one.department, one.postcode) for one in asked.choices} == {
        ("Yonne (89)", "89310"),
        ("Eure (27)", "27720"),
    }


@pytest.mark.parametrize("typed", ["Noyers (89310)", "noyers, yonne", "noyers 89"])
def test_a_hint_settles_homonyms_even_elsewhere(typed):
    found = answer(typed, named=(NOYERS, NOYERS_YONNE, NOYERS_EURE))
    assert found.place.label == "Noyers (89310)"
    assert not found.place.in_territory


def test_a_name_and_a_postcode_that_disagree_are_a_question():
    asked = answer("montargis 45260", named=(MONTARGIS,), at_postcode=(NOYERS,))
    assert isinstance(asked, Ask)
    assert {"Montargis (45200)", "Noyers (45260)"} <= set(values(asked))


def test_a_post_office_code_nobody_knows_does_not_hide_the_name():
    assert answer("45207 Montargis Cedex", named=(MONTARGIS,)).place.insee == "45208"


def test_a_clear_typing_mistake_is_found_and_said():
    found = answer("montagris", alike=((89.0, MONTARGIS), (60.0, AMILLY)))
    assert found.place.insee == "45208"
    assert "Montargis (45200)" in str(found.said)


def test_two_names_as_near_are_a_question():
    rival = town("Montargit")
    assert isinstance(answer("montargi", alike=((94.0, MONTARGIS), (93.0, rival))), Ask)


def test_a_better_likeness_elsewhere_is_a_question():
    far = town("Montagny", ours=False)
    assert isinstance(answer("montagni", alike=((95.0, far), (82.0, MONTARGIS))), Ask)


def test_a_weak_likeness_is_a_question():
    assert isinstance(answer("montgris", alike=((79.0, MONTARGIS),)), Ask)


def test_nonsense_is_unknown():
    assert isinstance(answer("zzzzqqq"), Unknown)


def test_a_good_address_of_ours_is_found():
    found = answer("12 rue des lilas, montargis", ending=(MONTARGIS,), hits=(hit(),))
    assert found.place.precision is Precision.ADDRESS
    assert found.place.in_territory
    assert not found.place.approximate


def test_a_low_score_is_a_question():
    asked = answer("12 rue des lila", hits=(hit(score=0.59),))
    assert values(asked) == ["12 Rue des Lilas 45200 Montargis"]


def test_a_hit_elsewhere_that_the_text_does_not_name_is_a_question():
    far = hit("12 Rue des Lilas 25350 Mandeure", insee="25367", city="Mandeure", postcode="25350")
    assert isinstance(answer("12 rue des lilas", hits=(far,)), Ask)


def test_a_hit_elsewhere_that_the_text_names_is_found():
    far = hit("12 Rue des Lilas 25350 Mandeure", insee="25367", city="Mandeure", postcode="25350")
    found = answer("12 rue des lilas 25350 Mandeure", hits=(far,))
    assert found.place.insee == "25367"
    assert not found.place.in_territory


def test_a_hit_in_another_commune_than_the_one_typed_is_a_question():
    asked = answer("12 rue des lilas amilly", ending=(AMILLY,), hits=(hit(),))
    assert isinstance(asked, Ask)
    assert "Amilly (45200)" in values(asked)


def test_a_street_that_two_communes_have_is_a_question():
    twin = hit("Rue de la Mairie 45200 Amilly", insee="45004", city="Amilly")
    asked = answer("rue de la mairie", hits=(hit("Rue de la Mairie 45200 Montargis"), twin))
    assert isinstance(asked, Ask)
    assert len(asked.choices) == 2


def test_a_street_named_after_a_commune_may_lie_in_another():
    street = hit("Rue de Noyers 45200 Montargis", precision=Precision.STREET)
    assert answer("rue de noyers", ending=(NOYERS,), hits=(street,)).place.insee == "45208"


@pytest.mark.parametrize("hits", [None, ()])
def test_without_an_answer_the_commune_of_the_text_serves_and_it_is_said(hits):
    found = answer("12 rue des lilas, montargis", ending=(MONTARGIS,), hits=hits)
    assert found.place.approximate
    assert "centre de Montargis" in str(found.said)


def test_without_an_answer_a_postcode_of_several_communes_is_a_question():
    typed = "12 rue des lilas 45200"
    assert isinstance(answer(typed, at_postcode=(MONTARGIS, AMILLY)), Ask)


def test_an_address_without_commune_asks_for_one():
    assert "ajoutez la commune" in str(answer("12 rue des lilas").reason)


def test_a_place_nobody_bears_the_name_of_is_asked_of_the_geocoder():
    reading = read_place("les petites bruyeres")
    assert needs_geocoder(reading, Facts())
    assert not needs_geocoder(read_place("montargis"), Facts(named=(MONTARGIS,)))
    assert not needs_geocoder(read_place("45200"), Facts(at_postcode=(MONTARGIS,)))


def test_a_hamlet_of_ours_is_found_and_said():
    hamlet = hit("Les Petites Bruyères 45200 Montargis", precision=Precision.STREET)
    found = answer("les petites bruyeres", hits=(hamlet,))
    assert found.place.precision is Precision.STREET
    assert "Petites Bruyères" in str(found.said)


@pytest.mark.parametrize("typed", ["Noyers (45260)", "Noyers (89310)", "Noyers (27720)"])
def test_the_value_of_each_choice_means_it_and_nothing_else(typed):
    homonyms = (NOYERS, NOYERS_YONNE, NOYERS_EURE)
    assert answer(typed, named=homonyms).place.label == typed


NOGENT = town("Nogent-sur-Vernisson", "45290")
NOGENT_MARNE = town("Nogent", "52800", ours=False, department_name="Haute-Marne")


def test_the_short_name_of_one_of_ours_is_a_question_ours_first():
    asked = answer("nogent", named=(NOGENT_MARNE,), begun=(NOGENT,))
    assert isinstance(asked, Ask)
    assert values(asked) == ["Nogent-sur-Vernisson (45290)", "Nogent (52800)"]


def test_a_postcode_settles_a_short_name():
    found = answer("nogent 52800", named=(NOGENT_MARNE,), begun=(NOGENT,))
    assert found.place.label == "Nogent (52800)"


def test_a_name_of_ours_is_not_asked_because_a_longer_one_begins_so():
    longer = town("Noyers-le-Bois", "45261")
    assert (
        answer("noyers", named=(NOYERS, NOYERS_YONNE), begun=(longer,)).place.insee == NOYERS.insee
    )
