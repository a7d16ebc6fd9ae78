"""Photos of places: read by content, made small, kept by their hash outside the web root."""

import hashlib
import re
import warnings
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from app.base.core.errors import RuleBroken
from app.base.core.text import N_

MOST_BYTES: Final = 8 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LONGEST_PX: Final = 1200
NAME: Final = re.compile(r"[0-9a-f]{64}\.webp")
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


def keep(data_dir: Path, content: bytes, *, folder: str = "photos") -> str:
    """Store a photo as WebP without its metadata, at most 1200 px wide or high; return its name.

    The name is the hash of what is stored: the same photo twice is one file. Raises
    RuleBroken (field "photo") when the bytes are no photo that we read.
    """
    small = _reduced(content)
    name = f"{hashlib.sha256(small).hexdigest()}.webp"
    shelf = data_dir / folder
    shelf.mkdir(parents=True, exist_ok=True)
    path = shelf / name
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_bytes(small)
        part.replace(path)
    return name


def find(data_dir: Path, name: str, *, folder: str = "photos") -> Path | None:
    """Return the file of a photo, or None when there is none under this name."""
    if not NAME.fullmatch(name):
        return None
    path = data_dir / folder / name
    return path if path.is_file() else None


def _reduced(content: bytes) -> bytes:
    """Return the photo upright, small, re-encoded: nothing of the file sent is kept."""
    if len(content) > MOST_BYTES:
        raise RuleBroken(
            N_("Cette photo dépasse 8 Mo : choisissez-en une plus légère."), field="photo"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _encoded(Image.open(BytesIO(content), formats=_FORMATS))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        sentence = N_("Ce fichier n’est pas une photo JPEG, PNG ou WebP lisible.")
        raise RuleBroken(sentence, field="photo") from None


def _encoded(photo: Image.Image) -> bytes:
    if photo.width * photo.height > MOST_PIXELS:
        sentence = N_("Cette photo a trop de pixels : réduisez-la à 4 000 de large.")
        raise RuleBroken(sentence, field="photo")
    upright = ImageOps.exif_transpose(photo).convert("RGB")
    upright.thumbnail((LONGEST_PX, LONGEST_PX))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()
