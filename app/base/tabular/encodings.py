"""Bytes to text: which encoding a file is in, without holding it whole."""

import codecs
from pathlib import Path
from typing import Final

from app.base.core.text import N_
from app.base.tabular.lines import ImportRefused

CHUNK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN: Final = {
    b"PK\x03\x04": N_(
        "C’est un classeur (.xlsx ou .ods) : enregistrez-le au format CSV, puis envoyez-le."
    ),
    b"\xd0\xcf\x11\xe0": N_(
        "C’est un ancien classeur Excel : enregistrez-le au format CSV, puis envoyez-le."
    ),
    b"%PDF": N_("C’est un PDF : envoyez le tableau au format CSV."),
    b"\x1f\x8b": N_("Ce fichier est compressé : décompressez-le, puis envoyez-le."),
    b"\x89PNG": N_("C’est une image : envoyez un tableau au format CSV."),
    b"\xff\xd8\xff": N_("C’est une image : envoyez un tableau au format CSV."),
    b"SQLite": N_("C’est une base de données : exportez la table au format CSV."),
}


def check_size(path: Path, most_bytes: int) -> None:
    """Refuse an empty file and one above the limit, before reading it."""
    size = path.stat().st_size
    if size == 0:
        raise ImportRefused(N_("Ce fichier est vide."), field="file")
    if size > most_bytes:
        raise ImportRefused(
            N_(
                "Ce fichier pèse %(size)d Mo ; la limite est de %(most)d Mo. "
                "Gardez seulement votre territoire, ou coupez-le en plusieurs."
            ),
            field="file",
            size=-(-size // CHUNK),
            most=most_bytes // CHUNK,
        )


def encoding_of(path: Path) -> str:
    """Return `utf-8-sig`, `utf-16` or `cp1252`; refuse what is no text, saying what it is."""
    with path.open("rb") as file:
        head = file.read(8)
        for signature, sentence in _FOREIGN.items():
            if head.startswith(signature):
                raise ImportRefused(sentence, field="file")
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"
