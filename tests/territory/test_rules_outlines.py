"""Points, borders and sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.core.errors import RuleBroken
from app.territory.rules import outlines
from app.territory.rules.links import links
from app.territory.rules.places import town_choice
from app.territory.rules.territories import codes_of, members
from tests.territory.builders import town

SQUARE = outlines.outline(
    {
        "properties": {"code": "45000"},
        "geometry": {
            "type": "Polygon",
            "coordinates": [
                [[2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.1], [2.0, 48.0]],
                [[2.04, 48.04], [2.06, 48.04], [2.06, 48.06], [2.04, 48.06], [2.04, 48.04]],
            ],
        },
    }
)
"""A commune with a hole in its middle."""


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(48.02, 2.02, True), (48.05, 2.05, False), (48.2, 2.05, False), (-48.02, 2.02, False)],
)
def test_a_point_is_inside_the_border_and_outside_the_hole(lat, lon, inside):
    assert outlines.contains(SQUARE, lat, lon) is inside


def test_a_place_across_the_road_is_still_inside():
    assert outlines.is_inside(SQUARE, 48.102, 2.02)
    assert not outlines.is_inside(SQUARE, 48.104, 2.02)


@given(st.floats(48.0, 48.1), st.floats(2.0, 2.1))
def test_no_point_of_the_square_is_far_from_a_border(lat, lon):
    assert outlines.distance_to_border_m(SQUARE, lat, lon) < 6_000


def test_a_flipped_longitude_is_out_of_reach():
    assert outlines.is_within_reach((48.0, 2.7), 1_500, 48.01, 2.71)
    assert not outlines.is_within_reach((48.0, 2.7), 1_500, 48.0, -2.7)


def test_codes_are_read_once_each_in_order():
    assert codes_of(" 45208, 244500203 ,,45208") == ("45208", "244500203")


def test_an_empty_setting_says_what_to_write():
    with pytest.raises(RuleBroken, match="REBOND_TERRITORY est vide"):
        codes_of(" , ")


def test_codes_mean_communes_and_an_unknown_one_is_named():
    epci_of = {"45208": "244500203", "45004": "244500203", "85113": None}
    assert members(["244500203"], epci_of) == {"45208", "45004"}
    assert members(["85113"], epci_of) == {"85113"}
    with pytest.raises(RuleBroken, match="« 99999 »"):
        members(["45208", "99999"], epci_of)


def test_a_choice_keeps_all_else_that_was_asked():
    asked = [("objet", "écran"), ("objet", "vélo"), ("ou", "noyers"), ("page", "3"), ("lat", "1")]
    (link,) = links("/points", asked, [town_choice(town("Noyers", "45260"))])
    assert link.url == "/points?objet=%C3%A9cran&objet=v%C3%A9lo&ou=Noyers+%2845260%29"
