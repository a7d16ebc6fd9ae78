from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.points.models import Sheet
from app.points.models.sheet import FIELDS
from app.points.rules import layers, shapes, sheets
from app.points.rules.sheets import SheetRefused, read
from tests.points.builders import facts, sheet


def refused(**known) -> dict[str | None, str]:
    with pytest.raises(SheetRefused) as refusal:
        read(facts(**known), today=date(2026, 11, 23))
    return {fault.field: str(fault) for fault in refusal.value.faults}


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("name", "  ", "nom"),
        ("name", "x" * 10_000, "160"),
        ("kind", "usine", "proposées"),
        ("lat", 91, "latitude"),
        ("lat", "nord", "nombre"),
        ("lat", float("nan"), "nombre"),
        ("lat", None, "latitude"),
        ("lon", -180.1, "longitude"),
        ("postcode", "4520", "cinq chiffres"),
        ("insee", "Montargis", "45208"),
        ("siret", "12345678900001", "SIRET"),
        ("offers", [], "prend"),
        ("offers", [["deposer", "*"]], "famille"),
        ("offers", [["deposer", "gravats"]], "gravats"),
        ("offers", [["manger", "eee"]], "proposées"),
        ("offers", "eee", "lit"),
        ("refusals", [["objet:É", "non"]], "objet"),
        ("refusals", [["eee", " "]], "pourquoi"),
        ("residents_of", ["Montargis"], "MONTARGIS"),
        ("hours", "10h-17h", "Voulez-vous dire"),
        ("phone", "appelez-moi", "02 38"),
        ("email", "personne", "nom@"),
        ("website", "javascript:alert(1)", "https://"),
        ("max_quantity", 0, "entre 1"),
        ("max_size_cm", "grand", "entier"),
        ("checked_on", "2026-11-24", "futur"),
        ("checked_on", "31/02", "2026-12-31"),
        ("card_needed", "peut-être", "oui ou par non"),
        ("couleur", "verte", "existe pas"),
    ],
)
def test_a_fault_is_said_in_french_on_its_field(field, value, word):
    assert word in refused(**{field: value})[field]


def test_every_fault_is_said_at_once():
    assert set(refused(lat=91, postcode="x", offers=[])) == {"lat", "postcode", "offers"}


def test_a_place_at_zero_zero_is_at_sea():
    assert "en mer" in refused(lat=0, lon=0)["lat"]


def test_a_place_by_post_needs_no_position():
    assert sheet(kind="par-correspondance", lat=None, lon=None).lat is None


def test_a_temporary_collection_needs_both_days_in_order():
    kind = "collecte-temporaire"
    assert "last_day" in refused(kind=kind, first_day="2026-12-01")
    assert "avant" in refused(kind=kind, first_day="2026-12-02", last_day="2026-12-01")["last_day"]


def test_what_people_type_is_tidied():
    read_ = sheet(
        name="  Le\u202e Lavoir\0 ",
        phone="+33 2.61.91.00.07",
        website="www.exemple.test/page",
        lat=" 47,9990649 ",
        insee="2a004",
        refusals=[["eee", "trop\0 lourd"]],
    )
    assert (read_.name, read_.phone) == ("Le Lavoir", "02 61 91 00 07")
    assert (read_.website, read_.lat) == ("https://www.exemple.test/page", 47.999065)
    assert (read_.insee, read_.refusals[0].why) == ("2A004", "trop lourd")


def test_an_empty_field_is_unknown():
    assert sheet(insee="", siret=" ", max_size_cm="", wheelchair="") == sheet()


def test_a_siret_carries_its_key():
    assert shapes.siret_holds("73282932000074")
    assert not shapes.siret_holds("73282932000075")
    assert shapes.siret_holds("35600000000048")
    assert not shapes.siret_holds("٧٣٢٨٢٩٣٢٠٠٠٠٧٤")


ANYTHING = st.text(max_size=30) | st.floats() | st.integers() | st.none()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_no_forged_fact_makes_anything_but_a_sheet_or_a_refusal(known):
    try:
        made = read(facts(**known))
    except SheetRefused as refusal:
        said = [str(fault) for fault in refusal.faults]
        assert said
    else:
        assert Sheet.from_json(made.to_json()) == made
        assert read(made.facts()) == made


def test_the_canonical_text_does_not_depend_on_the_order_of_facts():
    told = facts(labels=["ess"], hours="Mo-Fr 09:00-12:00")
    backwards = dict(reversed(told.items()))
    assert read(told).content_hash == read(backwards).content_hash
    assert read(told).content_hash != sheet().content_hash


def test_a_correction_wins_over_what_was_imported():
    imported = sheet(hours="Mo 09:00-12:00").facts()
    merged = layers.merge([imported], {"hours": "Tu 09:00-12:00"})
    assert (merged["hours"], merged["name"]) == ("Tu 09:00-12:00", "Borne du Lavoir")


def test_a_second_source_fills_only_what_is_unknown_and_both_are_credited():
    first = sheet(phone="02 61 91 00 01", source="A", attribution="Untel").facts()
    second = sheet(phone="02 61 91 00 02", hours="24/7", source="B", name="Autre").facts()
    merged = layers.merge([first, second], {})
    assert (merged["phone"], merged["hours"]) == ("02 61 91 00 01", "24/7")
    assert (merged["source"], merged["attribution"]) == ("A · B", "Untel")
    assert merged["name"] == "Borne du Lavoir"


def test_a_place_stays_active_while_one_source_says_so():
    gone, there = sheet(active=False).facts(), sheet().facts()
    assert layers.merge([gone, there], {})["active"] is True
    assert layers.merge([gone], {})["active"] is False
    assert layers.merge([gone], {"active": True})["active"] is True


def test_only_what_says_something_is_kept_as_known():
    assert set(layers.known(sheet(hours="24/7"))) == {
        "name",
        "kind",
        "lat",
        "lon",
        "offers",
        "hours",
    }


def test_a_refusal_keeps_the_faults_of_all_fields():
    error = SheetRefused(sheets.faults(Sheet(name="", kind="borne")))
    assert error.field == "name"
    assert {fault.field for fault in error.faults} == {"name", "lat", "offers"}
