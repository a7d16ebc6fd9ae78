from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.base.core.errors import RuleBroken
from app.points.rules.covers import LIMIT, Candidate, Cover, cover


def a(point_id: int, takes: str, distance_m: int = 100, *, unsure: bool = False) -> Candidate:
    return Candidate(point_id, frozenset(map(int, takes)), distance_m, unsure)


def stops(found: Cover) -> list[int]:
    return [stop.point_id for stop in found.stops]


def test_one_stop_that_takes_all_beats_two_nearer_ones():
    found = cover([a(1, "0", 10), a(2, "1", 10), a(3, "01", 5000)], 2)
    assert stops(found) == [3]
    assert found.stops[0].objects == (0, 1)


def test_two_stops_are_found_where_the_greedy_way_needs_three():
    greedy_first = a(1, "0123", 10)
    found = cover([greedy_first, a(2, "024", 500), a(3, "135", 500)], 6)
    assert sorted(stops(found)) == [2, 3]


def test_known_hours_win_over_a_shorter_way():
    assert stops(cover([a(1, "0", 10, unsure=True), a(2, "0", 9000)], 1)) == [2]


def test_unknown_hours_are_taken_rather_than_one_more_stop():
    far = [a(1, "01", 10, unsure=True), a(2, "0", 10), a(3, "1", 10)]
    assert stops(cover(far, 2)) == [1]


def test_the_least_distance_decides_last():
    assert stops(cover([a(1, "0", 300), a(2, "0", 200), a(3, "0", 250)], 1)) == [2]


def test_an_object_that_nobody_takes_is_named_and_the_others_are_placed():
    found = cover([a(1, "02")], 3)
    assert (stops(found), found.orphans) == ([1], (1,))


def test_nobody_takes_anything():
    assert cover([], 2) == Cover((), (0, 1))
    assert cover([a(1, "")], 1) == Cover((), (0,))


def test_stops_come_nearest_first_and_an_object_is_left_once():
    found = cover([a(1, "012", 900), a(2, "23", 100)], 4)
    assert [(stop.point_id, stop.objects) for stop in found.stops] == [(2, (2, 3)), (1, (0, 1))]


def test_seven_objects_are_too_many():
    with pytest.raises(RuleBroken, match="au plus 6"):
        cover([], LIMIT + 1)


CANDIDATES = st.lists(
    st.tuples(st.frozensets(st.integers(0, 5), max_size=4), st.integers(0, 5), st.booleans()),
    max_size=8,
).map(
    lambda rows: [
        Candidate(number, takes, distance, unsure)
        for number, (takes, distance, unsure) in enumerate(rows)
    ]
)


def cost(chosen) -> tuple[int, int, int]:
    return len(chosen), sum(c.unsure for c in chosen), sum(c.distance_m for c in chosen)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(CANDIDATES, st.integers(1, LIMIT))
def test_no_choice_of_places_is_better_than_the_cover(candidates, objects):
    found = cover(candidates, objects)
    wanted = set(range(objects))
    reach = wanted & set().union(*(c.takes for c in candidates))
    best = min(
        cost(chosen)
        for size in range(len(candidates) + 1)
        for chosen in combinations(candidates, size)
        if reach <= set().union(*(c.takes for c in chosen))
    )
    assert cost([candidates[stop.point_id] for stop in found.stops]) == best
    assert set(found.orphans) == wanted - reach
    assert sorted(n for stop in found.stops for n in stop.objects) == sorted(reach)
