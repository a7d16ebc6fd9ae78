"""Pictures of the demonstration's places: drawn here, flat, and they say what they are."""

from collections.abc import Callable
from io import BytesIO
from typing import Final
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

WIDE, HIGH = 960, 640
_FINE: Final = 2
"""Drawn twice as large, then made small: soft edges."""
_SKY, _GROUND, _INK, _PAPER, _LEAF, _SUN = (
    *("#dbe9ee", "#d8d3c4", "#14211b", "#fbfaf6", "#0f6b4f", "#f2b134"),
)
_WALLS: Final = ("#c98f6b", "#8fa89a", "#d9b98a", "#9aa9bd", "#b98f9b")
_STRIP: Final = 84

Canvas = ImageDraw.ImageDraw


def illustration(scene: str, name: str) -> bytes:
    """Return a PNG of an invented place: `scene` is a key of SCENES, `name` goes on its sign."""
    picture = Image.new("RGB", (WIDE * _FINE, HIGH * _FINE), _SKY)
    canvas = ImageDraw.Draw(picture)
    wall = _WALLS[sum(name.encode()) % len(_WALLS)]
    _box(canvas, 0, 470, WIDE, HIGH, _GROUND)
    canvas.ellipse(_scaled(760, 60, 850, 150), fill=_SUN)
    SCENES[scene](canvas, wall, name)
    _box(canvas, 0, HIGH - _STRIP, WIDE, HIGH, _PAPER)
    _text(canvas, (WIDE // 2, HIGH - _STRIP // 2), "Illustration : lieu fictif", 34, _INK)
    out = BytesIO()
    picture.resize((WIDE, HIGH), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _shop(canvas: Canvas, wall: str, name: str) -> None:
    """Draw a front with its awning, a window and a door."""
    _box(canvas, 130, 130, 830, 500, wall)
    canvas.polygon(_points((100, 130), (860, 130), (800, 70), (160, 70)), fill="#6b4f43")
    _sign(canvas, 480, 185, 600, name)
    for stripe in range(12):
        left = 160 + stripe * 34
        colour = _LEAF if stripe % 2 else _PAPER
        canvas.polygon(
            _points((left, 240), (left + 34, 240), (left + 28, 290), (left - 6, 290)), fill=colour
        )
    _box(canvas, 170, 290, 560, 470, "#cfe0e0", edge=_INK)
    for left, top, colour in ((200, 400, _LEAF), (300, 380, "#b4472e"), (420, 410, "#2a5d84")):
        _box(canvas, left, top, left + 80, 468, colour)
    _box(canvas, 630, 260, 770, 500, _INK)
    _box(canvas, 645, 275, 755, 390, "#cfe0e0")


def _bin(canvas: Canvas, wall: str, name: str) -> None:
    """Draw a container on a pavement, its slot open."""
    _box(canvas, 0, 330, WIDE, 470, "#b9cbb0")
    canvas.polygon(_points((330, 170), (630, 170), (660, 220), (300, 220)), fill=_LEAF)
    _box(canvas, 300, 220, 660, 520, wall)
    _box(canvas, 350, 250, 610, 310, _INK)
    canvas.polygon(_points((350, 310), (610, 310), (640, 350), (320, 350)), fill=_PAPER)
    _sign(canvas, 480, 430, 320, name)
    for left in (320, 600):
        _box(canvas, left, 520, left + 40, 540, _INK)


def _yard(canvas: Canvas, wall: str, name: str) -> None:
    """Draw a quay above three skips."""
    _box(canvas, 60, 150, 300, 330, wall)
    canvas.polygon(_points((40, 150), (320, 150), (180, 90)), fill="#6b4f43")
    _box(canvas, 150, 230, 210, 330, _INK)
    _box(canvas, 0, 330, WIDE, 400, "#a9a595")
    for rank, colour in enumerate((_LEAF, "#2a5d84", "#b4472e")):
        left = 60 + rank * 300
        canvas.polygon(
            _points((left, 400), (left + 250, 400), (left + 225, 530), (left + 25, 530)),
            fill=colour,
        )
        _box(canvas, left + 30, 380, left + 220, 400, _SUN if rank == 1 else "#8d8a7c")
    _sign(canvas, 640, 230, 560, name)
    for left in (380, 880):
        _box(canvas, left, 270, left + 14, 330, _INK)


def _van(canvas: Canvas, wall: str, name: str) -> None:
    """Draw the van of a collection, its side written."""
    _box(canvas, 160, 200, 650, 470, wall)
    canvas.polygon(_points((650, 260), (760, 260), (830, 370), (830, 470), (650, 470)), fill=wall)
    canvas.polygon(_points((670, 280), (750, 280), (800, 365), (670, 365)), fill="#cfe0e0")
    _sign(canvas, 405, 330, 440, name)
    for centre in (280, 710):
        canvas.ellipse(_scaled(centre - 60, 420, centre + 60, 540), fill=_INK)
        canvas.ellipse(_scaled(centre - 26, 454, centre + 26, 506), fill=_PAPER)


def _envelope(canvas: Canvas, wall: str, name: str) -> None:
    """Draw a prepaid envelope before a letter box."""
    _box(canvas, 640, 200, 840, 500, _SUN)
    _box(canvas, 670, 240, 810, 262, _INK)
    _box(canvas, 110, 240, 590, 510, _PAPER, edge=wall)
    canvas.line(_points((110, 240), (350, 390), (590, 240)), fill=wall, width=6 * _FINE)
    _box(canvas, 510, 262, 570, 322, _LEAF)
    _sign(canvas, 350, 450, 420, name)


SCENES: Final[dict[str, Callable[[Canvas, str, str], None]]] = {
    "boutique": _shop,
    "borne": _bin,
    "quai": _yard,
    "camion": _van,
    "enveloppe": _envelope,
}


def _sign(canvas: Canvas, x: int, y: int, width: int, name: str) -> None:
    """Write a name on a pale board, as large as it may be; the one font has no accents."""
    bare = (
        normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode("ascii") or "?"
    )
    name = bare.upper()
    size = max(14, min(40, int(width / (0.7 * max(8, len(name))))))
    _box(canvas, x - width // 2, y - 36, x + width // 2, y + 36, _PAPER, edge=_INK)
    _text(canvas, (x, y), name, size, _INK)


def _text(canvas: Canvas, at: tuple[int, int], words: str, size: int, colour: str) -> None:
    font = ImageFont.load_default(size * _FINE)
    canvas.text(_points(at)[0], words, font=font, fill=colour, anchor="mm")


def _box(  # noqa: PLR0913, PLR0917 - four sides
    canvas: Canvas, left: int, top: int, right: int, bottom: int, colour: str, edge: str = ""
) -> None:
    line = 4 * _FINE if edge else 0
    canvas.rectangle(
        _scaled(left, top, right, bottom), fill=colour, outline=edge or None, width=line
    )


def _scaled(*numbers: int) -> list[int]:
    return [number * _FINE for number in numbers]


def _points(*corners: tuple[int, int]) -> list[tuple[int, int]]:
    return [(x * _FINE, y * _FINE) for x, y in corners]
