import json

import pytest

from app.base.audit import queries as trail
from app.points import actions, queries
from app.points.actions import Outcome
from app.points.models import Point, Sheet
from app.points.rules.sheets import SheetRefused
from tests.points.builders import ANA, NOW, sheet

SOURCE = "Annuaire d’essai"


def receive(session, made: Sheet, ref: str = "1", onto: Point | None = None):
    return actions.receive(session, SOURCE, ref, made, actor=ANA, now=NOW, onto=onto)


def received(session, **known) -> Point:
    return session.get_one(Point, receive(session, sheet(**known)).point_id)


def test_a_row_seen_for_the_first_time_opens_a_place(session):
    got = receive(session, sheet(source="A"))
    assert got.outcome is Outcome.NEW
    assert Sheet.of(queries.of_id(session, got.point_id)) == sheet(source="A")


def test_the_same_row_again_changes_nothing(session):
    point = received(session)
    told = len(trail.of_subject(session, f"point:{point.id}"))
    assert receive(session, sheet()).outcome is Outcome.UNCHANGED
    assert len(trail.of_subject(session, f"point:{point.id}")) == told
    assert point.version == 1


def test_a_changed_row_is_shown(session):
    point = received(session)
    assert receive(session, sheet(hours="24/7")).outcome is Outcome.CHANGED
    assert (point.hours, point.version) == ("24/7", 2)


def test_an_import_never_erases_a_correction(session):
    point = received(session, hours="Mo 09:00-12:00")
    actions.correct(session, point, {"hours": "Tu 09:00-12:00"}, actor=ANA, now=NOW)
    receive(session, sheet(hours="We 09:00-12:00", phone="02 61 91 00 07"))
    assert (point.hours, point.phone) == ("Tu 09:00-12:00", "02 61 91 00 07")


def test_taking_a_correction_back_brings_the_imported_value(session):
    point = received(session, hours="Mo 09:00-12:00")
    actions.correct(session, point, {"hours": "Tu 09:00-12:00"}, actor=ANA, now=NOW)
    actions.withdraw(session, point, "hours", actor=ANA, now=NOW)
    assert point.hours == "Mo 09:00-12:00"
    entry = trail.of_subject(session, f"point:{point.id}")[0]
    assert (entry.verb, entry.after) == ("withdraw", {"hours": "Mo 09:00-12:00"})


def test_a_correction_to_nothing_hides_what_was_imported(session):
    point = received(session, phone="02 61 91 00 07")
    actions.correct(session, point, {"phone": ""}, actor=ANA, now=NOW)
    receive(session, sheet(phone="02 61 91 00 08"))
    assert point.phone == ""


def test_a_second_source_of_a_known_place_is_linked_to_it(session):
    point = received(session)
    got = receive(session, sheet(name="Autre nom", phone="02 61 91 00 07"), "2", onto=point)
    assert (got.outcome, got.point_id) == (Outcome.LINKED, point.id)
    assert (point.name, point.phone) == ("Borne du Lavoir", "02 61 91 00 07")
    assert len(queries.sources_of(session, point.id)) == 2


def test_the_first_source_of_one_import_says_whatever_the_order_of_keys(session):
    point = received(session)
    for ref in "23456789":
        receive(session, sheet(name=f"Nom {ref}"), ref, onto=point)
    assert [row.external_ref for row in queries.sources_of(session, point.id)] == list("123456789")
    assert point.name == "Borne du Lavoir"


def test_a_place_staff_opened_takes_an_imported_row_under_its_corrections(session):
    opened = actions.create(session, sheet().facts(), actor=ANA, now=NOW)
    receive(session, sheet(name="Autre nom", phone="02 61 91 00 07"), onto=opened)
    assert (opened.name, opened.phone) == ("Borne du Lavoir", "02 61 91 00 07")


def test_the_layers_are_told_field_by_field(session):
    point = received(session)
    actions.correct(session, point, {"name": "Le Pré"}, actor=ANA, now=NOW)
    told = {layer.field: layer for layer in queries.layers(session, point)}
    name = told["name"]
    assert (name.imported, name.corrected, name.published) == (
        "Borne du Lavoir",
        "Le Pré",
        "Le Pré",
    )
    assert (told["phone"].correction, told["phone"].published) == (None, "")


def test_a_row_that_no_longer_fits_the_corrections_is_refused(session):
    dated = {"kind": "collecte-temporaire", "first_day": "2026-12-01", "last_day": "2026-12-09"}
    point = received(session, **dated)
    actions.correct(session, point, {"first_day": "2026-12-05"}, actor=ANA, now=NOW)
    with pytest.raises(SheetRefused):
        receive(session, sheet(**(dated | {"last_day": "2026-12-02"})))


def test_the_row_is_kept_as_it_came(session):
    point = received(session, phone="02 61 91 00 07")
    (row,) = queries.sources_of(session, point.id)
    assert json.loads(row.sheet)["phone"] == "02 61 91 00 07"
    assert row.content_hash == sheet(phone="02 61 91 00 07").content_hash
