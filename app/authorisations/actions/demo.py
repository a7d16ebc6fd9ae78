"""The demonstration's authorisations: invented numbers, nobody's papers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session

from app.authorisations import queries
from app.authorisations.actions.sheets import add
from app.authorisations.models import AuthorisationKind
from app.authorisations.rules import AuthorisationFacts
from app.base.core.actors import SYSTEM
from app.base.core.clock import LOCAL
from app.base.core.text import N_
from app.partners.actions.demo import structure_id

Kind = AuthorisationKind
DAYS: Final = (
    (Kind.INSURANCE, None, "DÉMO-RC-2026", N_("Assureur fictif"), -300, 65, True),
    (Kind.TRANSPORT, None, "DÉMO-45-2024-017", N_("Préfecture du Loiret"), -700, 1126, True),
    (Kind.SIAE, None, "DÉMO-ACI-26", N_("DDETS du Loiret"), -329, 36, True),
    (Kind.ECO_ORGANISM, None, "DÉMO-2025-118", N_("Filière Appareils (fictif)"), -500, 596, False),
    (
        Kind.TRANSPORT,
        "transports-moreau-fictif",
        "DÉMO-45-2021-204",
        N_("Préfecture du Loiret"),
        -1834,
        -8,
        False,
    ),
    (
        Kind.ICPE,
        "ateliers-du-loing",
        "DÉMO-D3E-2019",
        N_("Préfecture du Loiret"),
        -2500,
        None,
        False,
    ),
)


def load_demo(session: Session, today: date) -> int:
    """Put the invented authorisations in, once; return how many came."""
    if queries.any_known(session):
        return 0
    now = datetime.combine(today - timedelta(days=60), time(9), LOCAL).astimezone(UTC)
    for kind, ref, number, issuer, starts, ends, public in DAYS:
        facts = AuthorisationFacts(
            kind=kind,
            organisation_id=structure_id(ref) if ref else None,
            number=number,
            issuer=issuer,
            starts=today + timedelta(days=starts),
            ends=None if ends is None else today + timedelta(days=ends),
            public=public,
        )
        add(session, facts, actor=SYSTEM, now=now)
    return len(DAYS)
