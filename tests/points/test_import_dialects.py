import json

import pytest

from app.catalog.models import Audience, Gesture, Subfamily
from app.points.imports.dialects import own, vocabulary
from app.points.models import Condition, PointKind, Wheelchair
from app.points.rules import things
from tests.points.import_files import draft, drafts, said


def of_tags(tmp_path, **tags):
    node = {"type": "node", "id": 1, "lat": 47.99, "lon": 2.73}
    told = {key.replace("__", ":"): value for key, value in tags.items()}
    (only,) = drafts(tmp_path, json.dumps({"elements": [node | {"tags": told}]}))
    return only


def of_ademe(tmp_path, **cells):
    known = {"identifiant": "a1", "nom": "La Recyclerie", "type_dacteur": "ess", "donner": "meuble"}
    return draft(tmp_path, **(known | cells))


def test_our_own_columns_say_everything(tmp_path):
    told = draft(
        tmp_path,
        identifiant="L-1", nom="La Remise", type="Structure de réemploi", public="Professionnels",
        donner="livres|Vêtements", refuse="mobilier/literie : hygiène | objet:pneu : hors sujet",
        carte="oui", quantite_max="1 000", etat="fonctionne", fauteuil_roulant="en partie",
        verifie_le="02/11/2026", habitants_de="45208|244500203", labels="QualiRépar",
    )  # fmt: skip
    assert not told.errors
    assert told.facts["kind"] is PointKind.REUSE
    assert told.facts["audience"] is Audience.ENTREPRISE
    assert told.facts["offers"] == (
        (Gesture.DONNER, "livres"),
        (Gesture.DONNER, "textile/vetements"),
    )
    assert told.facts["refusals"] == (("mobilier/literie", "hygiène"), ("objet:pneu", "hors sujet"))
    assert (told.facts["card_needed"], told.facts["max_quantity"]) == (True, 1000)
    assert told.facts["condition"] is Condition.WORKING
    assert told.facts["wheelchair"] is Wheelchair.LIMITED
    assert told.facts["checked_on"].isoformat() == "2026-11-02"
    assert told.facts["residents_of"] == ("45208", "244500203")
    assert told.facts["labels"] == ("qualirepar",)


def test_everything_means_every_family(tmp_path):
    told = draft(tmp_path, nom="A", type="decheterie", deposer="tout")
    assert [thing for _gesture, thing in told.facts["offers"]] == list(own.EVERYTHING)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("type", "garage", "« garage » n’est pas une valeur attendue ici."),
        ("donner", "gravats", "« gravats » n’est pas une famille d’objets"),
        ("carte", "parfois", "Répondez par oui ou par non."),
        ("quantite_max", "beaucoup", "Écrivez un nombre entier."),
        ("verifie_le", "31/02/2026", "Écrivez la date ainsi"),
        ("fauteuil_roulant", "bof", "Écrivez oui, non ou en partie."),
        ("refuse", "gravats : lourd", "« gravats » n’est pas une famille d’objets"),
    ],
)
def test_a_cell_that_does_not_read_is_told_with_its_column(tmp_path, column, cell, reason):
    cells = {"nom": "A", "type": "borne", "donner": "livres"} | {column: cell}
    (problem,) = said(draft(tmp_path, **cells).errors)
    assert problem.startswith(f"{column} : {reason}")


def test_the_zero_that_a_spreadsheet_dropped_is_put_back_and_told(tmp_path):
    told = draft(tmp_path, nom="A", type="borne", code_postal="1340", code_insee="1004.0")
    assert (told.facts["postcode"], told.facts["insee"]) == ("01340", "01004")
    assert len(told.warnings) == 2


def test_the_template_reads_back_without_a_fault(tmp_path):
    told = draft(tmp_path, **{column.name: column.example for column in own.COLUMNS})
    assert (said(told.errors), said(told.warnings)) == ([], [])


def test_ademe_gestures_become_ours(tmp_path):
    told = of_ademe(tmp_path, reparer="velo", trier="ampoule|ecran", emprunter="livre", donner="")
    assert set(told.facts["offers"]) == {
        (Gesture.REPARER, "loisirs/velos"),
        (Gesture.DEPOSER, "eee/lampes"),
        (Gesture.DEPOSER, "eee/ecrans"),
    }


def test_ademe_json_proposals_serve_when_the_columns_are_empty(tmp_path):
    proposals = json.dumps(
        [{"action": "donner", "sous_categories": ["livre"]}, {"action": "louer"}]
    )
    told = of_ademe(tmp_path, donner="", propositions_de_services=proposals)
    assert told.facts["offers"] == ((Gesture.DONNER, "livres/livres"),)


@pytest.mark.parametrize("cell", ["[", '{"a":1}', "[" * 5000, '"donner"'])
def test_ademe_json_that_does_not_read_is_told(tmp_path, cell):
    told = of_ademe(tmp_path, donner="", propositions_de_services=cell)
    assert said(told.warnings) == ["propositions_de_services : Cette cellule JSON ne se lit pas."]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"type_dacteur": "decheterie"}, PointKind.RECYCLING_CENTRE),
        ({"type_dacteur": "pav_public"}, PointKind.BIN),
        ({"type_dacteur": "artisan"}, PointKind.REPAIRER),
        ({"type_dacteur": "commerce", "trier": "ampoule", "donner": ""}, PointKind.SHOP),
        ({"type_dacteur": "ess", "type_de_services": "recyclerie"}, PointKind.REUSE),
        (
            {"type_dacteur": "ess", "type_de_services": "atelier_pour_reparer_soi_meme"},
            PointKind.WORKSHOP,
        ),
        ({"type_dacteur": "ess", "reparer": "velo", "donner": ""}, PointKind.REPAIRER),
        ({"type_dacteur": "collectivite", "trier": "ecran", "donner": ""}, PointKind.BIN),
    ],
)
def test_ademe_actors_become_our_kinds(tmp_path, cells, kind):
    assert of_ademe(tmp_path, **cells).facts["kind"] is kind


@pytest.mark.parametrize(
    "cells",
    [
        {"type_dacteur": "acteur_digital"},
        {"type_dacteur": "plateforme_inertes"},
        {"lieu_prestation": "A_DOMICILE"},
        {"donner": "", "louer": "livre"},
        {"donner": "medicaments|pneu"},
    ],
)
def test_ademe_actors_that_are_none_of_our_business_are_left_out_not_refused(tmp_path, cells):
    told = of_ademe(tmp_path, **cells)
    assert told.left_out is not None
    assert not told.errors


def test_ademe_admission_and_labels_are_kept(tmp_path):
    told = of_ademe(
        tmp_path,
        public_accueilli="Particuliers et professionnels", reprise="1 pour 1",
        uniquement_sur_rdv="true", exclusivite_de_reprisereparation="true",
        qualites_et_labels="ess|qualirepar|bonusrepar_ABJ_TH", nom_commercial="L’Enseigne",
        perimetreadomicile='[{"type": "KILOMETRIQUE", "valeur": "30"}]',
        paternite="Que faire|ADEME|ECOMAISON",
    )  # fmt: skip
    assert told.facts["audience"] is Audience.TOUS
    assert (told.facts["one_for_one"], told.facts["appointment"]) == (True, True)
    assert told.facts["labels"] == ("qualirepar", "bonusrepar-abj-th")
    assert told.facts["name"] == "L’Enseigne"
    assert told.facts["attribution"] == "Que faire · ADEME · ECOMAISON"
    note = "Seulement les produits de l’enseigne. Vient aussi à domicile, jusqu’à 30 km."
    assert told.facts["access_note"] == note


def test_an_unknown_ademe_code_is_told_and_the_known_ones_kept(tmp_path):
    told = of_ademe(tmp_path, donner="livre|soucoupe_volante")
    assert told.facts["offers"] == ((Gesture.DONNER, "livres/livres"),)
    assert "soucoupe_volante" in said(told.warnings)[0]


def test_every_word_of_theirs_names_a_thing_of_ours():
    ours = set(things.CODES)
    for word in (*vocabulary._ADEME, *vocabulary._OSM):
        found = vocabulary.of_ademe(word) or vocabulary.of_osm(word)
        assert found
        assert set(found) <= ours


def test_a_list_of_actors_narrows_families_to_what_it_names(tmp_path):
    told = draft(
        tmp_path,
        id="a", nom="A", type_acteur="reemploi", gestes="acheter|donner",
        categories="eee|livres", dechets_acceptes="computers|toys",
    )  # fmt: skip
    assert told.facts["offers"] == (
        (Gesture.ACHETER, "eee/informatique"),
        (Gesture.ACHETER, "livres"),
        (Gesture.DONNER, "eee/informatique"),
        (Gesture.DONNER, "livres"),
    )


def test_an_actor_of_whom_nothing_is_known_is_refused_with_both_reasons(tmp_path):
    told = draft(tmp_path, id="a", nom="A", type_acteur="siae_ei", gestes="", categories="")
    assert [problem.column for problem in told.errors] == ["gestes", "categories"]


def test_a_clothes_bin_of_the_map_is_named_after_its_operator(tmp_path):
    told = of_tags(tmp_path, amenity="recycling", recycling__clothes="yes", operator="Le Fil")
    assert told.facts["kind"] is PointKind.BIN
    assert told.facts["name"] == "Borne de collecte Le Fil"
    assert told.facts["offers"] == ((Gesture.DEPOSER, "textile/vetements"),)


@pytest.mark.parametrize(
    ("tags", "kind", "offer"),
    [
        (
            {"amenity": "recycling", "recycling_type": "centre", "recycling__batteries": "yes"},
            PointKind.RECYCLING_CENTRE,
            (Gesture.DEPOSER, Subfamily.PILES),
        ),
        (
            {"shop": "charity", "clothes": "second_hand"},
            PointKind.REUSE,
            (Gesture.DONNER, Subfamily.VETEMENTS),
        ),
        (
            {"shop": "books", "second_hand": "only"},
            PointKind.REUSE,
            (Gesture.ACHETER, Subfamily.LIVRES),
        ),
        ({"craft": "shoemaker"}, PointKind.REPAIRER, (Gesture.REPARER, Subfamily.CHAUSSURES)),
        (
            {"shop": "bicycle", "service__bicycle__repair": "yes"},
            PointKind.REPAIRER,
            (Gesture.REPARER, Subfamily.VELOS),
        ),
        (
            {"amenity": "bicycle_repair_station"},
            PointKind.WORKSHOP,
            (Gesture.REPARER, Subfamily.VELOS),
        ),
        ({"amenity": "public_bookcase"}, PointKind.REUSE, (Gesture.DONNER, Subfamily.LIVRES)),
    ],
)
def test_tags_of_the_map_become_kinds_and_offers(tmp_path, tags, kind, offer):
    told = of_tags(tmp_path, name="A", **tags)
    gesture, subfamily = offer
    assert told.facts["kind"] is kind
    assert (gesture, things.of(subfamily)) in told.facts["offers"]


@pytest.mark.parametrize(
    "tags",
    [
        {"amenity": "bench"},
        {"shop": "bakery"},
        {"amenity": "recycling", "recycling__glass": "yes"},
        {"amenity": "recycling", "recycling__clothes": "yes", "access": "private"},
        {"amenity": "recycling", "recycling__clothes": "no"},
    ],
)
def test_the_rest_of_the_map_is_left_out(tmp_path, tags):
    assert of_tags(tmp_path, name="A", **tags).left_out is not None


def test_contact_access_and_check_date_of_the_map_are_kept(tmp_path):
    told = of_tags(
        tmp_path,
        name="A", craft="tailor", wheelchair="limited", contact__phone="+33 2 38 00 00 00;06",
        addr__housenumber="4", addr__street="rue du Lavoir", addr__postcode="45200",
        check_date="2026-05-02", opening_hours="Mo-Fr 09:00-12:00",
    )  # fmt: skip
    assert told.facts["address"] == "4 rue du Lavoir"
    assert told.facts["phone"] == "+33 2 38 00 00 00"
    assert told.facts["wheelchair"] is Wheelchair.LIMITED
    assert told.facts["checked_on"].isoformat() == "2026-05-02"
