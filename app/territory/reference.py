"""The reference files of this room: communes, outlines. See data/README.md for their sources."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from app.territory.rules.names import key
from app.territory.rules.outlines import Outline, outline

FOLDER = files("app.territory") / "data"
Row = dict[str, Any]


def communes() -> Iterator[tuple[Row, list[str]]]:
    """Yield each commune as a row of its table, with its postcodes, the main one first."""
    packed = (FOLDER / "communes.csv.gz").read_bytes()
    text = gzip.decompress(packed).decode("utf-8")
    for line in csv.DictReader(io.StringIO(text)):
        yield _row(line), line["postcodes"].split("|")


@cache
def features() -> dict[str, Row]:
    """Return the GeoJSON features of the communes whose outline we have, by INSEE code."""
    found: dict[str, Row] = {}
    for file in FOLDER.iterdir():
        if file.name.endswith("_communes.geojson"):
            read = json.loads(file.read_text(encoding="utf-8"))["features"]
            found |= {feature["properties"]["code"]: feature for feature in read}
    return found


@cache
def departments() -> dict[str, Row]:
    """Return the GeoJSON features of the départements, by code."""
    text = (FOLDER / "departements.geojson").read_text(encoding="utf-8")
    return {feature["properties"]["code"]: feature for feature in json.loads(text)["features"]}


@cache
def border(insee: str) -> Outline | None:
    """Return a commune's outline, or None where we have none."""
    feature = features().get(insee)
    return outline(feature) if feature else None


def _row(line: dict[str, str]) -> Row:
    return {
        "insee": line["insee"],
        "name": line["name"],
        "folded": key(line["name"]),
        "population": int(line["population"]),
        "department": line["department"],
        "department_name": line["department_name"],
        "epci": line["epci"] or None,
        "epci_name": line["epci_name"] or None,
        "lat": float(line["lat"]),
        "lon": float(line["lon"]),
        "hall_lat": float(line["hall_lat"]) if line["hall_lat"] else None,
        "hall_lon": float(line["hall_lon"]) if line["hall_lon"] else None,
        "area_ha": int(line["area_ha"]),
        "density": int(line["density"]),
        "estimated": bool(line["estimated"]),
    }
