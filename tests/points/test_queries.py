import random
from datetime import timedelta
from importlib import import_module

import pytest

from app.base.core.errors import NotFound
from app.base.core.geo import distance_m
from app.base.core.hours import Exceptional
from app.catalog.models import Gesture
from app.points import actions, queries
from app.points.models import PointKind, StateKind
from app.points.queries import seeks
from app.points.rules import things
from app.points.rules.duplicates import Likeness
from tests.builders import commune
from tests.points.builders import ANA, LAT, LON, NOW, place, sheet

cards_module = import_module("app.points.queries.cards")
BRING_EEE = things.category("eee")


def north(metres: float) -> float:
    return LAT + metres / 111_195


def around(session, category=BRING_EEE, **asked) -> list[int]:
    return [found for found, _away in queries.nearest(session, category, LAT, LON, **asked)]


def test_the_nearest_come_first_with_their_distance(session):
    far, near = place(session, lat=north(3000)), place(session, lat=north(200))
    found = queries.nearest(session, BRING_EEE, LAT, LON)
    assert [point_id for point_id, _away in found] == [near.id, far.id]
    assert found[0][1] == pytest.approx(200, abs=2)


def test_no_more_than_the_limit_come_and_they_are_the_nearest(session):
    made = [place(session, lat=north(100 * n)) for n in range(6)]
    assert around(session, limit=3) == [point.id for point in made[:3]]


def test_a_family_nobody_takes_finds_nothing(session):
    place(session)
    assert around(session, things.category("textile")) == []


def test_beyond_the_radius_the_next_nearest_are_told(session):
    near = place(session, lat=north(1000))
    beyond = [place(session, lat=LAT + n) for n in range(1, 8)]
    assert around(session, radius_m=5000) == [near.id, *(point.id for point in beyond[:4])]
    assert around(session, radius_m=5000, beyond=0) == [near.id]


def test_enough_places_within_the_radius_need_none_beyond(session):
    made = [place(session, lat=north(100 * n)) for n in range(5)]
    place(session, lat=LAT + 1)
    assert around(session, radius_m=5000) == [point.id for point in made]


def test_several_categories_are_one_question_and_a_place_comes_once(session):
    both = place(session, offers=[["deposer", "eee"], ["reparer", "eee"]])
    bought = place(session, lat=north(100), offers=[["acheter", "eee"]])
    assert around(session, things.categories("eee")) == [both.id, bought.id]


def test_the_gesture_is_part_of_the_question(session):
    given = place(session, offers=[["donner", "eee"]])
    assert around(session, things.category("eee", Gesture.DONNER)) == [given.id]
    assert around(session, things.category("eee", Gesture.DEPOSER)) == []


def test_a_filter_is_asked_by_the_hundred_and_the_search_goes_on(session, counting):
    made = [place(session, lat=north(n)) for n in range(150)]
    with counting() as statements:
        kept = around(session, limit=2, keep=lambda ids: {made[120].id, made[149].id} & set(ids))
    assert kept == [made[120].id, made[149].id]
    assert len(statements) <= 10


def test_the_search_over_a_whole_country_is_a_handful_of_statements(session, counting):
    place(session, lat=43.3, lon=5.4)
    with counting() as statements:
        assert len(around(session)) == 1
    assert len(statements) <= 10


@pytest.mark.parametrize("radius_m", [1_000, 30_000])
def test_the_order_is_that_of_a_search_through_all(session, radius_m):
    chance = random.Random(7)
    spots = [(LAT + chance.gauss(0, 0.1), LON + chance.gauss(0, 0.15)) for _ in range(120)]
    made = {place(session, lat=lat, lon=lon).id: (lat, lon) for lat, lon in spots}
    away = {point_id: distance_m(LAT, LON, *spot) for point_id, spot in made.items()}
    ranked = sorted(away.items(), key=lambda one: (one[1], one[0]))
    within = [one for one in ranked if one[1] <= radius_m][:20]
    expected = within if len(within) >= 5 else ranked[:5]
    found = queries.nearest(session, BRING_EEE, LAT, LON, radius_m=radius_m)
    assert [point_id for point_id, _ in found] == [point_id for point_id, _ in expected]


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("asked", ["eee", "textile"])
def test_bands_in_a_row_or_listed_hold_the_same_places(session, monkeypatch, few, asked):
    made = [place(session, lat=north(900 * n), lon=LON + n / 200) for n in range(30)]
    away = [distance_m(LAT, LON, point.lat, point.lon) for point in made]
    monkeypatch.setattr(seeks, "few", lambda *_: few)
    wanted = things.categories(asked)
    found = queries.nearest(session, wanted, LAT, LON, limit=12, radius_m=20_000)
    assert found == ([(made[n].id, away[n]) for n in range(12)] if asked == "eee" else [])


def test_whether_places_are_few_is_counted_once_for_many_searches(session, counting):
    place(session)
    seeks._counted.clear()
    with counting() as statements:
        told = [seeks.few(session, [BRING_EEE]) for _ in range(50)]
    assert all(told)
    assert len(statements) == 1


def test_many_places_are_not_few(session, monkeypatch):
    place(session)
    place(session)
    seeks._counted.clear()
    monkeypatch.setattr(seeks, "FEW", 1)
    assert not seeks.few(session, [BRING_EEE])
    seeks._counted.clear()


def test_a_search_that_went_far_goes_there_at_once_the_next_time(session, counting):
    for n in range(1, 7):
        place(session, lat=LAT + n / 2)
    first = around(session)
    with counting() as statements:
        assert around(session) == first
        assert queries.nearest(session, BRING_EEE, LAT - 0.1, LON + 0.1) != []
    assert len(statements) <= 3


def test_overseas_and_at_the_edge_nothing_breaks(session):
    there = place(session, lat=-21.1, lon=55.5)
    assert queries.nearest(session, BRING_EEE, -21.1, 55.5) == [(there.id, 0)]
    assert queries.nearest(session, BRING_EEE, 90, 180) == []


def test_places_by_post_are_near_to_everybody(session):
    by_post = place(session, kind="par-correspondance", lat=None, lon=None)
    assert [card.id for card in queries.cards_by_post(session, now=NOW)] == [by_post.id]
    assert around(session) == []


def test_cards_tell_all_in_two_statements(session, counting):
    commune(session)
    first = place(session, insee="45208", residents_of=["45208"], refusals=[["livres", "non"]])
    second = place(session, name="Atelier", kind="atelier", lat=north(10))
    closed = Exceptional(NOW.date(), NOW.date(), None, "Inventaire")
    actions.set_exceptions(session, first, [closed], actor=ANA, now=NOW)
    until = NOW.replace(hour=20)
    actions.declare_state(session, first, StateKind.FULL, until, actor=ANA, now=NOW)
    with counting() as statements:
        told = queries.cards(session, [second.id, first.id, 0], now=NOW)
    assert [card.id for card in told] == [second.id, first.id]
    assert len(statements) == 2
    assert (told[1].commune, told[1].exceptions) == ("Montargis", (closed,))
    assert [state.kind for state in told[1].states] == [StateKind.FULL]
    assert told[1].admission.residents_of == ("45208",)
    assert told[1].refusals[0].why == "non"
    assert told[1].offers[0].gesture is Gesture.DEPOSER
    assert (told[0].commune, told[0].states, told[0].kind) == ("", (), PointKind.WORKSHOP)


@pytest.fixture
def held(monkeypatch) -> dict:
    """Hold cards in this test's own transaction, as a server does outside of any."""
    kept: dict = {}
    monkeypatch.setattr(cards_module, "_holds", lambda _session: kept)
    return kept


def test_a_held_card_costs_one_statement(session, counting, held):
    made = [place(session, lat=north(n)).id for n in range(3)]
    first = queries.cards(session, made, now=NOW)
    with counting() as statements:
        assert queries.cards(session, [*made, 0], now=NOW) == first
    assert len(statements) == 1
    another = place(session).id
    with counting() as statements:
        told = queries.cards(session, [another, *made], now=NOW)
    assert [card.id for card in told] == [another, *made]
    assert len(statements) == 2


def test_a_held_card_tells_the_correction_and_the_word_of_the_moment(session, held):
    point = place(session)
    before = queries.cards(session, [point.id], now=NOW)
    actions.correct(session, point, {"name": "Autre nom"}, actor=ANA, now=NOW)
    assert queries.cards(session, [point.id], now=NOW)[0].name == "Autre nom"
    closed = Exceptional(NOW.date(), NOW.date(), None, "Inventaire")
    actions.set_exceptions(session, point, [closed], actor=ANA, now=NOW)
    until = NOW.replace(hour=20)
    actions.declare_state(session, point, StateKind.FULL, until, actor=ANA, now=NOW)
    told = queries.cards(session, [point.id], now=NOW)[0]
    assert (told.exceptions, [state.kind for state in told.states]) == ((closed,), [StateKind.FULL])
    later = queries.cards(session, [point.id], now=NOW + timedelta(days=3))[0]
    assert (later.name, later.exceptions, later.states) == ("Autre nom", (), ())
    assert before[0].name != "Autre nom"


def test_an_undone_correction_is_not_held(session, held):
    point = place(session)
    name = queries.cards(session, [point.id], now=NOW)[0].name
    with session.begin_nested() as attempt:
        actions.correct(session, point, {"name": "Faux"}, actor=ANA, now=NOW)
        assert queries.cards(session, [point.id], now=NOW)[0].name == "Faux"
        attempt.rollback()
    assert queries.cards(session, [point.id], now=NOW)[0].name == name


def test_cards_held_are_bounded_and_the_first_read_go_first(session, held, monkeypatch):
    monkeypatch.setattr(cards_module, "MOST_HELD", 2)
    made = [place(session, lat=north(n)).id for n in range(3)]
    assert len(queries.cards(session, made, now=NOW)) == 3
    assert list(held) == made[1:]


def test_services_by_post_are_told_by_name_in_one_statement(session, counting, held):
    for name in ("Zèbre", "Abeille"):
        place(session, name=name, kind="par-correspondance", lat=None, lon=None)
    told = [card.name for card in queries.cards_by_post(session, now=NOW)]
    with counting() as statements:
        assert [card.name for card in queries.cards_by_post(session, now=NOW)] == told
    assert told == ["Abeille", "Zèbre"]
    assert len(statements) == 1


def test_nothing_is_held_inside_a_transaction_of_somebody_else(session):
    assert cards_module._holds(session) is not cards_module._holds(session)


def test_no_card_is_no_statement(session, counting):
    with counting() as statements:
        assert queries.cards(session, [], now=NOW) == []
    assert len(statements) == 0


def test_staff_find_a_place_by_any_of_its_words(session):
    commune(session)
    point = place(session, name="Ressourcerie de l’Écluse", insee="45208", address="3 rue du Pré")
    other = place(session)

    def found(**asked) -> list[int]:
        return [row.id for row in session.exec(queries.listed(**asked)).all()]

    assert found() == [other.id, point.id]
    assert found(words="ecluse MONTARGIS pré") == [point.id]
    assert found(words="100%") == []
    assert found(kind=PointKind.BIN, thing="eee", active=True) == [other.id, point.id]
    assert found(insee=["45208"]) == [point.id]
    assert found(source="x") == []
    assert found(checked_before=NOW) == [other.id, point.id]


def test_a_duplicate_is_proposed_once_with_its_reason(session):
    same = place(session, name="Le Lavoir, borne", phone="02 61 91 00 01")
    place(session, lat=north(500))
    told = queries.duplicates(session, sheet(name="Borne du lavoir", lat=north(50)))
    assert [(point.id, why) for point, why in told] == [(same.id, Likeness.NAME)]
    assert queries.duplicates(session, sheet(), besides=same.id) == []


def test_a_closed_place_is_still_found_by_its_address(session):
    point = place(session)
    actions.deactivate(session, point, actor=ANA, now=NOW)
    assert queries.by_slug(session, point.slug).id == point.id
    with pytest.raises(NotFound):
        queries.by_slug(session, "nulle-part")
    with pytest.raises(NotFound):
        queries.of_id(session, 0)
