"""Photos: read by content, made small, kept by their hash outside the web root.

Each use has its folder: what anybody may see and what only some may see never mix.
"""

import hashlib
import os
import re
import tempfile
import warnings
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_

if TYPE_CHECKING:
    from PIL import Image

PUBLIC: Final = "photos"
"""Photos of places: shown to anybody by their name."""
PICKUPS: Final = "pickup-photos"
"""Photos of what somebody gives away, at their home: shown to them and to the team alone."""
MOST_BYTES: Final = 8 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LONGEST_PX: Final = 1200
NAME: Final = re.compile(r"(illustration-)?[0-9a-f]{64}\.webp")
FORMATS: Final = ("JPEG", "PNG", "WEBP")
HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""What a phone's HEIC or HEIF photo has behind `ftyp`. Source: ISO/IEC 23008-12, annex B."""
UNREADABLE: Final = N_(
    "Ce fichier n’est pas une photo lisible : envoyez une photo JPEG, PNG, WebP ou HEIC."
)
TOO_HEAVY: Final = N_("Cette photo dépasse 8 Mo : choisissez-en une plus légère.")
TOO_LARGE: Final = N_("Cette photo a trop de pixels : réduisez-la à 4 000 de large.")


def keep(data_dir: Path, content: bytes, folder: str = PUBLIC, *, drawn: bool = False) -> str:
    """Store a photo as WebP without its metadata, at most 1200 px wide or high; return its name.

    The name is the hash of what is stored: the same photo twice is one file, as young as the
    second; the name of a `drawn` one says that it is an illustration. Raises RuleBroken
    (field "photo") when the bytes are no photo that we read.
    """
    small = _reduced(content)
    kind = "illustration-" if drawn else ""
    name = f"{kind}{hashlib.sha256(small).hexdigest()}.webp"
    path = data_dir / folder / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(small)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(path)
    _settle(path.parent)
    return name


def _settle(folder: Path) -> None:
    """Write a folder's new names to the disk: a row that names a file must not outlive it."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def is_drawn(name: str) -> bool:
    """Tell whether a photo's name says that it is an illustration."""
    return name.startswith("illustration-")


def find(data_dir: Path, name: str, folder: str = PUBLIC) -> Path | None:
    """Return the file of a photo, or None when there is none under this name."""
    if not NAME.fullmatch(name):
        return None
    path = data_dir / folder / name
    return path if path.is_file() else None


def forget(
    data_dir: Path, names: Iterable[str], folder: str = PUBLIC, *, before: datetime | None = None
) -> int:
    """Delete the files of some photos, those sent `before` an instant if given; return how many."""
    found = [path for name in names if (path := find(data_dir, name, folder)) is not None]
    if before is not None:
        found = [path for path in found if path.stat().st_mtime < before.timestamp()]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def forget_drafts(
    data_dir: Path, used: Collection[str], before: datetime, folder: str = PICKUPS
) -> int:
    """Delete what was sent before an instant and that no row names; return how many files.

    A photo is sent before its form is complete, and many forms never are.
    """
    files = (path for path in (data_dir / folder).glob("*") if path.is_file())
    old = [p for p in files if p.name not in used and p.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _reduced(content: bytes) -> bytes:
    """Return the photo upright, small, re-encoded: nothing of the file sent is kept."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - four rare megabytes

    if len(content) > MOST_BYTES:
        raise RuleBroken(TOO_HEAVY, field="photo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _encoded(Image.open(BytesIO(content), formats=_formats(content)))
    except Image.DecompressionBombError:
        raise RuleBroken(TOO_LARGE, field="photo") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError):
        raise RuleBroken(UNREADABLE, field="photo") from None


def _formats(content: bytes) -> tuple[str, ...]:
    """Return the formats to try; the HEIF reader is loaded for the first such photo."""
    if content[4:8] != b"ftyp":
        return FORMATS
    if content[8:12] not in HEIF_BRANDS:
        raise RuleBroken(UNREADABLE, field="photo")
    _read_heif()
    return ("HEIF",)


@cache
def _read_heif() -> None:
    """Teach Pillow HEIF, not at the start: the library weighs on every web process."""
    import pillow_heif  # noqa: PLC0415 - lazily, see above

    pillow_heif.register_heif_opener(thumbnails=False)


def _encoded(photo: "Image.Image") -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    if photo.width * photo.height > MOST_PIXELS:
        raise RuleBroken(TOO_LARGE, field="photo")
    photo.thumbnail((LONGEST_PX, LONGEST_PX))
    upright = ImageOps.exif_transpose(photo).convert("RGB")
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()
