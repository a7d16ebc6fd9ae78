"""OpenStreetMap's tags: what a place of the map says of reuse, repair and collection."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.base.core.text import N_
from app.base.tabular.lines import Problem, Record
from app.catalog.models import Gesture, Subfamily
from app.points.imports.cells import Cells
from app.points.imports.dialects import vocabulary
from app.points.imports.lines import Draft
from app.points.models import PointKind, Wheelchair
from app.points.rules import things

MAIN_KEYS: Final = frozenset({"amenity", "shop", "craft", "repair", "second_hand"})
RECYCLING: Final = "recycling:"

_CRAFTS: Final[dict[str, Subfamily]] = {
    "bicycle_repair": Subfamily.VELOS,
    "dressmaker": Subfamily.VETEMENTS,
    "electronics_repair": Subfamily.PAM,
    "leather": Subfamily.MAROQUINERIE,
    "musical_instrument": Subfamily.MUSIQUE,
    "piano_tuner": Subfamily.MUSIQUE,
    "saddler": Subfamily.MAROQUINERIE,
    "shoemaker": Subfamily.CHAUSSURES,
    "tailor": Subfamily.VETEMENTS,
    "upholsterer": Subfamily.MEUBLES,
    "furniture_restoration": Subfamily.MEUBLES,
    "cabinet_maker": Subfamily.MEUBLES,
}
"""Crafts that repair what people bring; a cabinet maker restores as well as builds."""
_SHOPS: Final[dict[str, Subfamily]] = {
    "books": Subfamily.LIVRES,
    "clothes": Subfamily.VETEMENTS,
    "shoes": Subfamily.CHAUSSURES,
    "furniture": Subfamily.MEUBLES,
    "computer": Subfamily.INFORMATIQUE,
    "mobile_phone": Subfamily.TELEPHONES,
    "bicycle": Subfamily.VELOS,
    "toys": Subfamily.JOUETS,
    "music": Subfamily.DISQUES,
    "video_games": Subfamily.DISQUES,
    "sports": Subfamily.SPORT,
    "electronics": Subfamily.PAM,
    "baby_goods": Subfamily.PUERICULTURE,
    "musical_instrument": Subfamily.MUSIQUE,
}
_GIVING = frozenset({"give_box", "public_bookcase"})
"""Where one gives and takes without paying."""
_REUSE_SHOPS = frozenset({"charity", "second_hand"})
_YES = frozenset({"yes", "only", "oui"})
_PRIVATE = frozenset({"private", "no"})
_WHEELCHAIR = {one.value: one for one in Wheelchair}
_NAMELESS = {
    PointKind.BIN: "Borne de collecte",
    PointKind.RECYCLING_CENTRE: "Déchèterie",
    PointKind.WORKSHOP: "Station pour réparer soi-même",
    PointKind.REPAIRER: "Réparation",
    PointKind.REUSE: "Boutique de réemploi",
}


def read(record: Record) -> Draft:
    """Return what the tags of an element say."""
    cells = Cells(record)
    draft = cells.draft
    draft.ref = record.ref or cells.text("@id", "id", "osm_id")
    draft.commune = cells.text("addr:city", "addr_city", "contact:city")
    cells.put_position("lat", "lon")
    _what(cells)
    _who(cells)
    _contact(cells)
    draft.put("wheelchair", _WHEELCHAIR.get(cells.text("wheelchair")), "wheelchair")
    cells.put("hours", "opening_hours")
    if cells.filled("check_date", "check_date:opening_hours"):
        cells.put_date("checked_on", cells.filled("check_date", "check_date:opening_hours")[0])
    return draft


def _what(cells: Cells) -> None:
    """Keep the kind and the offers, or say why the element is none of our business."""
    draft = cells.draft
    kind, column = _kind(cells.record.cells)
    if kind is None:
        sentence = N_("Rien ne dit que l’on y apporte, répare ou achète d’occasion.")
        draft.left_out = Problem(column, sentence)
        return
    if cells.text("access") in _PRIVATE:
        draft.left_out = Problem("access", N_("Ce lieu n’est pas ouvert au public."))
        return
    draft.put("kind", kind, column)
    offers = tuple(dict.fromkeys(_offers(cells.record.cells, kind)))
    if offers:
        draft.put("offers", offers, column)
    elif kind is PointKind.BIN:
        sentence = N_("Cette borne ne prend rien de ce que Rebond suit (verre, papier, déchets…).")
        draft.left_out = Problem(column, sentence)
    else:
        draft.refuse(column, N_("La carte ne dit pas quels objets ce lieu prend ou répare."))


def _kind(tags: Mapping[str, str]) -> tuple[PointKind | None, str]:
    """Return the kind of place and the tag that says so."""
    amenity, shop = tags.get("amenity", ""), tags.get("shop", "")
    if amenity == "recycling":
        centre = tags.get("recycling_type", "") == "centre"
        return (PointKind.RECYCLING_CENTRE if centre else PointKind.BIN), "amenity"
    if amenity == "bicycle_repair_station" or tags.get("repair") == "assisted_self_service":
        return PointKind.WORKSHOP, "amenity" if amenity else "repair"
    if amenity in _GIVING or shop in _REUSE_SHOPS:
        return PointKind.REUSE, "amenity" if amenity else "shop"
    if tags.get("second_hand", "") in _YES and shop in _SHOPS:
        return PointKind.REUSE, "second_hand"
    if tags.get("craft", "") in _CRAFTS or _repairs(tags):
        return PointKind.REPAIRER, "craft" if "craft" in tags else "shop"
    return None, "amenity" if amenity else "shop"


def _repairs(tags: Mapping[str, str]) -> bool:
    bikes = tags.get("service:bicycle:repair", tags.get("service_bicycle_repair", ""))
    repair = tags.get("repair", "") in _YES
    shop = tags.get("shop", "")
    return bikes in _YES or (repair and shop in _SHOPS) or shop == "bicycle_repair"


def _offers(tags: Mapping[str, str], kind: PointKind) -> Iterator[tuple[Gesture, str]]:
    if kind in {PointKind.BIN, PointKind.RECYCLING_CENTRE}:
        yield from ((Gesture.DEPOSER, thing) for thing in _collected(tags))
    elif kind is PointKind.REUSE:
        sells = tags.get("amenity") not in _GIVING
        gives = not sells or tags.get("shop") == "charity"
        for thing in _reused(tags):
            if gives:
                yield Gesture.DONNER, thing
            if sells:
                yield Gesture.ACHETER, thing
    else:
        yield from ((Gesture.REPARER, thing) for thing in _repaired(tags))


def _collected(tags: Mapping[str, str]) -> Iterator[str]:
    for key, value in tags.items():
        if key.startswith(RECYCLING) and value in _YES:
            yield from vocabulary.of_osm(key.removeprefix(RECYCLING))


def _reused(tags: Mapping[str, str]) -> Iterator[str]:
    if tags.get("amenity") == "public_bookcase":
        yield things.of(Subfamily.LIVRES)
    shop = _SHOPS.get(tags.get("shop", ""))
    if shop and tags.get("second_hand", "") in _YES:
        yield things.of(shop)
    for word, subfamily in _SHOPS.items():
        if tags.get(word, "") in _YES | {"second_hand"}:
            yield things.of(subfamily)
    yield from _collected(tags)


def _repaired(tags: Mapping[str, str]) -> Iterator[str]:
    craft = _CRAFTS.get(tags.get("craft", ""))
    if craft:
        yield things.of(craft)
    bike = {tags.get("amenity"), tags.get("shop")} & {"bicycle_repair_station", "bicycle_repair"}
    if bike or tags.get("service:bicycle:repair", "") in _YES:
        yield things.of(Subfamily.VELOS)
    shop = _SHOPS.get(tags.get("shop", ""))
    if shop and tags.get("repair", "") in _YES:
        yield things.of(shop)
    for key, value in tags.items():
        if key.startswith("repair:") and value in _YES:
            yield from vocabulary.of_osm(key.removeprefix("repair:"))


def _who(cells: Cells) -> None:
    """Keep a name: a bin seldom has one, its operator says enough."""
    cells.put("name", "name", "official_name")
    if "name" not in cells.draft.facts:
        kind = cells.draft.facts.get("kind")
        operator = cells.text("operator", "brand")
        generic = _NAMELESS.get(kind, "") if isinstance(kind, PointKind) else ""
        name = " ".join(filter(None, (generic, operator)))
        cells.draft.put("name", name, "operator" if operator else "name")


def _contact(cells: Cells) -> None:
    street = " ".join(
        filter(
            None,
            (
                cells.text("addr:housenumber", "contact:housenumber"),
                cells.text("addr:street", "addr:place", "contact:street"),
            ),
        )
    )
    cells.draft.put("address", street, "addr:street")
    cells.put_code("postcode", "addr:postcode", "contact:postcode")
    cells.put_code("insee", "ref:INSEE", "ref:insee")
    for field, columns in (
        ("phone", ("contact:phone", "phone", "contact:mobile")),
        ("website", ("contact:website", "website", "url")),
        ("email", ("contact:email", "email")),
        ("siret", ("ref:FR:SIRET",)),
    ):
        cells.put(field, *columns)
        several = str(cells.draft.facts.get(field, "")).split(";")
        if len(several) > 1:
            cells.draft.facts[field] = several[0].strip()
