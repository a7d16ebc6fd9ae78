from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.core import clock
from app.catalog.models import Audience, Gesture
from app.finder.rules import asking, moments
from app.points.models import PointKind

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def read(**args):
    return asking.read(
        {name: [v] if isinstance(v, str) else v for name, v in args.items()}, now=NOW
    )


def test_a_whole_search_is_read():
    asked = read(
        objet=["écran", "vélo enfant"],
        geste="donner",
        pour="entreprise",
        ou="Montargis",
        quand="2026-11-28T10:00",
        rayon="10",
        type=["reemploi", "decheterie"],
        pmr="1",
        page="2",
    )
    assert asked.objects == ("écran", "vélo enfant")
    assert (asked.gesture, asked.audience) == (Gesture.DONNER, Audience.ENTREPRISE)
    assert asked.kinds == (PointKind.REUSE, PointKind.RECYCLING_CENTRE)
    assert (asked.radius_km, asked.wheelchair, asked.page) == (10, True, 2)
    assert clock.local(asked.at).hour == 10
    assert not asked.problems


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quand", "31/02"),
        ("quand", "2026-02-31T10:00"),
        ("quand", "demain matin peut-être"),
        ("quand", "2020-01-01"),
        ("quand", "2026-11-28T25:00"),
        ("geste", "voler"),
        ("pour", "martiens"),
        ("famille", "voitures"),
        ("type", "../../etc"),
        ("rayon", "0"),
        ("rayon", "1e9"),
        ("rayon", "-3"),
        ("page", "0"),
        ("page", "9" * 400),
    ],
)
def test_what_is_forged_or_impossible_gets_a_sentence_beside_its_field(field, value):
    assert field in read(**{field: value}).problems


@pytest.mark.parametrize(
    ("lat", "lon"), [("91", "2"), ("48", "181"), ("nan", "2"), ("inf", "2"), ("48", ""), ("x", "y")]
)
def test_a_position_off_the_globe_is_refused(lat, lon):
    asked = read(lat=lat, lon=lon)
    assert "ou" in asked.problems
    assert not asked.has_position


def test_seven_objects_are_one_too_many():
    assert "objet" in read(objet=[f"objet {n}" for n in range(7)]).problems


def test_a_text_without_end_is_refused_and_its_beginning_kept():
    asked = read(objet="é" * 10_000)
    assert "objet" in asked.problems
    assert asked.objects == ("é" * 200,)


def test_hidden_marks_and_nul_are_dropped():
    assert read(objet="\u202eécran\0", ou="\u200fMontargis").objects == ("écran",)


def test_the_address_says_the_same_search_again():
    asked = read(objet=["écran", "vélo"], ou="Montargis", quand="maintenant", type="borne", pmr="1")
    again = asking.read(parse_qs(asked.address()), now=NOW)
    assert again == asked


def test_a_free_moment_wins_over_the_list():
    assert read(quand="maintenant", moment="2026-11-30T14:00").when == "2026-11-30T14:00"


@given(
    st.dictionaries(
        st.sampled_from(["objet", "ou", "quand", "lat", "lon", "page", "rayon", "type"]),
        st.lists(st.text(), max_size=3),
    )
)
def test_nothing_that_is_typed_breaks_the_reading(args):
    asked = asking.read(args, now=NOW)
    assert 1 <= asked.radius_km <= 100
    assert 1 <= asked.page <= asking.LAST_PAGE


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-11-28T10:30", "2026-11-28 10:30"),
        ("2026-11-28", "2026-11-28 10:00"),
        ("28/11/2026 9h", "2026-11-28 09:00"),
        ("28/11 à 14h30", "2026-11-28 14:30"),
        ("3/1", "2027-01-03 10:00"),
        ("maintenant", "2026-11-23 10:00"),
    ],
)
def test_a_moment_is_read_on_the_clock_of_the_territory(text, local):
    assert clock.local(moments.read(text, now=NOW)).strftime("%Y-%m-%d %H:%M") == local


def test_the_half_days_offered_are_all_to_come():
    offered = moments.choices(NOW)
    assert len(offered) == 13
    assert all(at > NOW for at in offered)
