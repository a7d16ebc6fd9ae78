"""Opening hours are read as their author meant them, or refused in French."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.core.errors import RuleBroken
from app.base.core.hours import HoursError, read
from app.base.core.hours.reading import LIMIT


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tu, Th 14:00-17:00", "Tu,Th 14:00-17:00"),
        ("Mo, Tu, Th 07:00-17:00; We 07:00-14:30", "Mo,Tu,Th 07:00-17:00; We 07:00-14:30"),
        ("Mo-Fr 10:00-12:00, Sa 09:00-10:00", "Mo-Fr 10:00-12:00, Sa 09:00-10:00"),
        ("Su off;", "Su off"),
        ('"sur rendez-vous"', 'unknown "sur rendez-vous"'),
        ('Mo 10:00-12:00 "appeler"', 'Mo 10:00-12:00 unknown "appeler"'),
        ('Mo 10:00-12:00 open "cour"', 'Mo 10:00-12:00 open "cour"'),
        ("Fr 20:00-02:00; Sa 10:00-12:00", "Fr 20:00-02:00, Sa 10:00-12:00"),
        ("Fr 20:00-02:00; Fr 10:00-12:00", "Fr 20:00-02:00; Fr 10:00-12:00"),
        ("Mo-Su 20:00-02:00; PH off", "Mo-Su 20:00-02:00; PH off"),
    ],
)
def test_what_the_library_reads_wrongly_is_put_right_first(typed, kept):
    assert read(typed).text == kept


@pytest.mark.parametrize("empty", ["", "   ", "\n", ";", " ; "])
def test_empty_hours_are_not_always_open(empty):
    with pytest.raises(HoursError) as refusal:
        read(empty)
    assert refusal.value.proposal is None


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 25:00-26:00",
        "Mo[9] 10:00-12:00",
        "week 60 10:00-11:00",
        "10:00-16:00/0",
        "((((",
        "\0",
    ],
)
def test_an_invalid_range_is_refused_with_an_example(text):
    with pytest.raises(HoursError, match="Exemple"):
        read(text)


def test_a_french_text_is_refused_with_what_it_seems_to_say():
    with pytest.raises(HoursError) as refusal:
        read("10h-17h")
    assert refusal.value.proposal == "10:00-17:00"
    assert "Voulez-vous dire « 10:00-17:00 » ?" in str(refusal.value)


def test_a_french_text_not_understood_says_so():
    with pytest.raises(HoursError, match="pas compris"):
        read("à la belle étoile")


def test_a_fallback_is_refused_since_it_would_cover_the_sure_hours():
    with pytest.raises(HoursError, match="gardez les horaires sûrs") as refusal:
        read('We "||" 10:00-12:00 || "sur rendez-vous"')
    assert refusal.value.proposal is None
    with pytest.raises(HoursError) as refusal:
        read('We 10:00-12:00 open "a || b" || "sur rendez-vous"')
    assert refusal.value.proposal == 'We 10:00-12:00 open "a || b"'


def test_a_refusal_is_a_broken_rule_on_its_field():
    with pytest.raises(RuleBroken) as refusal:
        read("n'importe quoi")
    assert refusal.value.field == "hours"


def test_a_text_too_long_is_refused_before_it_is_read():
    with pytest.raises(HoursError, match="500"):
        read("24/7;" * 2000)


def test_equal_texts_give_one_object():
    assert read("Mo 10:00-12:00") is read("Mo 10:00-12:00")
    assert read(" Mo  10:00-12:00 ") == read("Mo 10:00-12:00")


def test_hours_know_whether_they_speak_of_holidays():
    assert read("Mo-Fr 10:00-12:00; PH off").names_holidays
    assert not read('Mo-Fr 10:00-12:00 open "PH"').names_holidays


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("SH off", "vacances"),
        ("sunrise-sunset", "soleil"),
        ("10:00+", "minuit"),
        ("10:00-12:00", ""),
    ],
)
def test_what_cannot_be_exact_is_told(text, word):
    assert word in " ".join(read(text).cautions)


@settings(deadline=None)
@given(st.text(max_size=LIMIT + 5))
def test_any_text_is_read_or_refused(text):
    try:
        assert read(text).text
    except HoursError as refusal:
        assert str(refusal)  # noqa: PT017 - both outcomes are right


PIECES = st.sampled_from(
    [
        "Mo",
        "Tu-Th",
        "Fr[2]",
        "PH",
        "SH",
        "10:00-12:00",
        "22:00-02:00",
        "10:00-48:00",
        "10:00+",
        "9h",
        "9h30",
        "-",
        "à",
        "au",
        "et",
        "lundi",
        "mardi",
        "samedi",
        "fermé",
        "sauf",
        "matin",
        "off",
        "unknown",
        "open",
        ";",
        ",",
        "||",
        "24/7",
        "1er",
        "du",
        "mois",
        "sur",
        "rdv",
        "Jan",
        "août",
        "2020-2030/3",
        "week",
        "1-53/2",
        "easter",
        "(",
        ")",
        "[",
        "]",
        ":",
        "/",
        "9999",
        "Feb",
        "30",
        "sunrise",
        '"x"',
        "jours",
        "fériés",
        "vacances",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_any_heap_of_hours_is_read_or_refused_with_a_readable_proposal(text):
    try:
        read(text)
    except HoursError as refusal:
        assert refusal.proposal is None or read(refusal.proposal)  # noqa: PT017
