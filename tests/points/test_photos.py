from io import BytesIO

import pytest
from PIL import Image

from app.base.core.errors import RuleBroken
from app.points import photos


def picture(kind="JPEG", size=(40, 30), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **options)
    return out.getvalue()


def test_a_photo_is_kept_small_under_the_hash_of_its_content(tmp_path):
    name = photos.keep(tmp_path, picture(size=(3000, 1500)))
    kept = photos.find(tmp_path, name)
    with Image.open(kept) as image:
        assert (image.format, image.size) == ("WEBP", (1200, 600))
    assert photos.keep(tmp_path, picture(size=(3000, 1500))) == name


def test_what_the_camera_wrote_in_it_is_gone(tmp_path):
    told = Image.Exif()
    told[0x010F] = "Appareil de Mia"
    name = photos.keep(tmp_path, picture(exif=told))
    assert b"Appareil de Mia" not in photos.find(tmp_path, name).read_bytes()


def test_the_content_decides_not_the_name(tmp_path):
    assert photos.keep(tmp_path, picture("PNG")).endswith(".webp")
    for forged in (b"", b"GIF89a" + b"\0" * 50, b"<svg/>", picture()[:200], picture("GIF")):
        with pytest.raises(RuleBroken, match="photo"):
            photos.keep(tmp_path, forged)


def test_a_bomb_is_refused_before_it_is_opened(tmp_path):
    with pytest.raises(RuleBroken, match="pixels"):
        photos.keep(tmp_path, picture("PNG", size=(8000, 7000)))
    with pytest.raises(RuleBroken, match="8 Mo"):
        photos.keep(tmp_path, b"x" * (photos.MOST_BYTES + 1))


@pytest.mark.parametrize("name", ["../secret-key", "a.webp", "", "A" * 64 + ".webp"])
def test_no_other_file_is_found(tmp_path, name):
    assert photos.find(tmp_path, name) is None
