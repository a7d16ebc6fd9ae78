"""What staff say of a structure, and what is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final
from uuid import UUID

from stdnum.exceptions import ValidationError
from stdnum.fr import siret as number

from app.base.core.emails import is_email
from app.base.core.errors import RuleBroken
from app.base.core.phones import e164
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
KINDLESS: Final = N_("Choisissez un type de structure.")
EMAIL: Final = N_("Cette adresse e-mail n’est pas complète : elle s’écrit nom@domaine.fr.")
PHONE: Final = N_("Ce numéro ne s’appelle pas : écrivez-le ainsi, 02 38 00 00 00.")
WEBSITE: Final = N_("Cette adresse de site ne s’ouvre pas : elle commence par https://.")
NAF: Final = N_("Un code d’activité s’écrit ainsi : 95.11Z.")
_WEBSITE: Final = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?(/[^\s\"<>]*)?")
_BARE: Final = re.compile(r"[\w-]+(\.[\w-]+)+(/|$)")
_NAF: Final = re.compile(r"(\d\d)\.?(\d\d)([A-Z])")


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


def website(text: str) -> str:
    """Return the address of a site with its scheme. Raises RuleBroken."""
    typed = text.strip()
    full = f"https://{typed}" if _BARE.match(typed) else typed
    if full and not _WEBSITE.fullmatch(full):
        raise RuleBroken(WEBSITE, field="website")
    return full


def phone(text: str) -> str:
    """Return a number in the one form that is kept. Raises RuleBroken."""
    kept = e164(text) if text.strip() else ""
    if kept is None:
        raise RuleBroken(PHONE, field="phone")
    return kept


def email(text: str) -> str:
    """Return an address to write to. Raises RuleBroken."""
    typed = text.strip()
    if typed and not is_email(typed):
        raise RuleBroken(EMAIL, field="email")
    return typed


def naf(text: str) -> str:
    """Return an activity code with its point. Raises RuleBroken."""
    read = _NAF.fullmatch(text.strip().upper())
    if text.strip() and read is None:
        raise RuleBroken(NAF, field="naf")
    return f"{read[1]}.{read[2]}{read[3]}" if read else ""


def faults(facts: OrganisationFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with a sheet."""
    if not facts.name.strip():
        yield RuleBroken(NAMELESS, field="name")
    if facts.siret is not None and not number.is_valid(facts.siret):
        yield RuleBroken(SIRET, field="siret")
    for check, text in (
        (website, facts.website),
        (phone, facts.phone),
        (email, facts.email),
        (naf, facts.naf),
    ):
        try:
            check(text)
        except RuleBroken as fault:
            yield fault
