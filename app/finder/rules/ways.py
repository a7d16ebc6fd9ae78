"""What becomes of an object, in the order of the law: repair, give, shop or delivery, drop."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.base.core.text import N_
from app.catalog.models import Battery, CatalogObject, Family, Flow, Gesture, Subfamily
from app.points.models import PointKind
from app.points.rules.admission import ONE_FOR_ZERO_CM

_SMALL_ML: Final = ONE_FOR_ZERO_CM**3
"""What holds in a cube of that side: a larger thing has a longer side for sure."""
_SMALL_FLAT_ML: Final = 2_000
"""A screen is flat: above the volume of a tablet in its box it is longer than that."""
_RUNS: Final = frozenset({Subfamily.VELOS, Subfamily.JARDINAGE})
"""Beside what has a plug: things that work or do not. Others are in good order or worn."""
_BEYOND_REPAIR: Final = frozenset(
    {
        Subfamily.LAMPES,
        Subfamily.PANNEAUX_PV,
        Subfamily.CARTOUCHES,
        Subfamily.PILES,
        Subfamily.VAISSELLE,
        Subfamily.LIVRES,
        Subfamily.DISQUES,
    }
)


class Way(StrEnum):
    """One way out of the cupboard; the members stand in the order of the law."""

    REPAIR = "reparer"
    GIVE = "donner"
    SHOP = "magasin"
    DROP = "deposer"


@dataclass(frozen=True)
class Step:
    """A way, what it means for this object, and the dated facts that go with it (keys).

    `gesture` and `kind` are what the search is asked for.
    """

    way: Way
    title: str
    sentence: str
    gesture: Gesture | None = None
    kind: PointKind | None = None
    facts: tuple[str, ...] = ()


def headings(row: CatalogObject) -> tuple[str, str]:
    """Return the titles of the two sections; a plate does not work, it is whole or broken."""
    if row.flow is not None or row.battery is Battery.YES or row.subfamily in _RUNS:
        return N_("Il fonctionne"), N_("Il ne fonctionne plus")
    return N_("Il est en bon état"), N_("Il est abîmé")


def while_it_works(row: CatalogObject) -> tuple[Step, ...]:
    """Return the ways of a thing that still serves: somebody else comes before recycling."""
    return (
        _give(N_("Une structure de réemploi le contrôle, puis le donne ou le revend.")),
        *_shop(row),
        _drop(N_("En dernier : déposé là, il est le plus souvent recyclé.")),
    )


def once_broken(row: CatalogObject) -> tuple[Step, ...]:
    """Return the ways of a thing that no longer serves, repair first where it makes sense."""
    return (
        *_repair(row),
        _give(
            N_(
                "Certaines structures de réemploi le réparent ou en gardent les pièces : "
                "dites la panne avant de vous déplacer."
            )
        ),
        *_shop(row),
        _drop(N_("Il est démonté et ses matières sont recyclées.")),
    )


def hazard(row: CatalogObject) -> str:
    """Return why the thing wants care (a message id), or an empty text."""
    if row.subfamily is Subfamily.CARTOUCHES:
        return _HAZARDS[Flow.CARTOUCHES]
    return _HAZARDS.get(row.flow, "") if row.flow else ""


def may_be_taken_without_purchase(row: CatalogObject) -> bool:
    """Tell whether every side may be under the length for one-for-zero, by its volume."""
    most_ml = _SMALL_FLAT_ML if row.flow is Flow.ECRAN else _SMALL_ML
    return _is_electrical(row) and row.volume_ml <= most_ml


def _is_electrical(row: CatalogObject) -> bool:
    """Tell whether the law takes it for electrical equipment: a loose battery is not."""
    return row.flow not in {None, Flow.PILES}


def _repair(row: CatalogObject) -> tuple[Step, ...]:
    if row.subfamily in _BEYOND_REPAIR:
        return ()
    sentence = N_("Demandez un devis, ou venez le réparer vous-même en atelier, avec de l’aide.")
    if row.family is Family.TEXTILE:
        sentence = N_("Une couture, une fermeture ou une semelle se reprend souvent.")
    bonus = ("qualirepar",) if row.bonus_possible else ()
    return (
        Step(Way.REPAIR, N_("Faites-le réparer"), sentence, gesture=Gesture.REPARER, facts=bonus),
    )


def _give(sentence: str) -> Step:
    return Step(
        Way.GIVE,
        N_("Donnez-le à une structure solidaire"),
        sentence,
        gesture=Gesture.DONNER,
    )


def _shop(row: CatalogObject) -> tuple[Step, ...]:
    if not _is_electrical(row):
        return ()
    sentence = N_("Vous le remplacez ? Le vendeur reprend l’ancien, la livraison aussi.")
    facts: tuple[str, ...] = ("reprise_1_pour_1",)
    if may_be_taken_without_purchase(row):
        sentence = N_(
            "Vous le remplacez ? Le vendeur reprend l’ancien, la livraison aussi. "
            "Petit, il peut être repris sans achat dans un grand magasin."
        )
        facts = (*facts, "reprise_1_pour_0")
    title = N_("Rendez-le au magasin, ou à qui vous livre le nouveau")
    return (Step(Way.SHOP, title, sentence, kind=PointKind.SHOP, facts=facts),)


def _drop(sentence: str) -> Step:
    return Step(
        Way.DROP,
        N_("Déposez-le dans une borne ou en déchèterie"),
        sentence,
        gesture=Gesture.DEPOSER,
    )


_HAZARDS: Final = {
    Flow.GEM_FROID: N_("Gaz : ne rien percer"),
    Flow.LAMPES: N_("Verre : ne pas casser"),
    Flow.CARTOUCHES: N_("Poudre ou encre : ne pas ouvrir"),
    Flow.PV: N_("Produit du courant au soleil"),
    Flow.PILES: N_("Batterie : risque de feu"),
}
