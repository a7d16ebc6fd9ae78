"""The small France of these tests, invented answers of a geocoder, towns by hand."""

import json
from dataclasses import replace
from functools import cache
from zlib import crc32

from sqlalchemy import insert
from sqlmodel import Session

from app.territory import reference
from app.territory.models import Commune, CommunePostcode
from app.territory.rules.names import key
from app.territory.rules.places import Hit, Precision, Town

GATINAIS = "244500203,200067676,200067668,244500419"
ELSEWHERE = [
    "89279",
    "27444",
    "52354",
    "28006",
    "13027",
    "25367",
    "49007",
    "75056",
    "93066",
    "97411",
    "11339",
    "30247",
    "33063",
    "45182",
    "45234",
    "45226",
    "91549",
    "89024",
    "69123",
]
"""Homonyms and neighbours in spelling of the territory's communes, a few cities."""


@cache
def known() -> dict[str, tuple[dict, list[str]]]:
    """Return the reference rows by INSEE code, read once."""
    return {row["insee"]: (row, postcodes) for row, postcodes in reference.communes()}


def small_france(session: Session) -> None:
    """Put in the territory's 96 communes and those ELSEWHERE."""
    chosen = [
        (row, postcodes)
        for insee, (row, postcodes) in known().items()
        if row["epci"] in GATINAIS.split(",") or insee in ELSEWHERE
    ]
    pairs = [
        {"insee": row["insee"], "postcode": code, "main": code == postcodes[0]}
        for row, postcodes in chosen
        for code in postcodes
    ]
    session.execute(insert(Commune), [row for row, _ in chosen])
    session.execute(insert(CommunePostcode), pairs)


def town(name: str, postcode: str = "45200", *, ours: bool = True, **facts) -> Town:
    """Return a town of the Loiret, in the territory unless told otherwise."""
    made = Town(
        insee=facts.pop("insee", f"{crc32((name + postcode).encode()) % 99999:05}"),
        name=name,
        key=key(name),
        postcodes=(postcode,),
        department=postcode[:2],
        department_name="Loiret",
        population=1000,
        lat=48.0,
        lon=2.7,
        in_territory=ours,
    )
    return replace(made, **facts)


def hit(label: str = "12 Rue des Lilas 45200 Montargis", score: float = 0.9, **facts) -> Hit:
    """Return an answer that a geocoder could give for an invented street."""
    made = Hit(
        label=label,
        lat=47.998,
        lon=2.733,
        score=score,
        precision=Precision.ADDRESS,
        insee="45208",
        city="Montargis",
        postcode="45200",
    )
    return replace(made, **facts)


def feature(**properties) -> dict:
    """Return a GeocodeJSON feature of an invented street, as the services shape them."""
    told = {
        "label": "12 Rue des Lilas 45200 Montargis",
        "score": 0.91,
        "type": "housenumber",
        "citycode": "45208",
        "city": "Montargis",
        "postcode": "45200",
    }
    point = {"type": "Point", "coordinates": [2.733, 47.998]}
    return {"type": "Feature", "geometry": point, "properties": told | properties}


def answer(*features: object) -> bytes:
    """Return the body of a geocoder's answer."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
