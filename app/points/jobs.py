"""What the worker does for places each day."""

from datetime import datetime

from sqlmodel import Session

from app.base.outbox.worker import Periodic
from app.points import actions


def tidy(session: Session, now: datetime) -> None:
    """Retire collections that are over, forget the addresses of settled reports."""
    actions.retire_ended(session, now=now)
    actions.forget_emails(session, now=now)


PERIODIC = (Periodic("tidy-points", tidy),)
