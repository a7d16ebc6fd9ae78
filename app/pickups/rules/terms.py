"""What staff may write of the terms of fetching. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.catalog.models import Family, Subfamily
from app.pickups.models import PickupPolicy, PolicyThing, Verdict

MOST_QUANTITY: Final = 99
MOST_KG: Final = 5_000
MOST_PRICE_CENTS: Final = 50_000
MOST_OBJECTS: Final = 200
NOTE_LENGTH: Final = 200


@dataclass(frozen=True)
class Term:
    """What the terms say of one family, one subfamily or one object."""

    verdict: Verdict
    family: Family | None = None
    subfamily: Subfamily | None = None
    object_id: int | None = None
    max_quantity: int | None = None
    note: str = ""

    @property
    def key(self) -> str:
        """Return what a form calls the thing it is about."""
        if self.family is not None:
            return f"f-{self.family.value}"
        return f"s-{self.subfamily.value}" if self.subfamily else f"o-{self.object_id}"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A policy as staff write it: grams, cents, days, hours."""

    name: str
    zone_id: UUID | None = None
    active: bool = True
    notice_days: int = 2
    horizon_days: int = 28
    change_hours: int = 24
    min_things: int = 1
    max_things: int = 20
    max_mass_g: int = 300_000
    price_cents: int = 0
    price_note: str = ""
    at_once: bool = True
    clearance: bool = True
    things: tuple[Term, ...] = ()

    @classmethod
    def of(cls, policy: PickupPolicy) -> "Terms":
        """Return what a policy says now."""
        known = {name: getattr(policy, name) for name in scalars()}
        return cls(**known, things=in_order(_term(thing) for thing in policy.things))

    def policy(self) -> PickupPolicy:
        """Return a policy of these terms that is not in the database."""
        made = PickupPolicy(**{name: getattr(self, name) for name in scalars()})
        made.things = [thing_row(term) for term in self.things]
        return made


def scalars() -> list[str]:
    """Return the names of what a policy says apart from its list of things."""
    return [field.name for field in fields(Terms) if field.name != "things"]


def in_order(things: Iterable[Term]) -> tuple[Term, ...]:
    """Return terms in one order, whatever order they were written in."""
    return tuple(sorted(things, key=lambda term: term.key))


def thing_row(term: Term) -> PolicyThing:
    """Return a term as the table holds it."""
    return PolicyThing(**{field.name: getattr(term, field.name) for field in fields(Term)})


def faults(terms: Terms) -> Iterator[RuleBroken]:
    """Yield every reason why a policy cannot be so, each on its field."""
    if not terms.name:
        yield RuleBroken(N_("Donnez un nom à cette règle."), field="name")
    for name, low, high, sentence in _BOUNDS:
        if not low <= getattr(terms, name) <= high:
            yield RuleBroken(sentence, field=name)
    if terms.notice_days >= terms.horizon_days:
        yield RuleBroken(
            N_("On ne pourrait choisir aucun jour : le délai atteint la limite."),
            field="horizon_days",
        )
    if terms.min_things > terms.max_things:
        yield RuleBroken(N_("Le plus petit nombre dépasse le plus grand."), field="max_things")
    if sum(term.object_id is not None for term in terms.things) > MOST_OBJECTS:
        yield RuleBroken(N_("200 exceptions par objet au plus."), field="objects")


def plain(terms: Terms) -> dict[str, object]:
    """Return terms as the trail keeps them: plain JSON, one line a thing."""
    known: dict[str, object] = {name: _plain(getattr(terms, name)) for name in scalars()}
    return known | {term.key: _said(term) for term in terms.things}


def _term(thing: PolicyThing) -> Term:
    return Term(**{field.name: getattr(thing, field.name) for field in fields(Term)})


def _said(term: Term) -> str:
    most = f", {term.max_quantity} au plus" if term.max_quantity else ""
    return f"{term.verdict.value}{most}" + (f" ({term.note})" if term.note else "")


def _plain(value: Any) -> object:
    return str(value) if isinstance(value, UUID) else value


_BOUNDS: Final = (
    ("notice_days", 0, 60, N_("De 0 à 60 jours.")),
    ("horizon_days", 1, 180, N_("De 1 à 180 jours.")),
    ("change_hours", 0, 240, N_("De 0 à 240 heures.")),
    ("min_things", 1, MOST_QUANTITY, N_("De 1 à 99 objets.")),
    ("max_things", 1, MOST_QUANTITY, N_("De 1 à 99 objets.")),
    ("max_mass_g", 1, MOST_KG * 1000, N_("De 1 à 5 000 kg.")),
    ("price_cents", 0, MOST_PRICE_CENTS, N_("De 0 à 500 €.")),
)
