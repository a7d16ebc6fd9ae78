"""The photos that askers join, kept by their hash outside the web root."""

import re
from pathlib import Path
from typing import Final

NAME: Final = re.compile(r"[0-9a-f]{64}\.webp")


def find(data_dir: Path, name: str) -> Path | None:
    """Return the file of a photo, or None when there is none under this name."""
    if not NAME.fullmatch(name):
        return None
    path = data_dir / "photos" / name
    return path if path.is_file() else None
