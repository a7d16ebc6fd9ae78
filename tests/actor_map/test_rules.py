"""Near or not, and which way: pure rules of the map."""

from hypothesis import example, given
from hypothesis import strategies as st

from app.actor_map.rules.coverage import near
from app.actor_map.rules.sectors import Sector, sectors
from app.base.core.geo import distance_m

SPOTS = st.tuples(st.floats(41, 51.5), st.floats(-5.5, 9.6))
CLOSE = st.tuples(st.floats(47.9, 48.1), st.floats(2.6, 2.9))
MIDDLE = (48.0, 2.7)


@given(
    st.lists(st.one_of(SPOTS, CLOSE), max_size=12),
    st.lists(st.one_of(SPOTS, CLOSE), max_size=12),
    st.integers(1_000, 50_000),
)
@example([(47.9, 2.7)], [(47.9899, 2.7)], 10_000)
def test_near_is_what_measuring_every_pair_says(places, spots, radius_m):
    named = {str(n): place for n, place in enumerate(places)}
    measured = {
        key
        for key, place in named.items()
        if any(distance_m(*place, *spot) <= radius_m for spot in spots)
    }
    assert near(named, spots, radius_m) == measured


def test_a_place_exactly_as_far_as_asked_is_near():
    away = distance_m(48.0, 2.7, 48.05, 2.7)
    assert near({"a": (48.0, 2.7)}, [(48.05, 2.7)], away) == {"a"}
    assert near({"a": (48.0, 2.7)}, [(48.05, 2.7)], away - 1) == set()


def test_a_compass_names_the_sectors():
    told = sectors(
        {
            "n": (48.4, 2.7),
            "e": (48.0, 3.3),
            "s": (47.6, 2.7),
            "o": (48.0, 2.1),
            "c": (48.02, 2.71),
        },
        MIDDLE,
    )
    assert told == {
        "n": Sector.NORTH,
        "e": Sector.EAST,
        "s": Sector.SOUTH,
        "o": Sector.WEST,
        "c": Sector.CENTRE,
    }


@given(st.dictionaries(st.text(min_size=1, max_size=5), SPOTS, max_size=20), SPOTS)
def test_every_place_has_one_sector(places, middle):
    assert sectors(places, middle).keys() == places.keys()


def test_an_only_commune_is_the_centre():
    assert sectors({"a": MIDDLE}, MIDDLE) == {"a": Sector.CENTRE}
