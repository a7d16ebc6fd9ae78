"""What search engines and assistants read of a place: JSON-LD, as a data block."""

import json
from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from app.base.core import hours
from app.points.models import Point, PointKind, Wheelchair

_TYPES = {
    PointKind.SHOP: "Store",
    PointKind.BIN: "RecyclingCenter",
    PointKind.SHOP_BIN: "RecyclingCenter",
    PointKind.RECYCLING_CENTRE: "RecyclingCenter",
}
_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028"})
"""No text of a place can close the element that holds it, nor open a comment."""


def json_ld(  # noqa: PLR0913 - the parts of a page
    point: Point,
    *,
    town: str,
    url: str,
    photo_url: str,
    opening: hours.Hours | None,
    exceptions: Sequence[hours.Exceptional],
    today: date,
) -> Markup:
    """Return the place as schema.org JSON, safe inside a script element."""
    told = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(point.kind, "LocalBusiness"),
        "@id": url,
        "url": point.website or url,
        "name": point.name,
        "description": point.description,
        "image": photo_url,
        "telephone": point.phone,
        "email": point.email,
        "address": _address(point, town),
        "geo": _geo(point),
        "openingHoursSpecification": hours.opening_hours_specification(opening, exceptions, today),
        "amenityFeature": _access(point),
    }
    kept = {name: value for name, value in told.items() if value}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_SAFE))  # noqa: S704 - every sign that HTML reads is escaped


def _address(point: Point, town: str) -> dict[str, str] | None:
    if not (point.address or point.postcode or town):
        return None
    told = {
        "@type": "PostalAddress",
        "streetAddress": point.address,
        "postalCode": point.postcode,
        "addressLocality": town,
        "addressCountry": "FR",
    }
    return {name: value for name, value in told.items() if value}


def _geo(point: Point) -> dict[str, object] | None:
    if point.lat is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}


def _access(point: Point) -> dict[str, object] | None:
    if point.wheelchair is Wheelchair.UNKNOWN:
        return None
    return {
        "@type": "LocationFeatureSpecification",
        "name": _("Accès en fauteuil roulant"),
        "value": point.wheelchair is Wheelchair.YES,
    }
