"""What the worker does for places each day."""

from datetime import datetime

from sqlmodel import Session

from app.base.outbox.worker import Periodic
from app.points import actions


def retire_ended(session: Session, now: datetime) -> None:
    """Take collections that are over out of the search."""
    actions.retire_ended(session, now=now)


def forget_emails(session: Session, now: datetime) -> None:
    """Forget the addresses of settled reports, whatever becomes of the places."""
    actions.forget_emails(session, now=now)


PERIODIC = (
    Periodic("retire-ended-points", retire_ended),
    Periodic("forget-report-emails", forget_emails),
)
