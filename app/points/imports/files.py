"""Which format a file is in, told from its content; its name counts for nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from app.base.core.text import N_
from app.base.tabular import tables
from app.base.tabular.encodings import check_size, encoding_of
from app.base.tabular.lines import LINE, ImportRefused, Problem, Record
from app.points.imports import geojson, osm
from app.points.imports.dialects.known import DIALECTS, OSM, Dialect, spoken
from app.points.imports.json_stream import head_keys

MEGABYTE: Final = 1 << 20
UPLOAD_MB: Final = 20
COMMAND_MB: Final = 64
MOST_LINES: Final = 300_000
_LOOKED_AT: Final = 50
"""Features whose names of properties tell the dialect."""

_NO_COLUMN = N_(
    "Nous ne reconnaissons pas les colonnes de ce fichier (%(columns)s). "
    "Il faut au moins une colonne « nom » : partez du modèle à télécharger."
)


@dataclass(frozen=True)
class Reading:
    """A file whose format is known; `records` opens it anew each time it is called."""

    format: str
    dialect: Dialect
    path: Path
    table: tables.Table | None = None

    @property
    def notes(self) -> tuple[Problem, ...]:
        """Return what is to be known of the file as a whole."""
        return self.table.notes if self.table else ()

    def records(self) -> Iterator[Record]:
        """Yield the lines of the file, at most as many as we read."""
        match self.format:
            case "csv" if self.table:
                found = tables.records(self.path, self.table)
            case "geojson":
                found = geojson.records(self.path)
            case "overpass":
                found = osm.overpass(self.path)
            case _:
                found = osm.xml(self.path)
        return islice(_told_where_it_breaks(found), MOST_LINES)


def recognise(path: Path, *, most_mb: int = UPLOAD_MB) -> Reading:
    """Tell what a file is. Raises ImportRefused when it is nothing that we read."""
    check_size(path, most_mb * MEGABYTE)
    encoding = encoding_of(path)
    start = _first_sign(path, encoding)
    if start == "<":
        return _xml(path, encoding)
    if start in "{[":
        return _json(path, encoding, start)
    table = tables.open_table(path)
    dialect = spoken(table.columns)
    if dialect is None:
        raise ImportRefused(_NO_COLUMN, field="file", columns=_shown(table.columns))
    return Reading("csv", dialect, path, table)


def dialect_named(code: str) -> Dialect:
    """Return a dialect by its code."""
    return DIALECTS[code]


def _told_where_it_breaks(found: Iterator[Record]) -> Iterator[Record]:
    """Yield records; a file that breaks after some of them ends with a line that says so."""
    number = 0
    try:
        for record in found:
            number = record.number
            yield record
    except ImportRefused as refused:
        if not number:
            raise
        problem = Problem(LINE, refused.sentence, refused.values)
        yield Record(number + 1, {}, errors=(problem,))


def _first_sign(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace") as file:
        return file.read(4096).lstrip("\ufeff \t\r\n\0")[:1] or " "


def _xml(path: Path, encoding: str) -> Reading:
    with path.open(encoding=encoding, errors="replace") as file:
        head = file.read(4096)
    if "<osm" not in head:
        sentence = N_("Ce fichier XML n’est pas un extrait OpenStreetMap (.osm).")
        if "<html" in head.lower() or "<!doctype html" in head.lower():
            sentence = N_("C’est une page web, pas un fichier de lieux.")
        elif "<!DOCTYPE" in head or "<!ENTITY" in head:
            sentence = N_("Ce fichier XML déclare des entités : par prudence, il n’est pas lu.")
        raise ImportRefused(sentence, field="file")
    return Reading("osm", OSM, path)


def _json(path: Path, encoding: str, start: str) -> Reading:
    keys = head_keys(path, encoding) if start == "{" else frozenset()
    if "elements" in keys:
        return Reading("overpass", OSM, path)
    if "features" not in keys:
        sentence = N_("Ce fichier JSON n’est ni une collection GeoJSON ni une réponse d’Overpass.")
        raise ImportRefused(sentence, field="file")
    seen: dict[str, None] = {}
    for record in islice(_told_where_it_breaks(geojson.records(path)), _LOOKED_AT):
        seen.update(dict.fromkeys(record.cells))
    dialect = spoken(seen)
    if dialect is None:
        raise ImportRefused(_NO_COLUMN, field="file", columns=_shown(tuple(seen)))
    return Reading("geojson", dialect, path)


def _shown(columns: tuple[str, ...]) -> str:
    return ", ".join(one[:30] for one in columns[:8] if one) or "aucune"
