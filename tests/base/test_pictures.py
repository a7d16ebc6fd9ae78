import os
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pillow_heif
import pytest
from PIL import Image, PngImagePlugin

from app.base import pictures
from app.base.core.errors import RuleBroken

SECRET = "Appareil de Mia, 47.99 N 2.73 E"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def image(size=(40, 30), mode="RGB") -> Image.Image:
    return Image.new(mode, size, "green" if mode != "P" else 3)


def picture(kind="JPEG", size=(40, 30), mode="RGB", **options) -> bytes:
    out = BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image(size)).save(out, **options)
    else:
        image(size, mode).save(out, kind, **options)
    return out.getvalue()


def told(orientation: int = 1) -> Image.Exif:
    """Return what a camera writes: its owner, where, which way up."""
    made = Image.Exif()
    made[0x010F], made[0x0112] = SECRET, orientation
    made.get_ifd(0x8825)[1] = "N"
    made.get_ifd(0x8825)[2] = (47.0, 59.0, 56.0)
    return made


def with_metadata(kind: str) -> bytes:
    if kind == "PNG":
        chunk = PngImagePlugin.PngInfo()
        chunk.add_text("Comment", SECRET)
        return picture("PNG", pnginfo=chunk, exif=told())
    if kind == "HEIF":
        return picture("HEIF", exif=told().tobytes())
    return picture(kind, exif=told(), xmp=f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode())


def gif_bomb() -> bytes:
    frames = [image((50, 50), "P") for _ in range(300)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def png_bomb(side: int) -> bytes:
    """Return a PNG of some bytes that says it is `side` pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    header = side.to_bytes(4) + side.to_bytes(4) + bytes((1, 0, 0, 0, 0))
    pixels = zlib.compress(bytes(1000))
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_is_kept_small_under_the_hash_of_its_content(tmp_path, kind):
    content = picture(kind, size=(3000, 1500))
    name = pictures.keep(tmp_path, content)
    with Image.open(pictures.find(tmp_path, name)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (1200, 600))
    assert pictures.keep(tmp_path, content) == name
    assert len(list((tmp_path / "photos").iterdir())) == 1


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_colour_is_read(tmp_path, mode):
    assert pictures.keep(tmp_path, picture("PNG", mode=mode) if mode != "I;16" else sixteen_bits())


def sixteen_bits() -> bytes:
    out = BytesIO()
    Image.new("I;16", (40, 30), 40_000).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_that_the_camera_wrote_survives(tmp_path, kind):
    content = with_metadata(kind)
    assert SECRET.encode() in content
    path = pictures.find(tmp_path, pictures.keep(tmp_path, content))
    assert b"Mia" not in path.read_bytes()
    with Image.open(path) as kept:
        assert dict(kept.getexif()) == {}
        assert set(kept.info) <= {"loop", "background", "timestamp", "duration"}


@pytest.mark.parametrize(
    ("kind", "orientation", "size"),
    [("JPEG", 6, (30, 40)), ("JPEG", 3, (40, 30)), ("WEBP", 8, (30, 40))],
)
def test_a_photo_taken_sideways_is_upright(tmp_path, kind, orientation, size):
    name = pictures.keep(tmp_path, picture(kind, exif=told(orientation)))
    with Image.open(pictures.find(tmp_path, name)) as kept:
        assert kept.size == size


def test_a_large_photo_taken_sideways_is_upright_too(tmp_path):
    name = pictures.keep(tmp_path, picture(size=(4000, 2000), exif=told(6)))
    with Image.open(pictures.find(tmp_path, name)) as kept:
        assert kept.size == (600, 1200)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SVG,
        gif_bomb(),
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture()[:200],
        picture("PNG")[:60],
        picture("WEBP")[:30],
        picture("HEIF")[:150],
        b"\0\0\0\x18ftypavif" + bytes(40),
        b"\0\0\0\x18ftypheic" + bytes(40),
        b"\xff\xd8\xff\xe0" + bytes(100),
        SVG + picture(),
        b"%PDF-1.7 " + picture(),
    ],
    ids=range(15),
)
def test_what_is_no_photo_is_refused_in_a_sentence_that_names_what_is(tmp_path, content):
    with pytest.raises(RuleBroken, match="JPEG, PNG, WebP ou HEIC") as refusal:
        pictures.keep(tmp_path, content)
    assert refusal.value.field == "photo"
    assert list(tmp_path.rglob("*.*")) == []


@pytest.mark.parametrize("side", [7_100, 20_000, 60_000])
def test_a_bomb_is_refused_before_it_is_opened(tmp_path, side):
    with pytest.raises(RuleBroken, match="pixels") as refusal:
        pictures.keep(tmp_path, png_bomb(side))
    assert refusal.value.field == "photo"


def test_forty_megabytes_are_refused_unread(tmp_path):
    with pytest.raises(RuleBroken, match="8 Mo"):
        pictures.keep(tmp_path, picture() + bytes(40 * 1024 * 1024))


@pytest.mark.parametrize("name", ["../secret-key", "a.webp", "", "A" * 64 + ".webp"])
def test_no_other_file_is_found_or_forgotten(tmp_path, name):
    (tmp_path / "secret-key").write_text("kept")
    assert pictures.find(tmp_path, name) is None
    assert pictures.forget(tmp_path, [name]) == 0
    assert (tmp_path / "secret-key").exists()


def test_a_photo_of_a_pickup_is_not_found_among_those_of_places(tmp_path):
    name = pictures.keep(tmp_path, picture(), pictures.PICKUPS)
    assert pictures.find(tmp_path, name) is None
    assert pictures.find(tmp_path, name, pictures.PICKUPS).parent.name == "pickup-photos"


def test_a_photo_of_a_pickup_is_never_sent_by_the_public_address(client, settings):
    name = pictures.keep(settings.data_dir, picture(), pictures.PICKUPS)
    assert client.get(f"/photos/{name}").status_code == 404
    assert pictures.keep(settings.data_dir, picture()) == name
    with client.get(f"/photos/{name}") as shown:
        assert shown.status_code == 200


def test_the_files_of_some_photos_are_forgotten_in_their_folder_alone(tmp_path):
    name = pictures.keep(tmp_path, picture(), pictures.PICKUPS)
    pictures.keep(tmp_path, picture())
    assert pictures.forget(tmp_path, [name, name, "0" * 64 + ".webp"], pictures.PICKUPS) == 2
    assert pictures.find(tmp_path, name, pictures.PICKUPS) is None
    assert pictures.find(tmp_path, name)


def aged(tmp_path, size, seconds: int) -> str:
    name = pictures.keep(tmp_path, picture(size=size), pictures.PICKUPS)
    at = NOON.timestamp() + seconds
    os.utime(pictures.find(tmp_path, name, pictures.PICKUPS), (at, at))
    return name


def test_drafts_that_no_row_names_are_deleted_after_their_time(tmp_path):
    old, used = aged(tmp_path, (10, 10), -1), aged(tmp_path, (11, 11), -1)
    young = aged(tmp_path, (12, 12), 0)
    (tmp_path / "pickup-photos" / "killed.part").touch()
    os.utime(tmp_path / "pickup-photos" / "killed.part", (0, 0))
    assert pictures.forget_drafts(tmp_path, {used}, NOON) == 2
    assert pictures.find(tmp_path, old, pictures.PICKUPS) is None
    assert pictures.find(tmp_path, used, pictures.PICKUPS)
    assert pictures.find(tmp_path, young, pictures.PICKUPS)


def test_a_draft_sent_again_is_young_again(tmp_path):
    name = aged(tmp_path, (10, 10), -(10**9))
    assert pictures.keep(tmp_path, picture(size=(10, 10)), pictures.PICKUPS) == name
    before = datetime.now(UTC) - timedelta(minutes=1)
    assert pictures.forget_drafts(tmp_path, set(), before) == 0


def test_without_a_folder_there_is_no_draft_to_forget(tmp_path):
    assert pictures.forget_drafts(tmp_path, set(), NOON) == 0


def test_the_same_photo_sent_at_once_is_one_file(tmp_path):
    content = picture(size=(900, 700))
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _n: pictures.keep(tmp_path, content), range(16)))
    assert [path.name for path in (tmp_path / "photos").iterdir()] == list(names)


def test_the_heif_reader_is_not_loaded_before_its_first_photo():
    told_by = "import sys, app.rooms; print('pillow_heif' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told_by], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
