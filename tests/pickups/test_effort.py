"""What a visit takes of a day."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pickups.rules import Line, effort
from app.pickups.rules.effort import DOOR_MINUTES, ONE_PERSON_G
from app.slots.loads import MEASURES, Load
from tests.pickups.world import FRIDGE, SCREEN

LINES = st.lists(
    st.builds(
        Line,
        name=st.just("objet"),
        quantity=st.integers(1, 20),
        mass_g=st.integers(1, 120_000),
        volume_ml=st.integers(1, 2_000_000),
    ),
    max_size=6,
)
FLOORS = st.integers(-5, 60)


def at_least(more, less) -> bool:
    same = all(getattr(more.load, m) >= getattr(less.load, m) for m in MEASURES)
    return same and more.people >= less.people


@given(LINES, FLOORS, st.booleans(), st.data())
def test_one_more_of_a_thing_never_takes_less(lines, floor, lift, data):
    if not lines:
        return
    place = data.draw(st.integers(0, len(lines) - 1))
    more = list(lines)
    more[place] = replace(lines[place], quantity=lines[place].quantity + 1)
    assert at_least(effort(more, floor=floor, lift=lift), effort(lines, floor=floor, lift=lift))


@given(LINES, st.integers(0, 59), st.booleans())
def test_a_floor_higher_or_deeper_never_takes_less(lines, floor, lift):
    low, high = (effort(lines, floor=each, lift=lift) for each in (floor, floor + 1))
    assert at_least(high, low)
    assert effort(lines, floor=-floor, lift=lift) == low


@given(LINES, FLOORS)
def test_a_lift_makes_every_floor_the_ground(lines, floor):
    assert effort(lines, floor=floor, lift=True) == effort(lines, floor=0, lift=False)


@given(LINES, FLOORS, st.booleans())
def test_mass_and_volume_are_those_of_the_things(lines, floor, lift):
    load = effort(lines, floor=floor, lift=lift).load
    assert load.mass_g == sum(each.quantity * each.mass_g for each in lines)
    assert load.volume_ml == sum(each.quantity * each.volume_ml for each in lines)
    assert load.places == 1


@given(LINES, LINES, FLOORS)
def test_the_order_of_the_lines_does_not_matter(some, others, floor):
    one, two = (effort(each, floor=floor, lift=False) for each in (some + others, others + some))
    assert one == two


@pytest.mark.parametrize(("mass_g", "people"), [(ONE_PERSON_G, 1), (ONE_PERSON_G + 1, 2)])
def test_what_weighs_more_than_the_norm_takes_two(mass_g, people):
    line = Line(name="carton", quantity=1, mass_g=mass_g, volume_ml=1)
    assert effort([line], floor=0, lift=False).people == people


@pytest.mark.parametrize(("floor", "people"), [(2, 1), (3, 2), (-3, 2)])
def test_a_third_floor_by_the_stairs_takes_two_whatever_the_weight(floor, people):
    assert effort([replace(SCREEN, quantity=1)], floor=floor, lift=False).people == people


def test_a_fridge_and_two_screens_on_the_third_floor():
    """8 at the door, 6 and 2 × 1 to carry, 2 trips × 3 floors × 3 minutes; two people."""
    need = effort([FRIDGE, SCREEN], floor=3, lift=False)
    assert need.load == Load(1, 72_000, 720_000, 2 * (8 + 6 + 2 + 18))


def test_nothing_listed_is_a_ring_at_the_door():
    assert effort([], floor=0, lift=False).load == Load(1, 0, 0, DOOR_MINUTES)
