import json

import pytest

from app.base.tabular.lines import ImportRefused
from tests.points.import_files import collection, drafts, feature, records, said

NODE = {"type": "node", "id": 7, "lat": 47.9985, "lon": 2.7362}
TAGS = {"amenity": "recycling", "recycling:clothes": "yes", "operator": "Le Fil"}
XML = """<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">
<node id="1" lat="47.99" lon="2.73"/><node id="2" lat="48.01" lon="2.75"/>
<way id="3"><nd ref="1"/><nd ref="2"/><tag k="shop" v="charity"/><tag k="name" v="La Fripe"/>
<tag k="clothes" v="second_hand"/></way></osm>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<osm><node id="1" lat="47" lon="2"><tag k="name" v="&b;"/></node></osm>"""


def test_a_geojson_feature_is_a_record_with_its_position(tmp_path):
    (record,) = records(tmp_path, collection(feature({"nom": "A", "type": "borne"})))
    assert record.position == ("47.9985", "2.7362")
    assert record.cells == {"nom": "A", "type": "borne"}


def test_lists_numbers_and_booleans_become_cells(tmp_path):
    told = {"nom": "A", "donner": ["livres", "eee"], "carte": True, "code_postal": 45200}
    (record,) = records(tmp_path, collection(feature(told)))
    assert record.cells == {
        "nom": "A",
        "donner": "livres|eee",
        "carte": "oui",
        "code_postal": "45200",
    }


def test_an_outline_gives_its_middle_and_says_so(tmp_path):
    ring = [[2.0, 47.0], [3.0, 47.0], [3.0, 48.0], [2.0, 48.0], [2.0, 47.0]]
    one = {"properties": {"nom": "A"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (record,) = records(tmp_path, collection(one))
    assert record.position == ("47.5", "2.5")
    assert said(record.warnings)[0].startswith("geometry : Ce n’est pas un point")


@pytest.mark.parametrize("coordinates", [["x", "y"], [[None, 1]], [float("nan"), 1], [[[]]] * 3])
def test_a_position_that_does_not_read_refuses_its_feature_only(tmp_path, coordinates):
    bad = {"properties": {"nom": "A"}, "geometry": {"type": "Point", "coordinates": coordinates}}
    found = records(tmp_path, collection(bad, feature({"nom": "B"})))
    assert found[0].position is None
    assert found[1].position == ("47.9985", "2.7362")


def test_a_feature_that_is_none_is_told(tmp_path):
    found = records(tmp_path, collection(feature({"nom": "A"}), 12, {"properties": 3}))
    assert [said(record.errors) for record in found[1:]] == [
        [" : Ce n’est pas un lieu GeoJSON."]
    ] * 2


def test_a_file_cut_short_keeps_what_came_before_and_says_where_it_breaks(tmp_path):
    whole = collection(*(feature({"nom": f"L{n}", "type": "borne"}) for n in range(40)))
    found = records(tmp_path, whole[: len(whole) // 2])
    assert len(found) > 10
    assert "abîmé" in str(found[-1].errors[0])


def test_features_are_found_after_other_keys_and_across_chunks(tmp_path):
    head = {"type": "FeatureCollection", "crs": {"a": [1, {"b": 2}]}, "note": "x" * 200_000}
    body = [feature({"nom": f"L{n}", "texte": "é" * 500}) for n in range(300)]
    found = records(tmp_path, json.dumps(head | {"features": body}, ensure_ascii=False))
    assert [record.cells["nom"] for record in found] == [f"L{n}" for n in range(300)]


@pytest.mark.parametrize("text", ["{", "[1,2]", '{"a":1}', '{"features":[' + "[" * 100_000])
def test_other_json_is_refused_in_french(tmp_path, text):
    with pytest.raises(ImportRefused, match=r"Ce fichier JSON|colonnes"):
        records(tmp_path, text)


def test_a_number_of_ten_thousand_digits_breaks_nothing(tmp_path):
    text = '{"features":[{"properties":{"nom":"A","n":' + "9" * 10_000 + "}}]}"
    with pytest.raises(ImportRefused, match="abîmé"):
        records(tmp_path, text)


@pytest.mark.parametrize("place", ['{"id": %s, "properties": {}}', '{"properties": {"nom": %s}}'])
def test_a_text_nested_six_hundred_deep_is_cut_short(tmp_path, place):
    nested = place.replace("%s", "[" * 600 + "]" * 600)
    text = '{"features": [{"properties": {"nom": "A"}}, ' + nested + "]}"
    assert len(records(tmp_path, text)) == 2


def test_a_position_of_four_thousand_digits_refuses_its_feature_only(tmp_path):
    geometry = '"geometry": {"type": "Point", "coordinates": [' + "9" * 4000 + ", 1]}"
    text = '{"features": [{"properties": {"nom": "A"}, ' + geometry + "}]}"
    (record,) = records(tmp_path, text)
    assert str(record.errors[0]) == "La position de ce lieu ne se lit pas."


def test_overpass_elements_are_places_at_their_centre(tmp_path):
    way = {"type": "way", "id": 8, "center": {"lat": 48.0, "lon": 2.7}, "tags": TAGS}
    answer = {"version": 0.6, "elements": [NODE | {"tags": TAGS}, {"type": "node", "id": 9}, way]}
    node, way = records(tmp_path, json.dumps(answer))
    assert (node.ref, node.position) == ("node/7", ("47.9985", "2.7362"))
    assert (way.ref, way.position) == ("way/8", ("48.0", "2.7"))


def test_an_osm_way_lies_amid_its_nodes(tmp_path):
    (draft,) = drafts(tmp_path, XML)
    assert (draft.ref, draft.facts["name"]) == ("way/3", "La Fripe")
    assert (float(draft.facts["lat"]), float(draft.facts["lon"])) == (48.0, 2.74)


def test_an_entity_bomb_is_refused_unread(tmp_path):
    with pytest.raises(ImportRefused, match="déclare des entités"):
        records(tmp_path, BOMB)


def test_an_outside_file_is_never_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("mot de passe")
    text = (
        f'<!DOCTYPE osm [<!ENTITY x SYSTEM "file://{secret}">]><osm><node id="1">&x;</node></osm>'
    )
    with pytest.raises(ImportRefused, match="déclare des entités"):
        records(tmp_path, text)


@pytest.mark.parametrize("text", ["<osm><node", "<osm></wrong>", "<osm>\x01</osm>"])
def test_broken_xml_is_refused_in_french(tmp_path, text):
    with pytest.raises(ImportRefused, match="XML est abîmé, ligne 1"):
        records(tmp_path, text)


def test_an_unknown_xml_encoding_is_refused_in_french(tmp_path):
    with pytest.raises(ImportRefused, match=r"encodage|abîmé"):
        records(tmp_path, '<?xml version="1.0" encoding="klingon"?><osm></osm>')
