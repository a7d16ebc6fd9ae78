import re
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.base.core import hours
from app.catalog.models import Audience, Family, Gesture
from app.points import actions, queries
from app.points.actions import demo
from app.points.actions.illustrations import SCENES, illustration
from app.points.models import Condition, Point, PointKind, PointSource, Wheelchair
from tests.builders import commune
from tests.points.builders import ANA, NOW

TODAY = date(2026, 11, 23)
SHEETS = [demo.sheet_of(row, TODAY) for row in demo.rows()]


@pytest.fixture
def towns(session) -> None:
    for insee in sorted({sheet.insee for sheet in SHEETS if sheet.insee}):
        commune(session, insee, name=f"Commune {insee}", folded=f"commune {insee}")


def test_every_place_says_that_it_is_invented():
    assert {sheet.source for sheet in SHEETS} == {"Démonstration – lieu fictif"}


def test_phone_numbers_and_addresses_lead_to_nobody():
    for sheet in SHEETS:
        assert re.fullmatch(r"(02 61 91|01 99 00) \d\d \d\d|", sheet.phone)
        assert re.fullmatch(r"\S+@exemple\.test|", sheet.email)
        assert re.fullmatch(r"https://\w+\.exemple\.test|", sheet.website)


def test_every_kind_family_gesture_and_condition_is_shown_once_at_least():
    assert {sheet.kind for sheet in SHEETS} == set(PointKind)
    offers = {offer for sheet in SHEETS for offer in sheet.offers}
    assert {offer.gesture for offer in offers} == set(Gesture)
    assert {offer.thing.partition("/")[0] for offer in offers} == set(Family)
    assert {sheet.audience for sheet in SHEETS} == set(Audience)
    assert {sheet.wheelchair for sheet in SHEETS} == set(Wheelchair)
    assert {sheet.condition for sheet in SHEETS} == set(Condition)


def test_hours_are_varied_and_sometimes_unknown():
    texts = [sheet.hours for sheet in SHEETS if sheet.kind is not PointKind.POST]
    assert all(hours.read(text) for text in texts if text)
    for sign in ("PH off", "[1]", "Apr-", "24/7", "12:00,14:00", "rendez-vous"):
        assert any(sign in text for text in texts), sign
    assert 2 <= texts.count("") <= 6


def test_there_are_some_fifty_places_in_all_four_communities():
    assert len(SHEETS) >= 45
    assert Counter(sheet.insee for sheet in SHEETS)["45208"] < len(SHEETS) / 3
    told = {code for sheet in SHEETS for code in sheet.residents_of if len(code) == 9}
    assert told == {"244500203", "200067676", "200067668", "244500419"}


@pytest.mark.usefixtures("towns")
def test_loading_twice_is_loading_once(session):
    assert actions.load_demo(session, TODAY) == len(SHEETS)
    assert actions.load_demo(session, TODAY + timedelta(days=40)) == 0
    assert len(session.exec(select(PointSource)).all()) == len(SHEETS)
    assert all(point.version <= 2 for point in session.exec(select(Point)).all())


@pytest.mark.usefixtures("towns")
def test_loading_again_keeps_what_staff_corrected(session):
    actions.load_demo(session, TODAY)
    point = session.exec(select(Point).where(Point.kind == PointKind.BIN)).first()
    actions.correct(session, point, {"name": "Corrigé"}, actor=ANA, now=NOW)
    actions.load_demo(session, TODAY)
    assert queries.of_id(session, point.id).name == "Corrigé"


@pytest.mark.usefixtures("towns")
def test_some_places_have_a_picture_that_says_it_is_an_illustration(session, client, settings):
    actions.load_demo(session, TODAY, settings.data_dir)
    session.commit()
    drawn = [point for point in session.exec(select(Point)).all() if point.photo]
    assert len(drawn) >= 10
    assert {point.kind for point in drawn} >= {PointKind.BIN, PointKind.RECYCLING_CENTRE}
    page = client.get(f"/points/{drawn[0].slug}").text
    assert f"Illustration : {drawn[0].name}, lieu fictif" in page
    with client.get(f"/photos/{drawn[0].photo}") as picture:
        assert picture.mimetype == "image/webp"
        assert len(picture.data) < 30_000


def test_the_same_place_is_always_drawn_the_same():
    assert illustration("boutique", "Le Repli") == illustration("boutique", "Le Repli")


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("name", ["L’Œuf à l’aiguille", "", "東京", "x" * 200])
def test_any_name_can_be_drawn(scene, name):
    assert illustration(scene, name).startswith(b"\x89PNG")
