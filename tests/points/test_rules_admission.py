from datetime import date

import pytest

from app.catalog.models import Audience, Gesture
from app.points.models import PointKind
from app.points.rules import admission
from app.points.rules.admission import Verdict, Visitor, Wanted, takes
from tests.points.builders import card

SCREEN = Wanted("eee/ecrans", slug="ecran-plat")
COMPANY = Visitor(audience=Audience.ENTREPRISE)


def said(answer) -> str:
    return " ".join(str(reason) for reason in answer.reasons)


def test_a_place_takes_what_its_family_holds():
    answer = takes(card(), SCREEN)
    assert (answer.verdict, answer.reasons) == (Verdict.YES, ())
    assert answer.gestures == (Gesture.DEPOSER,)


def test_a_place_does_not_take_another_family():
    answer = takes(card(), Wanted("textile/vetements"))
    assert not answer.takes
    assert "type d’objet" in said(answer)


def test_a_place_that_only_repairs_takes_nothing_to_give():
    repairer = card(kind="reparateur", offers=[["reparer", "eee"]])
    assert not takes(repairer, SCREEN).takes
    assert takes(repairer, SCREEN, Gesture.REPARER).gestures == (Gesture.REPARER,)


def test_a_family_searched_in_a_place_that_takes_a_part_of_it_is_a_condition():
    answer = takes(card(offers=[["deposer", "eee/lampes"]]), Wanted("eee"))
    assert answer.verdict is Verdict.CONDITIONS
    assert "une partie" in said(answer)


@pytest.mark.parametrize("thing", ["eee", "eee/ecrans", "objet:ecran-plat"])
def test_what_is_refused_is_refused_with_its_reason(thing):
    answer = takes(card(refusals=[[thing, "pas de place"]]), SCREEN)
    assert answer.verdict is Verdict.NO
    assert "pas de place" in said(answer)


def test_refusing_a_part_leaves_the_rest_of_the_family():
    place = card(refusals=[["eee/gem-froid", "trop lourd"], ["objet:autre", "non"]])
    assert takes(place, SCREEN).verdict is Verdict.YES
    assert takes(place, Wanted("eee")).verdict is Verdict.YES


@pytest.mark.parametrize(
    ("serves", "visitor", "takes_it"),
    [
        ("menage", Audience.MENAGE, True),
        ("menage", Audience.ENTREPRISE, False),
        ("entreprise", Audience.ENTREPRISE, True),
        ("entreprise", Audience.MENAGE, False),
        ("tous", Audience.MENAGE, True),
        ("tous", Audience.ENTREPRISE, True),
        ("entreprise", Audience.TOUS, True),
    ],
)
def test_a_place_serves_households_companies_or_both(serves, visitor, takes_it):
    answer = takes(card(audience=serves), SCREEN, visitor=Visitor(audience=visitor))
    assert answer.takes is takes_it


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [
        (frozenset({"45208", "244500203"}), Verdict.YES),
        (frozenset({"45127", "244500203"}), Verdict.YES),
        (frozenset({"89350", "200067668"}), Verdict.NO),
        (frozenset(), Verdict.CONDITIONS),
    ],
)
def test_residents_are_known_by_commune_or_epci_and_asked_when_unknown(codes, verdict):
    place = card(residents_of=("45208", "244500203"))
    assert takes(place, SCREEN, visitor=Visitor(codes=codes)).verdict is verdict


@pytest.mark.parametrize(
    ("works", "verdict"), [(True, Verdict.YES), (False, Verdict.NO), (None, Verdict.CONDITIONS)]
)
def test_a_place_may_take_only_what_works(works, verdict):
    place = card(condition="fonctionne")
    assert takes(place, Wanted("eee/ecrans", works=works)).verdict is verdict


def test_a_repairer_is_never_asked_whether_it_works():
    place = card(offers=[["reparer", "eee"]], condition="fonctionne")
    broken = Wanted("eee/ecrans", works=False)
    assert takes(place, broken, Gesture.REPARER).verdict is Verdict.YES


@pytest.mark.parametrize(
    ("size_cm", "verdict"),
    [(50, Verdict.YES), (51, Verdict.NO), (None, Verdict.CONDITIONS)],
)
def test_a_slot_has_a_size(size_cm, verdict):
    wanted = Wanted("eee/ecrans", size_cm=size_cm)
    assert takes(card(max_size_cm=50), wanted).verdict is verdict


@pytest.mark.parametrize(
    ("surface_m2", "thing", "size_cm", "words"),
    [
        (399, "eee/pam", 10, "En échange"),
        (400, "eee/pam", 24, ""),
        (400, "outillage/outils-electriques", 24, ""),
        (400, "eee/pam", 25, "En échange"),
        (400, "eee/pam", None, "Sans achat si"),
        (400, "mobilier/meubles", 10, "En échange"),
        (None, "eee/pam", 10, "En échange"),
    ],
)
def test_a_large_shop_takes_small_electrical_things_without_a_purchase(
    surface_m2, thing, size_cm, words
):
    offers = [["deposer", "eee"], ["deposer", "mobilier"], ["deposer", "outillage"]]
    shop = card(kind="magasin", one_for_one=True, surface_m2=surface_m2, offers=offers)
    text = said(takes(shop, Wanted(thing, size_cm=size_cm)))
    assert text.startswith(words)
    assert bool(text) is bool(words)


def test_every_other_rule_is_a_condition_that_is_told():
    place = card(card_needed=True, appointment=True, max_quantity=3, max_volume_l=200)
    text = said(takes(place, SCREEN))
    for word in ("carte", "rendez-vous", "3 objets", "200 litres"):
        assert word in text


def test_buying_needs_no_card():
    place = card(offers=[["acheter", "eee"]], card_needed=True, residents_of=("45208",))
    assert takes(place, SCREEN, Gesture.ACHETER, visitor=Visitor()).verdict is Verdict.YES


def test_a_company_is_told_why_it_cannot_come():
    assert "entreprises" in said(takes(card(), SCREEN, visitor=COMPANY))


def test_the_page_of_a_place_lists_all_its_rules():
    shop = card(kind="magasin", one_for_one=True, surface_m2=1200, residents_of=("45208",))
    told = [str(reason) for reason in admission.conditions_of(shop)]
    assert len(told) == 3
    assert admission.conditions_of(card()) == ()


def test_a_temporary_collection_runs_from_its_first_day_to_its_last():
    days = {"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 3)}
    collection = card(kind=PointKind.TEMPORARY, **days)
    assert [collection.runs_on(date(2026, 12, n)) for n in (1, 3, 4)] == [True, True, False]
    assert not collection.runs_on(date(2026, 11, 30))
