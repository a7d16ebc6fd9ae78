"""What the worker does for the accounts."""

from datetime import datetime

from sqlmodel import Session

from app.accounts import actions
from app.base.outbox.worker import Periodic


def forget_sign_ins(session: Session, now: datetime) -> None:
    """Forget where and when people signed in long ago."""
    actions.forget_sign_ins(session, now=now)


PERIODIC = (Periodic("forget-sign-ins", forget_sign_ins),)
