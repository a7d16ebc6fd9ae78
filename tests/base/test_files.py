"""Papers handed in: what they are, what they are called, what is refused."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base import files
from app.base.core.errors import RuleBroken


def zipped(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in members:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("Compte rendu : présents…".encode(), "text/plain"),
        (b"From: a@b.fr\r\nSubject: x\r\n\r\nbonjour", "message/rfc822"),
        (b"Received: by x\n\tfor y\nFrom: a@b.fr\n\n<script>x</script>", "message/rfc822"),
        (zipped("[Content_Types].xml", "word/document.xml"), files.OFFICE["word/document.xml"]),
    ],
)
def test_a_paper_is_known_by_what_it_holds(content: bytes, kind: str):
    assert files.kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"#!/bin/sh\nrm -rf x",
        b"<svg onload=alert(1)>",
        b"  <!DOCTYPE html><script>x</script>",
        zipped("word/document.xml", "word/vbaProject.bin"),
        zipped("a.exe"),
        b"PK\x03\x04 no zip at all",
    ],
)
def test_what_could_run_is_refused_whatever_its_name(tmp_path, content: bytes):
    with pytest.raises(RuleBroken) as refusal:
        files.keep(tmp_path, content, "facture.pdf")
    assert refusal.value.field == "file"
    assert not list(tmp_path.rglob("*"))


def test_a_paper_is_kept_once_under_its_hash(tmp_path):
    first = files.keep(tmp_path, b"%PDF-1.7 a", "../../x.pdf")
    second = files.keep(tmp_path, b"%PDF-1.7 a", "autre.exe")
    assert first.sha256 == second.sha256
    assert (first.filename, second.filename) == ("x.pdf", "autre.pdf")
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [first.sha256]
    assert files.find(tmp_path, first.sha256).read_bytes() == b"%PDF-1.7 a"


def test_what_is_too_heavy_is_said_with_its_name(tmp_path):
    with pytest.raises(RuleBroken, match=r"gros\.pdf"):
        files.keep(tmp_path, b"%PDF-" + b"x" * files.MOST_BYTES, "gros.pdf")


@given(st.text(max_size=300))
def test_no_name_ever_leads_elsewhere(name: str):
    safe = files.safe_name(name)
    assert safe
    assert not {"/", "\\", "\x00", "\n", '"'} & set(safe)
    assert not safe.startswith(".")


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "a" * 63, "A" * 64])
def test_a_forged_hash_finds_nothing(tmp_path, sha256: str):
    assert files.find(tmp_path, sha256) is None
