"""Files of structures between their preview and their import: kept by hash, for some days."""

import hashlib
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from app.base.core.errors import NotFound, RuleBroken
from app.base.core.text import N_

FOLDER: Final = "partner-imports"
MOST_BYTES: Final = 5 * 1024 * 1024
KEPT: Final = timedelta(days=7)
HEAVY: Final = N_("Ce fichier dépasse 5 Mo : coupez-le en plusieurs.")
EMPTY: Final = N_("Ce fichier est vide.")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def keep(data_dir: Path, content: bytes) -> str:
    """Keep a file; return its hash. Raises RuleBroken (field "file")."""
    if not content:
        raise RuleBroken(EMPTY, field="file")
    if len(content) > MOST_BYTES:
        raise RuleBroken(HEAVY, field="file")
    digest = hashlib.sha256(content).hexdigest()
    path = data_dir / FOLDER / digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content)
    return digest


def path_of(data_dir: Path, digest: str) -> Path:
    """Return the file of a hash. Raises NotFound."""
    path = data_dir / FOLDER / digest
    if not _HASH.fullmatch(digest) or not path.is_file():
        raise NotFound
    return path


def forget(data_dir: Path, now: datetime) -> None:
    """Delete the files that nobody imports any more."""
    for path in sorted((data_dir / FOLDER).glob("*")):
        if path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
