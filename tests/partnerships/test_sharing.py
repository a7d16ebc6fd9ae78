"""Good practices as a file: there and back, and a hostile one refused."""

import json
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.core.errors import RuleBroken
from app.catalog.models import Family
from app.partnerships.models import Step
from app.partnerships.rules import PracticeFacts, sharing
from app.partnerships.rules.sharing import SharedNote

FACTS = PracticeFacts(
    "Commencer par une visite",
    "Montrer l’atelier.\nPuis parler du papier.",
    "Notre expérience",
    frozenset({Family.EEE}),
    frozenset({Step.MEETING}),
)
NOTE = SharedNote(uuid4(), FACTS, date(2026, 11, 1), "")


def file(**changes) -> bytes:
    told = json.loads(sharing.written([NOTE], origin="Gâtinais", on=date(2026, 11, 25)))
    return json.dumps(told | changes).encode()


def row(**changes) -> dict:
    return json.loads(file())["notes"][0] | changes


def test_a_note_comes_back_as_it_left_and_says_from_where():
    [back] = sharing.read(file())
    assert (back.id, back.facts, back.written_on) == (NOTE.id, FACTS, NOTE.written_on)
    assert back.origin == "Gâtinais"


def test_a_note_received_keeps_its_first_origin():
    note = SharedNote(NOTE.id, FACTS, NOTE.written_on, "Anjou")
    text = sharing.written([note], origin="Gâtinais", on=date(2026, 11, 25))
    assert sharing.read(text.encode())[0].origin == "Anjou"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b'{"format": "autre"}',
        b"[" * 100_000,
        file(notes={}),
        file(notes=None),
    ],
)
def test_what_is_no_export_is_refused_with_what_to_do(content):
    with pytest.raises(RuleBroken, match="Rebond") as refusal:
        sharing.read(content)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    "wrong",
    [
        "une chaîne",
        row(id="42"),
        row(id=None),
        row(date="hier"),
        row(titre=""),
        row(titre=["x"]),
        row(texte=None),
    ],
)
def test_one_unreadable_note_stops_the_whole_file_and_is_named(wrong):
    with pytest.raises(RuleBroken, match="n° 2"):
        sharing.read(file(notes=[row(), wrong]))


def test_the_same_note_twice_in_a_file_is_refused():
    with pytest.raises(RuleBroken, match="même numéro"):
        sharing.read(file(notes=[row(), row()]))


def test_a_file_of_a_later_version_says_so():
    with pytest.raises(RuleBroken, match="plus récente"):
        sharing.read(file(version=2))


def test_too_many_notes_and_too_heavy_a_file_are_refused():
    with pytest.raises(RuleBroken, match="500"):
        sharing.read(file(notes=[row(id=str(uuid4()), titre="x") for _ in range(501)]))
    with pytest.raises(RuleBroken, match="2 Mo"):
        sharing.read(b" " * (sharing.MOST_BYTES + 1))


def test_words_of_tomorrow_and_odd_signs_are_left_aside():
    odd = row(familles=["eee", "zorglub", 3], etapes="rencontre", titre="Visite\u202e\x00 d’abord")
    [note] = sharing.read(file(notes=[odd]))
    assert note.facts.families == {Family.EEE}
    assert note.facts.steps == frozenset()
    assert note.facts.title == "Visite d’abord"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda c: st.lists(c) | st.dictionaries(st.text(), c),
    )
)
def test_whatever_json_comes_it_is_read_or_refused(told):
    content = json.dumps({"format": sharing.FORMAT, "version": 1, "notes": [told]}).encode()
    with pytest.raises(RuleBroken):
        sharing.read(content)
