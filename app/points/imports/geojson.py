"""GeoJSON: each feature a record, its properties the cells, its geometry the position."""

from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, Final

from app.base.core.text import N_
from app.base.tabular.encodings import encoding_of
from app.base.tabular.lines import LINE, Problem, Record
from app.base.tabular.tables import column_key
from app.points.imports.json_stream import objects

MOST_CELLS: Final = 400
MOST_CORNERS: Final = 20_000
DEEPEST: Final = 8
_CENTRE = N_("Ce n’est pas un point mais un contour : nous prenons son milieu.")


def records(path: Path) -> Iterator[Record]:
    """Yield the features of a FeatureCollection, numbered from 1."""
    for number, feature in enumerate(objects(path, "features", encoding_of(path)), start=1):
        yield _record(number, feature)


def cell(value: object, *, depth: int = 0) -> str:
    """Return a JSON value as the text that a table's cell would hold.

    What lies deeper than anybody nests it is left out.
    """
    if depth > DEEPEST:
        return "…"
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return "|".join(cell(one, depth=depth + 1) for one in value[:MOST_CELLS])
    if isinstance(value, dict):
        pairs = list(value.items())[:MOST_CELLS]
        return "|".join(f"{key}:{cell(one, depth=depth + 1)}" for key, one in pairs)
    return str(value).replace("\0", "")


def tags(properties: Mapping[str, Any]) -> dict[str, str]:
    """Return properties as cells; names with a colon are OpenStreetMap's and stay as they are."""
    found: dict[str, str] = {}
    for name, value in list(properties.items())[:MOST_CELLS]:
        key = name if ":" in name or name.startswith("@") else column_key(name)
        found.setdefault(key, cell(value))
    return found


def _record(number: int, feature: object) -> Record:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return Record(number, {}, errors=(Problem(LINE, N_("Ce n’est pas un lieu GeoJSON.")),))
    cells = tags(feature.get("properties") or {})
    ref = cell(feature.get("id"))
    try:
        corners = list(_corners(feature.get("geometry")))
    except (TypeError, ValueError, OverflowError, RecursionError):
        problem = Problem("geometry", N_("La position de ce lieu ne se lit pas."))
        return Record(number, cells, ref=ref, errors=(problem,))
    if not corners:
        return Record(number, cells, ref=ref)
    warnings = (Problem("geometry", _CENTRE),) if len(corners) > 1 else ()
    return Record(number, cells, _middle(corners), ref, warnings=warnings)


def _corners(geometry: object) -> Iterator[tuple[float, float]]:
    """Yield longitude and latitude of each corner of any geometry."""
    if not isinstance(geometry, dict):
        return
    waiting = [geometry.get("coordinates"), *(geometry.get("geometries") or ())]
    seen = 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.append(one.get("coordinates"))
        elif isinstance(one, list) and len(one) > 1 and not isinstance(one[0], list | dict):
            lon, lat = float(one[0]), float(one[1])
            if not (isfinite(lon) and isfinite(lat)):
                raise ValueError
            yield lon, lat
            seen += 1
        elif isinstance(one, list):
            waiting.extend(one)
        if seen + len(waiting) > MOST_CORNERS:
            raise ValueError


def _middle(corners: list[tuple[float, float]]) -> tuple[str, str]:
    """Return latitude and longitude, as text, of the middle of the corners' box."""
    lons, lats = [lon for lon, _lat in corners], [lat for _lon, lat in corners]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    return str(round(lat, 7)), str(round(lon, 7))
