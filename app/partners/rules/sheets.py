"""What staff say of a structure, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final
from uuid import UUID

from stdnum.exceptions import ValidationError
from stdnum.fr import siret as number

from app.base.core.errors import RuleBroken
from app.base.core.text import N_, fold
from app.catalog.models import Family
from app.partners.models import (
    Activity,
    Level,
    Organisation,
    OrganisationKind,
    PartnerRole,
    Public,
)

SIRET: Final = N_(
    "Ce SIRET n’est pas le bon : il a 14 chiffres, dont le dernier dépend des autres."
    " Recopiez-le depuis une facture ou l’annuaire des entreprises."
)
NAMELESS: Final = N_("Donnez un nom à cette structure.")


@dataclass(frozen=True)
class OrganisationFacts:
    """A structure's sheet as somebody typed it; sets are what they ticked."""

    name: str
    kind: OrganisationKind
    siret: str | None = None
    legal_name: str = ""
    naf: str = ""
    public_body: bool = False
    level: Level = Level.LOCAL
    activity: Activity | None = None
    parent_id: UUID | None = None
    introduced_by_id: UUID | None = None
    introduced_by: str = ""
    policy: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    public_since: date | None = None
    public_words: str = ""
    roles: frozenset[PartnerRole] = frozenset()
    publics: frozenset[Public] = frozenset()
    families: frozenset[Family] = frozenset()

    @classmethod
    def of(cls, row: Organisation) -> "OrganisationFacts":
        """Return the facts of a kept structure."""
        plain = {
            each.name: getattr(row, each.name)
            for each in fields(cls)
            if each.name not in {"roles", "publics", "families"}
        }
        publics = frozenset(each.public for each in row.publics)
        return cls(**plain, roles=row.role_set, publics=publics, families=row.family_set)


def compact_siret(text: str) -> str | None:
    """Return the 14 digits of a SIRET, None for an empty text.

    The check digit is Luhn's, La Poste's numbers by their own rule. Raises RuleBroken.
    """
    if not text.strip():
        return None
    try:
        return str(number.validate(text))
    except ValidationError:
        raise RuleBroken(SIRET, field="siret") from None


def folded(name: str, siret: str | None) -> str:
    """Return the words by which a structure is searched."""
    return f"{fold(name)} {siret or ''}".strip()[:240]


def faults(facts: OrganisationFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with a sheet."""
    if not facts.name.strip():
        yield RuleBroken(NAMELESS, field="name")
    if facts.siret is not None and not number.is_valid(facts.siret):
        yield RuleBroken(SIRET, field="siret")
