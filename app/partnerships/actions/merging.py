"""What becomes of two partnerships when their structures are found to be one."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.text import N_
from app.partnerships import queries
from app.partnerships.actions.partnerships import lose
from app.partnerships.models import Standing

MERGED: Final = N_("Réuni avec le partenariat de l’autre fiche.")


def settle(session: Session, gone_id: UUID, kept_id: UUID, actor: Actor, now: datetime) -> None:
    """Close the partnership of the structure that goes when the one that stays has its own.

    Its events, sheets and exchanges follow; only one goes on.
    """
    gone, kept = (queries.partnership(session, each) for each in (gone_id, kept_id))
    if gone is None or kept is None or Standing.LOST in {gone.standing, kept.standing}:
        return
    lose(session, gone, MERGED, actor=actor, now=now, seen=gone.version)
