"""The demonstration's fundings: invented calls of invented funders."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from app.base.core.actors import SYSTEM
from app.base.core.clock import LOCAL
from app.fundings import queries
from app.fundings.actions.sheets import add, owe, send
from app.fundings.models import FundingStatus, Lever
from app.fundings.rules import FundingFacts
from app.partners.actions.demo import structure_id


def load_demo(session: Session, today: date) -> int:
    """Put the invented fundings in, once; return how many came."""
    if queries.any_known(session):
        return 0
    now = datetime.combine(today - timedelta(days=50), time(9), LOCAL).astimezone(UTC)
    fund, producers = structure_id("fonds-boucles"), structure_id("filiere-appareils")
    granted = FundingFacts(
        organisation_id=fund,
        name="Boucles de proximité 2026 (fictif)",
        post="Coordination du pôle et deux postes de médiation numérique",
        status=FundingStatus.GRANTED,
        asked_cents=6_000_000,
        granted_cents=4_800_000,
        starts=today - timedelta(days=220),
        ends=today + timedelta(days=510),
        levers=frozenset({Lever.DIRECT, Lever.ENGINEERING, Lever.NETWORKS}),
    )
    row = add(session, granted, actor=SYSTEM, now=now)
    first = owe(
        session, row, "Bilan de démarrage", today - timedelta(days=60), actor=SYSTEM, now=now
    )
    sent_on = today - timedelta(days=64)
    send(session, first, sent_on, actor=SYSTEM, now=now, today=today)
    owe(session, row, "Bilan intermédiaire", today + timedelta(days=12), actor=SYSTEM, now=now)
    support = FundingFacts(
        organisation_id=producers,
        name="Soutien au réemploi des appareils (fictif)",
        post="Banc d’effacement et pesée",
        status=FundingStatus.FILED,
        asked_cents=1_250_000,
        levers=frozenset({Lever.TOOLS, Lever.DATA}),
    )
    idea = FundingFacts(
        organisation_id=fund,
        name="Mobilités solidaires (fictif)",
        post="Camionnette électrique partagée",
        asked_cents=3_500_000,
        file_by=today + timedelta(days=20),
        levers=frozenset({Lever.DIRECT}),
    )
    for facts in (support, idea):
        add(session, facts, actor=SYSTEM, now=now)
    return 3
