"""The demonstration's needs and offers: invented, of invented structures."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session

from app.base.core.actors import SYSTEM
from app.base.core.clock import LOCAL
from app.partners import queries as partners
from app.partners.actions.demo import structure_id
from app.synergies import queries
from app.synergies.actions.entries import add, move
from app.synergies.models import Domain, Side, Unit
from app.synergies.rules.sheets import EntryFacts

NEED, OFFER = Side.NEED, Side.OFFER
_ENTRIES: Final = (
    ("ateliers-du-loing", NEED, Domain.MATERIALS, "Cartons et calages pour emballer des écrans",
     "Propres et secs, toutes tailles, pour expédier des écrans remis en état.",
     300, Unit.KILOGRAMS, 120, True, "publish"),
    ("papeterie-des-ecluses", OFFER, Domain.MATERIALS, "Cartons d’emballage et calages déclassés",
     "Chutes de fabrication, en palettes, à prendre sur place.",
     240, Unit.KILOGRAMS, 90, True, "publish"),
    ("ateliers-du-loing", NEED, Domain.MATERIALS, "Bois de palette pour des établis",
     "Palettes non traitées.", 40, Unit.PIECES, 60, False, "draft"),
    ("puce-et-partage", NEED, Domain.SKILLS, "Formation aux gestes et postures",
     "Six places pour nos jeunes adultes, en petit groupe.", 6, Unit.PLACES, 75, False, "publish"),
    ("club-du-loing", OFFER, Domain.SKILLS, "Places en formation gestes et postures",
     "Session de nos adhérents, ouverte aux structures voisines.",
     4, Unit.PLACES, 45, False, "publish"),
    ("velos-retrouves", NEED, Domain.MEANS, "Camionnette un samedi par mois",
     "Pour ramener les vélos des déchetteries.", 8, Unit.HOURS, 200, True, "publish"),
    ("transports-moreau-fictif", OFFER, Domain.MEANS, "Camionnette disponible le samedi",
     "Avec hayon, conducteur à prévoir.", 16, Unit.HOURS, 12, True, "publish"),
    ("banque-du-gatinais", NEED, Domain.MOBILITY, "Vélos pour les trajets de nos salariés",
     "Pour le plan de mobilité du siège.", 10, Unit.PIECES, 150, False, "publish"),
)  # fmt: skip


def load_demo(session: Session, today: date) -> int:
    """Put the invented needs and offers in, once; return how many came."""
    if queries.any_known(session):
        return 0
    now = datetime.combine(today - timedelta(days=20), time(9), LOCAL).astimezone(UTC)
    for ref, side, domain, title, words, amount, unit, days, recurring, state in _ENTRIES:
        owner = structure_id(ref)
        site = partners.sites(session, owner)[0]
        assert site.lat is not None
        assert site.lon is not None
        facts = EntryFacts(
            organisation_id=owner,
            side=side,
            domain=domain,
            title=title,
            insee=site.insee,
            lat=site.lat,
            lon=site.lon,
            words=words,
            quantity=amount * 1000,
            unit=unit,
            starts=today - timedelta(days=20),
            until=today + timedelta(days=days),
            recurring=recurring,
        )
        row = add(session, facts, actor=SYSTEM, now=now)
        if state != "draft":
            move(session, row, state, actor=SYSTEM, now=now, today=today)
    return len(_ENTRIES)
