"""What an authorisation is worth today, when to warn, what is wrong with a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.authorisations.models import Authorisation, AuthorisationKind
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

ORDER: Final = N_("La fin vient avant le début : corrigez l’une des deux dates.")
OURS_ONLY: Final = N_("La page publique ne montre que nos propres autorisations.")
ENDLESS: Final = N_("Cette autorisation a toujours une fin : recopiez-la depuis le document.")
RENEWS_OTHER: Final = N_("Un renouvellement garde la même personne et le même genre.")
TERMED: Final = frozenset(
    {AuthorisationKind.TRANSPORT, AuthorisationKind.BROKER, AuthorisationKind.INSURANCE}
)
"""Those that always end: a transport receipt lasts five years (Code de l’environnement R541-51)."""


class Standing(StrEnum):
    """What an authorisation is worth on a day."""

    VALID = "valide"
    ENDING = "finit"
    EXPIRED = "expiree"
    COMING = "a-venir"
    REPLACED = "remplacee"
    WITHDRAWN = "retiree"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _STANDINGS[self]


_STANDINGS = {
    Standing.VALID: N_("valide"),
    Standing.ENDING: N_("finit bientôt"),
    Standing.EXPIRED: N_("expirée"),
    Standing.COMING: N_("pas encore commencée"),
    Standing.REPLACED: N_("renouvelée"),
    Standing.WITHDRAWN: N_("retirée"),
}


@dataclass(frozen=True)
class AuthorisationFacts:
    """An authorisation as somebody typed it; its paper comes beside."""

    kind: AuthorisationKind
    organisation_id: UUID | None = None
    number: str = ""
    issuer: str = ""
    scope: str = ""
    starts: date | None = None
    ends: date | None = None
    warn_days: int = 90
    public: bool = False

    @classmethod
    def of(cls, row: Authorisation) -> "AuthorisationFacts":
        """Return the facts of a kept authorisation."""
        return cls(**{each.name: getattr(row, each.name) for each in fields(cls)})


def standing(row: Authorisation, today: date) -> Standing:
    """Return what an authorisation is worth on `today`; its last day still counts."""
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if row.replaced_by_id is not None:
        return Standing.REPLACED
    if row.starts is not None and today < row.starts:
        return Standing.COMING
    if row.ends is None:
        return Standing.VALID
    if row.ends < today:
        return Standing.EXPIRED
    return Standing.ENDING if warned_from(row.ends, row.warn_days) <= today else Standing.VALID


def warned_from(ends: date, warn_days: int) -> date:
    """Return the first day on which somebody is told that it ends."""
    return ends - timedelta(days=warn_days)


def faults(facts: AuthorisationFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with a sheet."""
    if facts.starts and facts.ends and facts.ends < facts.starts:
        yield RuleBroken(ORDER, field="ends")
    if facts.ends is None and facts.kind in TERMED:
        yield RuleBroken(ENDLESS, field="ends")
    if facts.public and facts.organisation_id is not None:
        yield RuleBroken(OURS_ONLY, field="public")
