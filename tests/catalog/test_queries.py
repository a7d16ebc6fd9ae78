"""Looking into the dictionary, on both databases."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.base.core.actors import Actor
from app.catalog import actions, dictionary, queries
from app.catalog.models import Family, Flow, Subfamily
from app.catalog.rules.corrections import Correction


@pytest.fixture
def loaded(session, monkeypatch):
    few = tuple(
        each
        for each in dictionary.objects()
        if each.subfamily in {Subfamily.GEM_FROID, Subfamily.ECRANS, Subfamily.VELOS}
    )
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    actions.load(session)
    return session


def test_the_index_is_built_once_a_version(loaded):
    assert queries.index(loaded) is queries.index(loaded)


def test_the_index_follows_a_retired_object(loaded):
    row = queries.by_slug(loaded, "cave-a-vin")
    before = queries.index(loaded)
    gone = Correction(
        name=row.name,
        subfamily=row.subfamily,
        flow=row.flow,
        mass_g=row.mass_g,
        volume_ml=row.volume_ml,
        retired=True,
    )
    actions.correct(
        loaded, row, gone, actor=Actor(uuid4(), "Ana"), now=datetime(2027, 1, 4, tzinfo=UTC)
    )
    assert before.search("cave à vin")
    assert not queries.index(loaded).search("cave à vin")


def test_asking_for_the_index_again_costs_one_select(loaded, counting):
    queries.index(loaded)
    with counting() as statements:
        queries.index(loaded)
    assert len(statements) == 1


def test_several_objects_typed_in_one_field(loaded):
    index = queries.index(loaded)
    assert queries.split(index, "écran, vélo enfant et frigo") == ["écran", "vélo enfant", "frigo"]


def test_objects_come_from_a_to_z_without_regard_to_accents(loaded):
    names = [row.name for row in queries.all_objects(loaded)]
    assert names.index("Draisienne") < names.index("Écran") < names.index("Fabrique à glaçons")


def test_a_family_gathers_its_subfamilies(loaded):
    assert {row.subfamily for row in queries.of_family(loaded, Family.EEE)} == {
        Subfamily.GEM_FROID,
        Subfamily.ECRANS,
    }
    assert all(
        row.family is Family.LOISIRS for row in queries.of_subfamily(loaded, Subfamily.VELOS)
    )


def test_one_object_stands_for_each_subfamily(loaded):
    assert queries.generic(loaded, Subfamily.VELOS).slug == "velo"
    assert queries.generic(loaded, Subfamily.PILES) is None


def test_objects_are_fetched_by_their_numbers(loaded):
    row = queries.by_slug(loaded, "refrigerateur")
    assert queries.by_ids(loaded, [row.id, 10**6]) == {row.id: row}
    assert queries.by_ids(loaded, []) == {}
    assert row.flow is Flow.GEM_FROID


def test_a_weight_names_its_source(loaded):
    source = queries.weight_source(queries.by_slug(loaded, "refrigerateur"))
    assert (source.label, source.licence) == ("Clé UNU", "MIT")


def test_a_fact_is_dated_and_says_how_sure_it_is():
    fact = queries.fact("reprise_1_pour_0")
    assert "400 m²" in fact.sentence
    assert "à vérifier" in fact.note
    assert fact.read_on.year == 2026
