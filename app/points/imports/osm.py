"""OpenStreetMap extracts: Overpass JSON, and .osm XML read without entities nor outside files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from app.base.core.text import N_
from app.base.tabular.encodings import CHUNK, encoding_of
from app.base.tabular.lines import ImportRefused, Record
from app.points.imports.geojson import cell
from app.points.imports.json_stream import objects

MOST_TAGS: Final = 300
MOST_NODES: Final = 300_000
"""Bare nodes kept to place the ways made of them; ask Overpass for `out center` beyond."""

_KINDS = frozenset({"node", "way", "relation"})
Position = tuple[float, float]


def overpass(path: Path) -> Iterator[Record]:
    """Yield the tagged elements of an Overpass JSON answer, numbered from 1."""
    number = 0
    for element in objects(path, "elements", encoding_of(path)):
        if not isinstance(element, dict) or not isinstance(element.get("tags"), dict):
            continue
        number += 1
        tags = {str(k): cell(v) for k, v in list(element["tags"].items())[:MOST_TAGS]}
        where = element if "lat" in element else element.get("center")
        yield Record(number, tags, _position(where), _ref(element.get("type"), element.get("id")))


def xml(path: Path) -> Iterator[Record]:
    """Yield the tagged elements of an .osm file, numbered from 1."""
    reader = _Xml()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            reader.feed(chunk)
            yield from reader.ready()
    reader.feed(b"", final=True)
    yield from reader.ready()


def _ref(kind: object, number: object) -> str:
    return f"{kind}/{number}"[:120] if kind and number else ""


def _position(where: Any) -> tuple[str, str] | None:
    if not isinstance(where, dict) or "lat" not in where or "lon" not in where:
        return None
    return cell(where["lat"]), cell(where["lon"])


class _Xml:
    """The elements of an .osm document as they close."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse_outside
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._nodes: dict[str, Position] = {}
        self._ready: list[Record] = []
        self._element: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._corners: list[Position] = []
        self._number = 0

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Read on. Raises ImportRefused on what is no XML."""
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            sentence = N_("Ce fichier XML est abîmé, ligne %(line)d.")
            raise ImportRefused(sentence, field="file", line=error.lineno) from None
        except (ValueError, LookupError):
            sentence = N_("L’encodage de ce fichier XML n’est pas connu : enregistrez-le en UTF-8.")
            raise ImportRefused(sentence, field="file") from None

    def ready(self) -> list[Record]:
        """Return the elements that closed since the last call."""
        found, self._ready = self._ready, []
        return found

    def _refuse(self, *_declaration: object) -> None:
        raise ImportRefused(
            N_("Ce fichier XML déclare des entités : par prudence, il n’est pas lu."), field="file"
        )

    def _refuse_outside(self, *_reference: object) -> int:
        self._refuse()
        return 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _KINDS:
            self._element, self._tags, self._corners = attributes | {"_": name}, {}, []
        elif name == "tag" and len(self._tags) < MOST_TAGS:
            self._tags[attributes.get("k", "")] = attributes.get("v", "")
        elif name == "center":
            self._element |= {key: attributes[key] for key in ("lat", "lon") if key in attributes}
        elif name == "nd" and (corner := self._nodes.get(attributes.get("ref", ""))):
            self._corners.append(corner)

    def _end(self, name: str) -> None:
        if name not in _KINDS:
            return
        if self._tags:
            self._number += 1
            ref = _ref(name, self._element.get("id"))
            self._ready.append(Record(self._number, self._tags, self._place(), ref))
        if name == "node" and len(self._nodes) < MOST_NODES:
            self._keep_node()
        self._element, self._tags = {}, {}

    def _keep_node(self) -> None:
        try:
            place = float(self._element["lat"]), float(self._element["lon"])
        except (KeyError, ValueError):
            return
        self._nodes[self._element.get("id", "")] = place

    def _place(self) -> tuple[str, str] | None:
        if "lat" in self._element or not self._corners:
            return _position(self._element)
        lats, lons = zip(*self._corners, strict=True)
        middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        return str(round(middle[0], 7)), str(round(middle[1], 7))
