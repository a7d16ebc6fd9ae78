"""Files of imports in the data folder: for their owner only, under their hash, for a day."""

import hashlib
import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID, uuid4

from app.base.core.text import N_, clean
from app.base.tabular.encodings import CHUNK
from app.base.tabular.lines import ImportRefused
from app.points.imports.files import MEGABYTE, UPLOAD_MB

KEPT: Final = timedelta(days=1)
_UNSAFE = re.compile(r"[^\w .()-]+")


def keep(data_dir: Path, stream: BinaryIO, *, most_mb: int = UPLOAD_MB) -> tuple[str, int]:
    """Write what is sent under its SHA-256; return that and its size in bytes.

    Raises ImportRefused when it is empty or too large: nothing is kept then.
    """
    part = folder(data_dir) / f"{uuid4()}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                _check(size, most_mb)
                digest.update(chunk)
                file.write(chunk)
        if not size:
            raise ImportRefused(N_("Choisissez un fichier qui n’est pas vide."), field="file")
        part.replace(upload(data_dir, digest.hexdigest()))
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest(), size


def folder(data_dir: Path) -> Path:
    """Return the folder of imports, made for its owner only."""
    path = data_dir / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def upload(data_dir: Path, sha256: str) -> Path:
    """Return where a file that was sent lies."""
    return folder(data_dir) / f"{sha256}.upload"


def report(data_dir: Path, batch_id: UUID) -> Path:
    """Return where the lines of an import lie."""
    return folder(data_dir) / f"{batch_id}.lines"


def filename(name: str | None) -> str:
    """Return a file's name fit to be shown: no folder, no odd sign, 120 signs at most."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    return _UNSAFE.sub("_", clean(last, limit=120)).strip(". ") or "fichier"


def purge(data_dir: Path, *, now: datetime, busy: Callable[[str], bool]) -> int:
    """Delete the files older than a day, but those whose name is `busy`; return how many."""
    oldest = (now - KEPT).timestamp()
    gone = 0
    for path in sorted(folder(data_dir).iterdir()):
        if path.stat().st_mtime < oldest and not busy(path.stem):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _check(size: int, most_mb: int) -> None:
    if size > most_mb * MEGABYTE:
        sentence = N_(
            "Ce fichier dépasse %(most)d Mo. Gardez seulement votre territoire, "
            "ou coupez-le en plusieurs."
        )
        raise ImportRefused(sentence, field="file", most=most_mb)
