"""The advice reaches the translators as the dictionary shows it."""

import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.support import Translations
from flask import g

from app.catalog import dictionary, extraction
from app.catalog.models import CatalogObject
from app.finder.rules.asking import Asked
from app.finder.views import object_shown

ROOT = Path(__file__).parents[2]


def extracted(text: bytes) -> list[tuple[int, str]]:
    return [(line, message) for line, _, message, _ in extraction.advice(BytesIO(text), [], [], {})]


def test_every_sentence_shown_is_handed_over():
    sentences = {
        message for _, message in extracted((dictionary.DATA / "advice.toml").read_bytes())
    }
    for each in dictionary.objects():
        advice = each.advice
        assert {advice.works, advice.broken, advice.before, advice.never} - {""} <= sentences


def test_a_sentence_said_twice_is_handed_over_once_with_its_first_line():
    text = '[a]\nworks = "Donnez-le."\n[b]\nworks = "Donnez-le."\nnever = "Ne le jetez pas."\n'
    assert extracted(text.encode()) == [(2, "Donnez-le."), (5, "Ne le jetez pas.")]


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    """Every sentence that a translator gets, by the project's own map."""
    maps = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in maps]
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    found = extract_from_dir(
        ROOT / "app", methods, {pattern: {"trimmed": "true"} for pattern, _ in methods}, keywords
    )
    return {one for message in found for one in _flat(message[2])}


def _flat(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


@pytest.mark.parametrize(
    "sentence",
    [
        "Donner une seconde vie à quoi ?",
        "%(num)d lieux",
        "Cette adresse est incomplète. Exemple : nom@exemple.fr.",
        "a corrigé la fiche",
        "Autour de moi",
    ],
)
def test_templates_code_and_marks_are_handed_over(sentences, sentence):
    assert sentence in sentences


def test_advice_and_facts_are_handed_over(sentences):
    for each in dictionary.objects():
        advice = each.advice
        assert {advice.works, advice.broken, advice.before, advice.never} - {""} <= sentences
    for fact in dictionary.facts().values():
        assert {fact.sentence, fact.source, fact.note} - {""} <= sentences


def test_an_object_s_advice_speaks_the_reader_s_language(app, session):
    advice = next(each for each in dictionary.objects() if each.slug == "ecran-d-ordinateur")
    row = CatalogObject(
        slug="ecran",
        name="Écran",
        subfamily=advice.subfamily,
        flow=advice.flow,
        works=advice.advice.works,
        broken="Écrit par l’équipe.",
        never=advice.advice.never,
        weight_source="",
        mass_g=1,
        volume_ml=1,
    )
    catalog = Catalog(locale="en")
    catalog.add(row.works, "It turns on?")
    catalog.add(row.never, "Never open it.")
    written = BytesIO()
    write_mo(written, catalog)
    written.seek(0)
    with app.test_request_context("/objets/ecran"):
        g.wording = Translations(written)
        sheet = object_shown.sheet(row, Asked())
    assert [state.advice for state in sheet.states] == ["It turns on?", "Écrit par l’équipe."]
    assert (sheet.before, sheet.never) == ("", "Never open it.")
