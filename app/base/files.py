"""Papers that people hand in: known by their content, kept by their hash, never served inline.

A file's name is decoration: what it is, its first bytes say. What could run somewhere (programs,
web pages, drawings with scripts, documents with macros) is refused.
"""

import hashlib
import os
import re
import tempfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_, clean

MOST_BYTES: Final = 15 * 1024 * 1024
FOLDER: Final = "papers"
HASH: Final = re.compile(r"[0-9a-f]{64}")
HEAVY: Final = N_("« %(name)s » dépasse 15 Mo : réduisez-le, ou envoyez-le en plusieurs fois.")
EMPTY: Final = N_("« %(name)s » est vide : vérifiez le fichier, puis envoyez-le de nouveau.")
UNKNOWN: Final = N_(
    "« %(name)s » n’est pas un document que nous gardons : envoyez un PDF, une image, un texte,"
    " un tableur ou un document de bureautique sans macro."
)
OFFICE: Final = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}
OPEN: Final = tuple(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
EXTENSIONS: Final = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    **dict(zip(OFFICE.values(), (".docx", ".xlsx", ".pptx"), strict=True)),
    **dict(zip(OPEN, (".odt", ".ods", ".odp"), strict=True)),
}
_SIGNED: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_MACROS: Final = re.compile(
    r"vbaproject|macros?/|scripts?/|basic/|\.exe$|\.dll$|\.js$", re.IGNORECASE
)
_MARKUP: Final = re.compile(rb"<\s*(!doctype|html|svg|script|\?xml|\?php)|^#!", re.IGNORECASE)
_HEADERS: Final = re.compile(
    rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:from|received|return-path):", re.IGNORECASE
)
_MOST_MEMBERS: Final = 2000


@dataclass(frozen=True)
class KeptFile:
    """A file that was taken in: its hash, what it is, how long (bytes), what it may be called."""

    sha256: str
    media_type: str
    size: int
    filename: str


def keep(data_dir: Path, content: bytes, name: str) -> KeptFile:
    """Store a paper under its SHA-256, outside of what the web serves.

    The same paper twice is one file. Raises RuleBroken (field "file") when it is empty, heavier
    than `MOST_BYTES` or of no kind that we keep.
    """
    called = safe_name(name)
    if not content:
        raise RuleBroken(EMPTY, field="file", name=called)
    if len(content) > MOST_BYTES:
        raise RuleBroken(HEAVY, field="file", name=called)
    media_type = kind_of(content)
    if media_type is None:
        raise RuleBroken(UNKNOWN, field="file", name=called)
    digest = hashlib.sha256(content).hexdigest()
    path = data_dir / FOLDER / digest[:2] / digest
    if not path.is_file():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(path)
    stem = called.rsplit(".", 1)[0] or "document"
    return KeptFile(digest, media_type, len(content), f"{stem}{EXTENSIONS[media_type]}")


def find(data_dir: Path, sha256: str) -> Path | None:
    """Return the file of a paper, or None when there is none under this hash."""
    if not HASH.fullmatch(sha256):
        return None
    path = data_dir / FOLDER / sha256[:2] / sha256
    return path if path.is_file() else None


def safe_name(name: str) -> str:
    """Return a file's own name, without a path or a sign that means something elsewhere."""
    last = re.split(r"[\\/]", clean(name, limit=300))[-1]
    kept = re.sub(r"[^\w .()’'-]", "_", last).strip(" .")
    return kept[-110:] or "document"


def kind_of(content: bytes) -> str | None:
    """Return the media type that the bytes show, or None when we do not keep such a file."""
    for mark, media_type in _SIGNED:
        if content.startswith(mark):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:4] == b"PK\x03\x04":
        return _office_kind(content)
    return _text_kind(content)


def _office_kind(content: bytes) -> str | None:
    """Return which office document a zip is, when it holds neither macro nor program."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.namelist()
            if len(members) > _MOST_MEMBERS or any(_MACROS.search(name) for name in members):
                return None
            declared = (
                archive.read("mimetype")[:120].decode("ascii", "replace")
                if (
                    "mimetype" in members and archive.getinfo("mimetype").file_size < 200  # noqa: PLR2004 - one short line
                )
                else ""
            )
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    if declared in OPEN:
        return declared
    return next((kind for member, kind in OFFICE.items() if member in members), None)


def _text_kind(content: bytes) -> str | None:
    """Return whether plain text is a letter or a note; anything that could run is neither."""
    start = content[:4096]
    if b"\x00" in content:
        return None
    if _HEADERS.match(start.replace(b"\r\n", b"\n")):
        return "message/rfc822"
    if _MARKUP.search(start):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if any(byte < 9 for byte in content):  # noqa: PLR2004 - control signs: no text in any code page
            return None
    return "text/plain"
