from hypothesis import given
from hypothesis import strategies as st

from app.base.core import codes
from app.base.core.emails import is_email
from app.base.core.geo import distance_m
from app.base.core.text import clean, fold, slug


def test_words_compare_without_accents_case_or_signs():
    assert fold("  Œuf d’Écran—LCD ") == "oeuf d ecran lcd"
    assert slug("Châlette-sur-Loing") == "chalette-sur-loing"


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert set(fold(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


def test_what_nobody_types_on_purpose_is_dropped():
    assert clean("a\0b\u202ec\u200f  d\te", limit=50) == "abc d e"
    assert clean("un\r\ndeux", limit=50, lines=True) == "un\ndeux"
    assert clean("un\r\ndeux", limit=50) == "un deux"


@given(st.text(max_size=2000), st.integers(1, 100))
def test_a_cleaned_text_keeps_its_limit(text, limit):
    kept = clean(text, limit=limit)
    assert len(kept) <= limit
    assert "\n" not in kept


def test_montargis_is_about_a_hundred_kilometres_from_paris():
    assert 98_000 < distance_m(47.9991, 2.7374, 48.8566, 2.3522) < 104_000


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_a_distance_is_the_same_both_ways_and_never_beyond_the_globe(lat1, lon1, lat2, lon2):
    there = distance_m(lat1, lon1, lat2, lon2)
    assert 0 <= there <= 20_040_000
    assert there == distance_m(lat2, lon2, lat1, lon1)


def test_a_reference_can_be_read_out():
    drawn = {codes.reference() for _ in range(200)}
    assert len(drawn) > 190
    assert not set("".join(drawn)) & set("01ILOU")


def test_a_secret_depends_on_key_purpose_and_text():
    drawn = {codes.token(k, p, t) for k in "ab" for p in "cd" for t in "ef"}
    assert len(drawn) == 8
    assert all(len(each) == 26 for each in drawn)


def test_addresses_are_told_from_what_is_not():
    assert is_email("ana@exemple.test")
    assert not any(map(is_email, ["", "ana", "ana@", "a b@c.fr", "ana@exemple.fr\nBcc: x@y.fr"]))
    assert not is_email("a" * 300 + "@exemple.fr")
