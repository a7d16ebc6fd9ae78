"""What each side said, and which contact the other one may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners.models import Contact
from app.synergies.models import Manner, Side, SynergyProposal

CONTACTLESS: Final = N_("Choisissez la personne que l’autre structure pourra joindre.")
UNREACHABLE: Final = N_(
    "Cette personne n’a pas accepté qu’on lui écrive, ou n’a ni courriel ni téléphone :"
    " complétez d’abord sa fiche."
)


@dataclass(frozen=True)
class Consent:
    """What one side said: yes when and how, whom it opens, whether it took that back."""

    yes_at: datetime | None
    how: Manner | None
    contact_id: UUID | None
    back_at: datetime | None

    @property
    def stands(self) -> bool:
        """Tell whether it said yes and still means it."""
        return self.yes_at is not None and self.back_at is None


def of(row: SynergyProposal, side: Side) -> Consent:
    """Return what one side said."""
    if side is Side.NEED:
        return Consent(row.need_yes_at, row.need_how, row.need_contact_id, row.need_back_at)
    return Consent(row.offer_yes_at, row.offer_how, row.offer_contact_id, row.offer_back_at)


def keep(row: SynergyProposal, side: Side, said: Consent) -> None:
    """Write what one side said."""
    name = "need" if side is Side.NEED else "offer"
    for part, value in vars(said).items():
        setattr(row, f"{name}_{part}", value)


def open_to_both(row: SynergyProposal) -> bool:
    """Tell whether both sides see each other: both said yes, and neither took it back.

    A proposal that a merge closed opens nothing: there is nobody else to see.
    """
    both = all(of(row, side).stands for side in Side)
    return both and row.opened_at is not None and row.status.value != "retiree"


def shown(contact: Contact | None) -> bool:
    """Tell whether a contact may be shown: still there, and agreed to be written to."""
    return (
        contact is not None
        and contact.until is None
        and contact.erased_at is None
        and contact.consent_on is not None
        and bool(contact.email or contact.phone)
    )


def check_contact(contact: Contact | None) -> Contact:
    """Return whom a side opens. Raises RuleBroken (field "contact")."""
    if contact is None:
        raise RuleBroken(CONTACTLESS, field="contact")
    if not shown(contact):
        raise RuleBroken(UNREACHABLE, field="contact")
    return contact
