"""What can be wrong with an installation, in sentences."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.audit import queries as audit
from app.base.audit.rules import broken_at
from app.base.core import clock
from app.base.db import migrate
from app.base.outbox import queries as outbox
from app.base.outbox import rules
from app.base.outbox.models import OutboxRow
from app.config import Settings
from app.territory.models import Commune

LATE = timedelta(hours=1)


def troubles(session: Session, settings: Settings) -> list[str]:
    """Return one French sentence per trouble: what is wrong, and what to do."""
    if not migrate.is_current():
        return ["La base n’est pas à jour : lancez `rebond prepare`."]
    found = []
    if not session.execute(sa.select(sa.func.count()).select_from(Commune)).scalar_one():
        found.append("Les communes manquent : lancez `rebond prepare`.")
    for head in audit.heads(session):
        number = broken_at(audit.chain(session, head.room), head)
        if number is not None:
            found.append(f"Le journal « {head.room} » est rompu à la ligne {number}.")
    if rules.is_silent(outbox.last_beat(session), now=clock.now()):
        found.append(_silence(outbox.last_beat(session)))
    late = _late(session)
    if late:
        found.append(f"{late} courriers ou travaux attendent depuis plus d’une heure.")
    if settings.production and not settings.base_url.startswith("https://"):
        found.append("REBOND_BASE_URL doit commencer par https:// en production.")
    return found


def _silence(seen_at: datetime | None) -> str:
    """Say since when no worker was seen."""
    if seen_at is None:
        return "Le facteur n’a jamais été vu : les courriers attendent. Lancez `rebond worker`."
    since = clock.local(seen_at).strftime("%d/%m/%Y à %H:%M")
    return (
        f"Le facteur n’a pas été vu depuis le {since} : les courriers attendent. "
        "Lancez `rebond worker`."
    )


def _late(session: Session) -> int:
    """Count the rows that a living worker would have done."""
    statement = sa.select(sa.func.count()).where(
        col(OutboxRow.done_at).is_(None), col(OutboxRow.run_at) < clock.now() - LATE
    )
    return int(session.execute(statement).scalar_one())
