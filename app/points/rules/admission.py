"""Whether a place takes a thing from somebody, and under which conditions, in French."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from app.base.core.text import N_
from app.catalog.models import Audience, Gesture, Subfamily
from app.points.models import Condition, PointKind
from app.points.rules import things
from app.points.rules.cards import Card

ONE_FOR_ZERO_M2: Final = 400
"""Sales floor for electrical goods from which a shop takes small ones without a purchase."""
ONE_FOR_ZERO_CM: Final = 25
"""Below this longest side. Source: decree of 19 August 2014, today R541-160 and following of
the Code de l'environnement; the length was read in a text of 2014 only: tell it as a rule of
thumb, the shop decides."""

_ELECTRICAL = frozenset(
    {
        *(things.of(sub) for sub in Subfamily if sub.family == "eee"),
        things.of(Subfamily.JOUETS_ELECTRIQUES),
        things.of(Subfamily.OUTILS_ELECTRIQUES),
        things.of(Subfamily.MOBILITE_ELECTRIQUE),
        "eee",
    }
)


class Verdict(StrEnum):
    """Whether it is worth going."""

    YES = "oui"
    CONDITIONS = "sous-conditions"
    NO = "non"


@dataclass(frozen=True)
class Reason:
    """A French sentence (message id) with its values."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence, its places filled."""
        return self.sentence % self.values if self.values else self.sentence


@dataclass(frozen=True)
class Wanted:
    """What somebody has in hand; None is what we were not told.

    `thing` is a family's or subfamily's path; `slug` names the object of the dictionary;
    `size_cm` is its longest side.
    """

    thing: str
    slug: str = ""
    size_cm: int | None = None
    works: bool | None = None


@dataclass(frozen=True)
class Visitor:
    """Who comes: `codes` are the INSEE code of the commune and the SIREN of its EPCI."""

    audience: Audience = Audience.MENAGE
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answer:
    """Yes, no or under conditions, why, and what the place does with the thing."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    gestures: tuple[Gesture, ...] = ()

    @property
    def takes(self) -> bool:
        """Tell whether it may be worth going."""
        return self.verdict is not Verdict.NO


ANYBODY: Final = Visitor()


def takes(
    card: Card, wanted: Wanted, gesture: Gesture | None = None, *, visitor: Visitor = ANYBODY
) -> Answer:
    """Answer whether the place of `card` does `gesture` (None: give or drop) with `wanted`.

    What is not known becomes a condition to check, never a refusal.
    """
    asked = things.BRINGING if gesture is None else (gesture,)
    found = gestures_for(card, wanted.thing, asked)
    refused = _refused(card, wanted, found, visitor)
    if refused is not None:
        return Answer(Verdict.NO, (refused,))
    conditions = _conditions(card, wanted, found, visitor)
    verdict = Verdict.CONDITIONS if conditions else Verdict.YES
    return Answer(verdict, tuple(conditions), found)


def gestures_for(
    card: Card, thing: str, asked: Sequence[Gesture] = tuple(Gesture)
) -> tuple[Gesture, ...]:
    """Return what the place does with a thing, or with a part of that family."""
    offered = {
        offer.gesture
        for offer in card.offers
        if things.covers(offer.thing, thing) or things.covers(thing, offer.thing)
    }
    return tuple(gesture for gesture in asked if gesture in offered)


def serves(card: Card, audience: Audience) -> bool:
    """Tell whether a place receives households, companies, or either when both are asked."""
    return Audience.TOUS in {card.audience, audience} or card.audience == audience


def takes_without_purchase(card: Card, wanted: Wanted) -> bool | None:
    """Tell whether a large shop takes the thing for nothing; None when its size decides."""
    large = card.kind is PointKind.SHOP and (card.surface_m2 or 0) >= ONE_FOR_ZERO_M2
    if not large or wanted.thing not in _ELECTRICAL:
        return False
    return None if wanted.size_cm is None else wanted.size_cm < ONE_FOR_ZERO_CM


def conditions_of(card: Card) -> tuple[Reason, ...]:
    """Return every admission rule of a place, as its page lists them."""
    anything = Wanted(things.ANY)
    found = _conditions(card, anything, things.BRINGING, ANYBODY)
    if card.admission.one_for_one and (card.surface_m2 or 0) >= ONE_FOR_ZERO_M2:
        found.append(_FREE_IF_SMALL)
    return tuple(found)


def _refused(
    card: Card, wanted: Wanted, found: Sequence[Gesture], visitor: Visitor
) -> Reason | None:
    if not serves(card, visitor.audience):
        return _ONLY_COMPANIES if card.audience is Audience.ENTREPRISE else _ONLY_HOUSEHOLDS
    for thing, why in card.refusals:
        if thing == f"{things.OBJECT}{wanted.slug}" or things.covers(thing, wanted.thing):
            return Reason(N_("Ce lieu ne le prend pas : %(why)s"), {"why": why})
    if not found:
        return Reason(N_("Ce lieu ne s’occupe pas de ce type d’objet."))
    return _refused_at_the_door(card, wanted, found, visitor)


def _refused_at_the_door(
    card: Card, wanted: Wanted, found: Sequence[Gesture], visitor: Visitor
) -> Reason | None:
    rules = card.admission
    if not _brings(found):
        return None
    if rules.residents_of and visitor.codes and not visitor.codes & set(rules.residents_of):
        return Reason(N_("Ce lieu est réservé aux habitants d’autres communes."))
    if rules.condition is Condition.WORKING and wanted.works is False:
        return Reason(N_("Ce lieu ne prend que ce qui fonctionne."))
    if rules.max_size_cm and wanted.size_cm and wanted.size_cm > rules.max_size_cm:
        return Reason(N_("Trop grand : au plus %(cm)d cm de côté."), {"cm": rules.max_size_cm})
    return None


def _conditions(
    card: Card, wanted: Wanted, found: Sequence[Gesture], visitor: Visitor
) -> list[Reason]:
    rules = card.admission
    said = [_ON_APPOINTMENT] if rules.appointment else []
    if wanted.thing != things.ANY:
        said += _part_of_the_family(card, wanted.thing, found)
    if not _brings(found):
        return said
    if rules.residents_of and not visitor.codes:
        said.append(Reason(N_("Réservé aux habitants de certaines communes.")))
    if rules.card_needed:
        said.append(Reason(N_("Une carte d’accès est demandée.")))
    if rules.one_for_one:
        said += _purchase(card, wanted)
    if rules.condition is Condition.WORKING and wanted.works is None:
        said.append(Reason(N_("En état de marche seulement.")))
    return said + _limits(card, wanted)


def _limits(card: Card, wanted: Wanted) -> list[Reason]:
    rules, said = card.admission, []
    if rules.max_size_cm and wanted.size_cm is None:
        said.append(Reason(N_("Au plus %(cm)d cm de côté."), {"cm": rules.max_size_cm}))
    if rules.max_quantity:
        said.append(Reason(N_("Au plus %(n)d objets par passage."), {"n": rules.max_quantity}))
    if rules.max_volume_l:
        said.append(Reason(N_("Au plus %(l)d litres par passage."), {"l": rules.max_volume_l}))
    return said


def _purchase(card: Card, wanted: Wanted) -> list[Reason]:
    free = takes_without_purchase(card, wanted)
    if free:
        return []
    return [_FOR_A_PURCHASE if free is False else _FREE_IF_SMALL]


def _part_of_the_family(card: Card, thing: str, found: Sequence[Gesture]) -> list[Reason]:
    """Return the condition that a place takes only some of what a family holds."""
    if thing in things.SUBFAMILIES or any(
        things.covers(offer.thing, thing) and offer.gesture in found for offer in card.offers
    ):
        return []
    return [Reason(N_("Seulement une partie de cette famille : voyez le détail."))]


def _brings(found: Sequence[Gesture]) -> bool:
    return any(gesture in things.BRINGING for gesture in found)


_ONLY_COMPANIES = Reason(N_("Ce lieu ne reçoit que les entreprises."))
_ONLY_HOUSEHOLDS = Reason(N_("Ce lieu ne reçoit pas les entreprises."))
_ON_APPOINTMENT = Reason(N_("Sur rendez-vous : appelez d’abord."))
_FOR_A_PURCHASE = Reason(N_("En échange : un objet repris pour un objet semblable acheté."))
_FREE_IF_SMALL = Reason(
    N_("Sans achat si le plus long côté fait moins de 25 cm, sinon contre un achat semblable.")
)
