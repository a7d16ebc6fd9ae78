"""The QR code of an address, as the path of an SVG: no image file, no inline style."""

from dataclasses import dataclass

QUIET = 4
"""Empty modules around the code; the standard asks for four."""


@dataclass(frozen=True)
class QrCode:
    """A code's side in modules, its quiet zone included, and its dark modules as a path."""

    side: int
    path: str


def qr(address: str) -> QrCode:
    """Return the code of an address, readable with 15 % of it torn or dirty."""
    import qrcode  # noqa: PLC0415 - it brings Pillow: four megabytes for a rare page

    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    made.add_data(address)
    made.make(fit=True)
    rows = made.get_matrix()
    return QrCode(len(rows), "".join(_row(y, row) for y, row in enumerate(rows)))


def _row(y: int, row: list[bool]) -> str:
    """Return the runs of dark modules of one row."""
    drawn, start = [], None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            drawn.append(f"M{start} {y}h{x - start}v1H{start}z")
            start = None
    return "".join(drawn)
