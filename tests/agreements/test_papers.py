"""The text of an agreement, as PDF and DOCX: what is typed stays text."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from app.agreements import actions
from app.agreements.papers import docx_of, facts, pdf_of
from app.agreements.rules import texts
from app.agreements.templates import templates
from app.agreements.writing import text_of
from tests.agreements.builders import HOUSE, NOW, commitment, project, sign
from tests.partners.builders import SOFIA, structure

HOSTILE = '{{ 7*7 }} {% raw %} <w:p/> & \\ #image("/etc/passwd") $x$ {partenaire} \x0b]]>'


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def draft(session):
    made = project(session, structure(session))
    commitment(session, made)
    return made


def words(content: bytes) -> str:
    """Return what a DOCX says; fails when its XML is broken."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - ours
    return " ".join(node.text or "" for node in root.iter() if node.tag.endswith("}t"))


def test_a_draft_says_that_it_is_one(session, draft):
    said = facts(draft, text_of(session, draft, HOUSE))
    assert said["number"].endswith("Projet")
    assert "n’engage personne" in words(docx_of(draft, text_of(session, draft, HOUSE)))
    assert pdf_of(draft, text_of(session, draft, HOUSE)).startswith(b"%PDF-1.7")


def test_a_signed_one_says_its_number_and_both_hashes(session, draft, tmp_path):
    sign(session, draft, tmp_path)
    said = words(docx_of(draft, text_of(session, draft, HOUSE)))
    assert draft.reference in facts(draft, text_of(session, draft, HOUSE))["number"]
    assert draft.text_sha256 in said
    assert draft.scan_sha256 in said
    assert "n’engage personne" not in said


def test_the_commitments_are_in_both_papers(session, draft):
    text = text_of(session, draft, HOUSE)
    assert "40\xa0appareils par an" in words(docx_of(draft, text))
    assert any(
        "40\xa0appareils" in b["text"] for s in facts(draft, text)["sections"] for b in s["blocks"]
    )


def test_what_people_type_is_neither_markup_nor_template(session):
    landlord = structure(session, name="SARL <Dupont> & {{ fils }}")
    made = project(session, landlord, title=HOSTILE.replace("\x0b", ""))
    actions.write(session, made, [(HOSTILE, f"- {HOSTILE}\n{HOSTILE}")], actor=SOFIA, now=NOW)
    text = text_of(session, made, HOUSE)
    said = words(docx_of(made, text))
    assert "{{ 7*7 }} {% raw %} <w:p/> & \\ #image(" in said
    assert "SARL <Dupont> & {{ fils }}" in said
    assert len(pdf_of(made, text)) > 2000


def test_a_place_is_filled_once_and_an_unknown_one_stays():
    filled = texts.filled("{nous} {quoi} {partenaire}", {"nous": "{partenaire}", "partenaire": "B"})
    assert filled == "{partenaire} {quoi} B"


def test_a_promise_that_no_article_mentions_gets_its_own(session):
    made = project(session, structure(session))
    actions.write(session, made, [("Objet", "rien")], actor=SOFIA, now=NOW)
    commitment(session, made)
    assert [s.title for s in text_of(session, made, HOUSE).sections] == ["Objet", "Engagements"]


def test_the_canonical_text_reads_back_the_same(session, draft):
    text = text_of(session, draft, HOUSE)
    assert texts.read(texts.canonical(text)) == text


def test_each_template_fills_all_its_places(session):
    landlord = structure(session)
    for key, template in templates().items():
        made = project(session, landlord, title=template.title or key)
        actions.write(session, made, template.articles, actor=SOFIA, now=NOW)
        commitment(session, made)
        said = str(text_of(session, made, HOUSE))
        assert re.findall(r"\{\w+\}", said) == []
