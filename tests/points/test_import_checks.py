import pytest

from app.points.imports.lines import Outcome
from app.points.models import PointKind
from tests.points.import_files import collection, feature, said, written
from tests.points.import_world import file, line, planned, row


def test_a_good_line_makes_a_sheet_with_its_commune_and_its_source(country, tmp_path):
    good = line(country, tmp_path)
    assert (good.outcome, said(good.warnings)) == (Outcome.NEW, [])
    assert (good.sheet.insee, good.sheet.source) == ("45208", "Liste d’essai")
    assert (good.sheet.kind, good.ref) == (PointKind.REUSE, "L-1")


def test_a_place_outside_the_territory_is_left_out_or_kept_on_demand(country, tmp_path):
    gex = {"code_postal": "01170", "commune": "Gex", "latitude": "46.34729", "longitude": "6.04625"}
    assert said(line(country, tmp_path, **gex).errors) == ["commune : Hors du territoire : Gex."]
    assert line(country, tmp_path, **gex).outcome is Outcome.LEFT_OUT
    assert line(country, tmp_path, **gex, with_everywhere=True).outcome is Outcome.NEW


def test_a_flipped_longitude_is_proposed_and_never_taken_unasked(country, tmp_path):
    wrong = line(country, tmp_path, longitude="-2.73737")
    assert wrong.outcome is Outcome.REFUSED
    (told,) = said(wrong.errors)
    assert told.startswith("longitude : Position impossible : le signe de la longitude semble")
    assert told.endswith("Voulez-vous dire 47.99906, 2.73737, à Montargis ?")


def test_a_flipped_longitude_is_put_right_when_asked_and_told(country, tmp_path):
    fixed = line(country, tmp_path, longitude="-2.73737", with_fix_positions=True)
    assert (fixed.outcome, fixed.sheet.lon) == (Outcome.NEW, 2.73737)
    assert said(fixed.warnings)[0].startswith("longitude : Position corrigée")


def test_swapped_coordinates_are_recognised(country, tmp_path):
    wrong = line(country, tmp_path, latitude="2.73737", longitude="47.99906")
    assert "latitude et longitude semblent échangées" in said(wrong.errors)[0]


def test_a_position_far_from_its_commune_is_refused_with_the_distance(country, tmp_path):
    wrong = line(country, tmp_path, latitude="46.34729", longitude="6.04625")
    assert said(wrong.errors)[0].startswith("longitude : La position est à 310,")


def test_a_neighbour_at_the_same_postcode_is_a_warning(country, tmp_path):
    near = line(country, tmp_path, latitude="47.9779", longitude="2.7849")
    assert near.outcome is Outcome.NEW
    told = "longitude : La position est dans la commune voisine de Amilly."
    assert told in said(near.warnings)


@pytest.mark.parametrize(
    ("cells", "insee"),
    [
        ({"commune": "AMILLY", "latitude": "47.9779", "longitude": "2.7849"}, "45004"),
        ({"commune": "Montargy"}, "45208"),
        ({"commune": ""}, "45208"),
        ({"commune": "", "latitude": "47.9779", "longitude": "2.7849"}, "45004"),
        ({"commune": "", "code_postal": ""}, "45208"),
        ({"commune": "Cepoy", "code_postal": "", "code_insee": "45208"}, "45208"),
    ],
)
def test_the_commune_is_found_from_what_the_line_says(country, tmp_path, cells, insee):
    assert line(country, tmp_path, **cells).sheet.insee == insee


def test_a_postcode_of_another_commune_is_told(country, tmp_path):
    told = line(country, tmp_path, code_insee="45208", code_postal="45120")
    assert said(told.warnings) == [
        "code_postal : Le code postal 45120 n’est pas celui de Montargis."
    ]


def test_a_commune_code_that_is_gone_is_told_and_the_postcode_serves(country, tmp_path):
    told = line(country, tmp_path, code_insee="45999")
    assert told.sheet.insee == "45208"
    assert said(told.warnings) == ["code_insee : Aucune commune actuelle n’a le code 45999."]


@pytest.mark.parametrize(
    "cells",
    [
        {"latitude": "", "longitude": ""},
        {"latitude": "91"},
        {"latitude": "0", "longitude": "0"},
        {"latitude": "inf"},
        {"latitude": "nord"},
        {"longitude": ""},
    ],
)
def test_without_a_position_that_reads_the_line_is_refused(country, tmp_path, cells):
    wrong = line(country, tmp_path, **cells)
    assert wrong.outcome is Outcome.REFUSED
    assert said(wrong.errors)[0].startswith(("latitude :", "longitude :"))


def test_a_place_by_post_needs_no_position(country, tmp_path):
    by_post = line(country, tmp_path, type="par-correspondance", latitude="", longitude="")
    assert by_post.outcome is Outcome.NEW


def test_a_bare_position_at_sea_is_refused(country, tmp_path):
    cells = {"code_postal": "", "commune": "", "latitude": "46.0", "longitude": "-9.0"}
    wrong = line(country, tmp_path, **cells)
    assert said(wrong.errors) == ["longitude : Cette position n’est dans aucune commune de France."]


def test_french_hours_are_proposed_and_stay_unknown(country, tmp_path):
    told = line(country, tmp_path, horaires="lundi au vendredi 9h à 12h")
    assert told.sheet.hours == ""
    assert "Voulez-vous dire « Mo-Fr 09:00-12:00 » ?" in said(told.warnings)[0]


def test_french_hours_are_read_when_asked_and_told(country, tmp_path):
    told = line(country, tmp_path, horaires="lundi au vendredi 9h à 12h", with_fix_hours=True)
    assert told.sheet.hours == "Mo-Fr 09:00-12:00"
    assert "lus ainsi" in said(told.warnings)[0]


def test_hours_that_mean_nothing_stay_unknown_and_lose_no_place(country, tmp_path):
    told = line(country, tmp_path, horaires="&&&")
    assert (told.outcome, told.sheet.hours) == (Outcome.NEW, "")
    assert "illisibles" in said(told.warnings)[0]


def test_a_wrong_detail_is_left_out_and_the_place_kept(country, tmp_path):
    told = line(country, tmp_path, telephone="appelez-nous", courriel="pas une adresse")
    assert (told.outcome, told.sheet.phone, told.sheet.email) == (Outcome.NEW, "", "")
    assert {problem.column for problem in told.warnings} == {"telephone", "courriel"}


def test_every_fault_of_a_refused_line_is_told_at_once(country, tmp_path):
    wrong = line(country, tmp_path, nom="", type="", latitude="", longitude="")
    assert {problem.column for problem in wrong.errors} == {"nom", "type", "latitude"}


def test_a_second_line_with_the_same_identifier_is_refused(country, tmp_path):
    first, second = planned(country, file(tmp_path, row(), row(nom="Autre")))
    assert first.outcome is Outcome.NEW
    assert said(second.errors) == [" : C’est le même identifiant que la ligne 2, qui est gardée."]


def test_without_identifier_name_and_address_make_one_that_lasts(country, tmp_path):
    first = line(country, tmp_path, identifiant="")
    again = line(country, tmp_path, identifiant="", nom="LA REMISE", horaires="24/7")
    assert first.ref == again.ref
    assert first.ref.startswith("auto-")


def test_geojson_with_our_columns_is_read_alike(country, tmp_path):
    told = {"nom": "La Remise", "type": "reemploi", "donner": "livres", "code_insee": "45208"}
    path = written(tmp_path, collection(feature(told, 2.73737, 47.99906)))
    (only,) = planned(country, path)
    assert (only.outcome, only.sheet.lat) == (Outcome.NEW, 47.99906)
