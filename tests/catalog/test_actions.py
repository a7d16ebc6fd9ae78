"""Loading the dictionary, and what staff correct."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.catalog import actions, dictionary, queries
from app.catalog.models import Flow, Subfamily
from app.catalog.rules.corrections import Correction

ANA = Actor(id=uuid4(), label="Ana")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAMOVAR = Correction(
    name="Samovar",
    subfamily=Subfamily.PAM,
    flow=Flow.PAM,
    mass_g=2500,
    volume_ml=9000,
    synonyms=("bouilloire russe",),
)


@pytest.fixture(autouse=True)
def short_dictionary(monkeypatch):
    """Load a dozen objects, not five hundred: the file itself has its own tests."""
    few = dictionary.objects()[:12]
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    return few


def test_a_second_loading_changes_nothing(session):
    first = actions.load(session)
    assert (first.added, first.changed) == (12, 0)
    assert actions.load(session) == actions.Loaded()


def test_a_changed_line_reaches_the_table(session, monkeypatch, short_dictionary):
    actions.load(session)
    lighter = replace(short_dictionary[0], mass_g=35_000, synonyms=("frigo",))
    monkeypatch.setattr(dictionary, "objects", lambda: (lighter, *short_dictionary[1:]))
    assert actions.load(session).changed == 1
    row = queries.by_slug(session, lighter.slug)
    assert row.mass_g == 35_000
    assert queries.synonyms(session, row.id) == ["frigo"]


def test_an_object_that_left_the_files_is_retired_not_deleted(
    session, monkeypatch, short_dictionary
):
    actions.load(session)
    monkeypatch.setattr(dictionary, "objects", lambda: short_dictionary[1:])
    assert actions.load(session).retired == 1
    assert queries.by_slug(session, short_dictionary[0].slug).retired
    assert actions.load(session) == actions.Loaded()


def test_an_object_that_comes_back_is_in_use_again(session, monkeypatch, short_dictionary):
    actions.load(session)
    monkeypatch.setattr(dictionary, "objects", lambda: short_dictionary[1:])
    actions.load(session)
    monkeypatch.setattr(dictionary, "objects", lambda: short_dictionary)
    assert actions.load(session).changed == 1
    assert not queries.by_slug(session, short_dictionary[0].slug).retired


def correction_of(row, session, **changes):
    fields = {
        name: getattr(row, name) for name in Correction.__dataclass_fields__ if name != "synonyms"
    }
    words = tuple(queries.synonyms(session, row.id))
    return Correction(**(fields | {"synonyms": words} | changes))


def test_loading_again_keeps_what_staff_corrected(session):
    actions.load(session)
    row = queries.by_slug(session, "refrigerateur")
    wanted = correction_of(row, session, mass_g=52_000, synonyms=("frigo", "glacière de mamie"))
    actions.correct(session, row, wanted, actor=ANA, now=NOW)
    assert actions.load(session).kept == 1
    assert queries.by_slug(session, "refrigerateur").mass_g == 52_000
    assert queries.synonyms(session, row.id) == ["frigo", "glacière de mamie"]


def test_a_correction_leaves_only_what_changed_in_the_trail(session):
    actions.load(session)
    row = queries.by_slug(session, "refrigerateur")
    actions.correct(session, row, correction_of(row, session, mass_g=52_000), actor=ANA, now=NOW)
    entry = session.exec(select(TrailEntry).where(TrailEntry.room == "catalog")).one()
    assert (entry.verb, entry.subject, entry.actor) == ("correct", "object:refrigerateur", "Ana")
    assert (entry.before, entry.after) == ({"mass_g": 40_790}, {"mass_g": 52_000})
    assert row.weight_source == actions.BY_STAFF


def test_a_correction_that_changes_nothing_leaves_no_mark(session):
    actions.load(session)
    row = queries.by_slug(session, "refrigerateur")
    actions.correct(session, row, correction_of(row, session), actor=ANA, now=NOW)
    assert row.edited_at is None
    assert not session.exec(select(TrailEntry).where(TrailEntry.room == "catalog")).all()


def test_a_correction_of_an_old_reading_is_refused(session):
    actions.load(session)
    row = queries.by_slug(session, "refrigerateur")
    seen = row.touched_at
    actions.correct(session, row, correction_of(row, session, mass_g=1), actor=ANA, now=NOW)
    later = correction_of(row, session, mass_g=2)
    with pytest.raises(Stale, match="entre-temps"):
        actions.correct(session, row, later, actor=ANA, now=NOW, seen=seen)
    assert row.mass_g == 1


def test_the_territory_adds_an_object_of_its_own_and_finds_it(session):
    actions.load(session)
    row = actions.add(session, SAMOVAR, actor=ANA, now=NOW)
    assert queries.index(session).search("vieux samovar")[0].id == row.id
    assert queries.index(session).search("bouilloire russe")[0].slug == "samovar"
    assert actions.load(session) == actions.Loaded()
    assert not row.retired


def test_an_object_is_not_added_twice(session):
    actions.add(session, SAMOVAR, actor=ANA, now=NOW)
    with pytest.raises(RuleBroken, match="déjà") as refused:
        actions.add(session, SAMOVAR, actor=ANA, now=NOW)
    assert refused.value.field == "name"


def test_no_two_objects_bear_one_name_however_it_is_written(session):
    samovar = actions.add(session, SAMOVAR, actor=ANA, now=NOW)
    urn = actions.add(session, replace(SAMOVAR, name="Fontaine à thé"), actor=ANA, now=NOW)
    with pytest.raises(RuleBroken) as refusal:
        actions.correct(session, urn, replace(SAMOVAR, name="SAMOVÀR"), actor=ANA, now=NOW)
    assert refusal.value.field == "name"
    actions.correct(session, samovar, replace(SAMOVAR, mass_g=3000), actor=ANA, now=NOW)
    assert samovar.mass_g == 3000


def test_a_name_is_free_again_once_its_object_is_retired(session):
    actions.add(session, replace(SAMOVAR, retired=True), actor=ANA, now=NOW)
    urn = actions.add(session, replace(SAMOVAR, name="Fontaine à thé"), actor=ANA, now=NOW)
    actions.correct(session, urn, SAMOVAR, actor=ANA, now=NOW)
    assert urn.name == "Samovar"
