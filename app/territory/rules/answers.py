"""Reading a GeocodeJSON answer, which may be anything: what does not fit is left out."""

import json
from math import isfinite
from typing import Any

from app.base.core.text import clean
from app.territory.rules.places import Hit, Precision

PRECISIONS = {
    "housenumber": Precision.ADDRESS,
    "street": Precision.STREET,
    "locality": Precision.STREET,
    "municipality": Precision.COMMUNE,
}
ARRONDISSEMENTS = {"751": "75056", "6938": "69123", "132": "13055"}
"""The three cities whose districts have codes of their own; source: INSEE."""
LONGEST_LABEL = 160


def read_hits(body: bytes) -> list[Hit]:
    """Return the places of an answer, in its order.

    Raises ValueError when the whole is not a GeocodeJSON collection.
    """
    try:
        answer = json.loads(body)
    except (RecursionError, UnicodeDecodeError) as failure:
        raise ValueError from failure
    features = answer.get("features") if isinstance(answer, dict) else None
    if not isinstance(features, list):
        message = "no features"
        raise ValueError(message)  # noqa: TRY004 - a malformed answer, whatever its type
    return [hit for hit in map(_hit, features) if hit]


def commune_code(citycode: str) -> str:
    """Return the commune's INSEE code for a code that may be a district's."""
    for beginning, commune in ARRONDISSEMENTS.items():
        if citycode.startswith(beginning) and citycode != commune:
            return commune
    return citycode


def _hit(feature: Any) -> Hit | None:
    try:
        lon, lat = (float(part) for part in feature["geometry"]["coordinates"][:2])
        properties = feature["properties"]
        hit = Hit(
            label=clean(str(properties["label"]), limit=LONGEST_LABEL),
            lat=lat,
            lon=lon,
            score=float(properties.get("score", 0)),
            precision=PRECISIONS[properties["type"]],
            insee=commune_code(str(properties["citycode"])),
            city=clean(str(properties.get("city", "")), limit=80),
            postcode=str(properties.get("postcode", ""))[:5],
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    return hit if _is_on_earth(hit) else None


def _is_on_earth(hit: Hit) -> bool:
    within = abs(hit.lat) <= 90 and abs(hit.lon) <= 180  # noqa: PLR2004 - degrees
    return bool(hit.label) and within and isfinite(hit.score)
