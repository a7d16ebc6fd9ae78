"""How a thing is named in offers, refusals and the index of places.

A family is `eee`, a subfamily `eee/ecrans` (`livres` names both a family and a subfamily:
the path tells them apart), one object `objet:ecran-plat`, anything `*`.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from app.catalog.models import Family, Gesture, Subfamily
from app.points.models import Offer, PointKind, Refusal

ANY: Final = "*"
OBJECT: Final = "objet:"
BRING: Final = "apporter"
"""The pseudo-gesture of who wants to part with a thing: give it or drop it."""

BRINGING = (Gesture.DONNER, Gesture.DEPOSER)

_GESTURE_CODES: dict[str, int] = {
    BRING: 0,
    Gesture.REPARER: 100,
    Gesture.DONNER: 200,
    Gesture.DEPOSER: 300,
    Gesture.ACHETER: 400,
}
_KIND_CODES = {
    PointKind.REUSE: 901,
    PointKind.REPAIRER: 902,
    PointKind.SHOP: 903,
    PointKind.BIN: 904,
    PointKind.SHOP_BIN: 905,
    PointKind.POST: 906,
    PointKind.RECYCLING_CENTRE: 907,
    PointKind.WORKSHOP: 908,
    PointKind.TEMPORARY: 909,
}
_FAMILY_CODES = {
    Family.EEE: 10,
    Family.TEXTILE: 30,
    Family.MOBILIER: 40,
    Family.LIVRES: 50,
    Family.LOISIRS: 60,
    Family.OUTILLAGE: 75,
    Family.AUTRES: 90,
}
_SUBFAMILY_CODES = {
    Subfamily.GEM_FROID: 11,
    Subfamily.GEM_HORS_FROID: 12,
    Subfamily.ECRANS: 13,
    Subfamily.INFORMATIQUE: 14,
    Subfamily.TELEPHONES: 15,
    Subfamily.PAM: 16,
    Subfamily.LAMPES: 17,
    Subfamily.PANNEAUX_PV: 18,
    Subfamily.CARTOUCHES: 19,
    Subfamily.PILES: 20,
    Subfamily.VETEMENTS: 31,
    Subfamily.CHAUSSURES: 32,
    Subfamily.LINGE: 33,
    Subfamily.MAROQUINERIE: 34,
    Subfamily.MEUBLES: 41,
    Subfamily.LITERIE: 42,
    Subfamily.VAISSELLE: 43,
    Subfamily.DECORATION: 44,
    Subfamily.LUMINAIRES: 45,
    Subfamily.LIVRES: 51,
    Subfamily.DISQUES: 52,
    Subfamily.VELOS: 61,
    Subfamily.MOBILITE_ELECTRIQUE: 62,
    Subfamily.JOUETS: 63,
    Subfamily.JOUETS_ELECTRIQUES: 64,
    Subfamily.SPORT: 65,
    Subfamily.MUSIQUE: 66,
    Subfamily.BRICOLAGE: 76,
    Subfamily.JARDINAGE: 77,
    Subfamily.OUTILS_ELECTRIQUES: 78,
    Subfamily.PUERICULTURE: 91,
    Subfamily.PARAMEDICAL: 92,
    Subfamily.DIVERS: 93,
}
"""Codes are written in the index of places: a new word takes a free one, none is ever moved."""


def of(word: Family | Subfamily) -> str:
    """Return the path of a family or of a subfamily."""
    return word.value if isinstance(word, Family) else f"{word.family.value}/{word.value}"


FAMILIES: Final = {of(family): family for family in Family}
SUBFAMILIES: Final = {of(sub): sub for sub in Subfamily}
CODES: Final[dict[str, int]] = {
    ANY: 0,
    **{of(family): code for family, code in _FAMILY_CODES.items()},
    **{of(sub): code for sub, code in _SUBFAMILY_CODES.items()},
}


def read(text: str) -> str | None:
    """Return the path that `text` names, or None.

    Takes a path, or a bare subfamily when no family has the same name.
    """
    if text in CODES and text != ANY:
        return text
    return of(Subfamily(text)) if text in frozenset(Subfamily) else None


def label(thing: str) -> str:
    """Return the French name of a family's or subfamily's path (a message id)."""
    return SUBFAMILIES[thing].label if thing in SUBFAMILIES else FAMILIES[thing].label


def family(thing: str) -> str:
    """Return the family's path of a family or subfamily."""
    return thing.partition("/")[0]


def covers(wide: str, thing: str) -> bool:
    """Tell whether `wide` names `thing` or the family that holds it."""
    return wide in {ANY, thing, family(thing)}


def parts(thing: str) -> tuple[str, ...]:
    """Return the subfamilies' paths of a family; a subfamily's is alone."""
    if thing in SUBFAMILIES:
        return (thing,)
    return tuple(of(sub) for sub in FAMILIES[thing].subfamilies)


def category(thing: str = ANY, gesture: Gesture | str = BRING) -> int:
    """Return the code under which the index of places keeps `thing` for `gesture`.

    Raises KeyError on a thing or a gesture that does not exist.
    """
    return _GESTURE_CODES[gesture] + CODES[thing]


def kind_category(kind: PointKind) -> int:
    """Return the code under which the index keeps every active point of a kind."""
    return _KIND_CODES[kind]


ALL_CATEGORIES: Final[tuple[int, ...]] = tuple(
    sorted(
        {base + code for base in _GESTURE_CODES.values() for code in CODES.values()}
        | set(_KIND_CODES.values())
    )
)
KIND_CATEGORIES: Final[tuple[int, ...]] = tuple(_KIND_CODES.values())
EVERY_GESTURE: Final = (BRING, Gesture.REPARER, Gesture.ACHETER)


def categories(thing: str = ANY, gesture: Gesture | str | None = None) -> tuple[int, ...]:
    """Return the codes to search for `thing`; without gesture, bring, repair and buy."""
    wanted = EVERY_GESTURE if gesture is None else (gesture,)
    return tuple(category(thing, each) for each in wanted)


def indexed(kind: PointKind, offers: Sequence[Offer], refusals: Sequence[Refusal]) -> list[int]:
    """Return every category under which an active point is found, in order.

    A subfamily refused is left out; a refused object is the card's business.
    """
    refused = {part for row in refusals if row.thing in CODES for part in parts(row.thing)}
    found = {kind_category(kind)}
    for gesture, thing in offers:
        for part in parts(thing):
            if part not in refused:
                found.update(_codes_of(gesture, part))
    return sorted(found)


def _codes_of(gesture: Gesture, part: str) -> Iterable[int]:
    for name in (gesture, BRING) if gesture in BRINGING else (gesture,):
        yield from (category(thing, name) for thing in (part, family(part), ANY))
