"""What becomes of two structures' proposals when they are found to be one."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.text import N_
from app.base.db.turns import take_turn
from app.synergies.actions.steps import ROOM, lock_pair, settle, step
from app.synergies.queries import proposals as queries
from app.synergies.rules.states import Who

MERGED: Final = N_("Les deux structures étaient la même : leurs fiches sont réunies.")


def close_between(
    session: Session, gone_id: UUID, kept_id: UUID, actor: Actor, now: datetime
) -> None:
    """Close what was going on between two structures that are one; the rest follows as it is."""
    take_turn(session, ROOM)
    today = clock.local(now).date()
    for row in queries.between(session, gone_id, kept_id):
        pair = queries.pair(session, row.id)
        lock_pair(session, pair)
        step(session, row, "merge", Who.HOUSE, actor=actor, now=now, reason=MERGED)
        settle(session, (pair.need, pair.offer), actor=actor, now=now, today=today)
