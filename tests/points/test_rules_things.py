import pytest

from app.catalog.models import Family, Gesture, Subfamily
from app.points.models import Offer, PointKind, Refusal
from app.points.rules import things


def test_every_word_of_the_catalogue_has_its_own_code():
    paths = [things.of(word) for word in (*Family, *Subfamily)]
    assert len({things.CODES[path] for path in paths}) == len(Family) + len(Subfamily)


def test_a_family_and_a_subfamily_of_the_same_name_are_two_things():
    assert things.of(Family.LIVRES) == "livres"
    assert things.of(Subfamily.LIVRES) == "livres/livres"


def test_no_two_questions_share_a_category():
    asked = [
        things.category(thing, gesture)
        for thing in things.CODES
        for gesture in (things.BRING, *Gesture)
    ]
    asked += [things.kind_category(kind) for kind in PointKind]
    assert sorted(asked) == list(things.ALL_CATEGORIES)


def test_codes_written_in_an_index_stay_what_they_were():
    assert things.category() == 0
    assert things.category("eee/ecrans", Gesture.DEPOSER) == 313
    assert things.category("livres/livres", Gesture.ACHETER) == 451
    assert things.kind_category(PointKind.TEMPORARY) == 909


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("eee", "eee"),
        ("ecrans", "eee/ecrans"),
        ("eee/ecrans", "eee/ecrans"),
        ("livres", "livres"),
        ("*", None),
        ("textile/ecrans", None),
        ("", None),
    ],
)
def test_a_thing_is_read_by_its_path_or_by_its_only_name(text, path):
    assert things.read(text) == path


def test_a_place_that_takes_a_family_is_found_by_each_of_its_subfamilies():
    codes = things.indexed(PointKind.BIN, [Offer(Gesture.DEPOSER, "livres")], [])
    for thing in ("*", "livres", "livres/livres", "livres/disques"):
        assert things.category(thing) in codes
        assert things.category(thing, Gesture.DEPOSER) in codes
    assert things.category("livres", Gesture.DONNER) not in codes


def test_a_place_that_takes_a_subfamily_is_found_by_its_family_but_not_by_its_sisters():
    codes = things.indexed(PointKind.BIN, [Offer(Gesture.DEPOSER, "eee/lampes")], [])
    assert things.category("eee") in codes
    assert things.category("eee/ecrans") not in codes


def test_a_refused_subfamily_is_not_found():
    offers = [Offer(Gesture.DONNER, "mobilier")]
    codes = things.indexed(PointKind.REUSE, offers, [Refusal("mobilier/literie", "hygiène")])
    assert things.category("mobilier/literie") not in codes
    assert things.category("mobilier/meubles") in codes


def test_repairing_and_buying_are_no_way_to_part_with_a_thing():
    offers = [Offer(Gesture.REPARER, "eee"), Offer(Gesture.ACHETER, "livres")]
    codes = things.indexed(PointKind.WORKSHOP, offers, [])
    assert things.category() not in codes
    assert things.category("eee", Gesture.REPARER) in codes


def test_without_gesture_a_search_looks_at_all_that_can_be_done():
    assert things.categories("eee") == (10, 110, 410)
