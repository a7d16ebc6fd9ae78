"""What somebody typed, looked up in the dictionary and among the communes."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from app.catalog import queries as catalog
from app.catalog.models import DataBearing
from app.catalog.rules import Hit
from app.finder.rules.asking import Asked
from app.finder.rules.results import Item
from app.points.rules import things
from app.points.rules.admission import ONE_FOR_ZERO_CM
from app.points.rules.covers import LIMIT
from app.territory import queries as territory

SURE = 0.75
"""From this score on the dictionary's answer needs no question."""
OTHERS = 3


def items(dictionary: catalog.Held, asked: Asked) -> list[Item]:
    """Return the things asked, each with the object of the dictionary it means."""
    index, briefs = dictionary
    typed = [each for text in asked.objects for each in catalog.split(index, text)]
    found = [(text, index.search(text, limit=1 + OTHERS)) for text in dict.fromkeys(typed)]
    return [_item(text, hits, briefs) for text, hits in found[:LIMIT]]


def codes_of(session: Session, insee: str) -> frozenset[str]:
    """Return the codes by which a place's rules name somebody's commune: INSEE and EPCI."""
    return territory.codes(session, insee) if insee else frozenset()


def _item(text: str, hits: Sequence[Hit], objects: Mapping[int, catalog.Brief]) -> Item:
    if not hits:
        return Item(typed=text, name=text)
    best = objects[hits[0].id]
    return Item(
        typed=text,
        name=best.name,
        slug=best.slug,
        thing=things.of(best.subfamily),
        sure=hits[0].score >= SURE,
        others=tuple((hit.slug, hit.name) for hit in hits[1:]),
        data_bearing=best.data_bearing is not DataBearing.NO,
        side_cm=_side_cm(best.volume_ml),
    )


def _side_cm(volume_ml: int) -> int | None:
    """Return a side that a thing of this volume has at least, in centimetres.

    The cube of that volume: the longest side is never shorter. None below 25 cm, where the
    shop's rule depends on the real thing.
    """
    side = round(volume_ml ** (1 / 3))
    return side if side > ONE_FOR_ZERO_CM else None
