"""What the worker does for the synergies."""

from datetime import datetime

from flask import Flask
from sqlmodel import Session

from app.base.core import clock
from app.base.outbox.worker import Periodic
from app.synergies import actions, relations


def expire(session: Session, now: datetime) -> None:
    """Expire what has passed its last day."""
    actions.expire(session, now=now, today=clock.local(now).date())


def keep_dates(session: Session, now: datetime) -> None:
    """Lapse what nobody answered, remind, ask for results, forget contacts who left."""
    relations.keep_dates(session, now=now, today=clock.local(now).date())


def _hour(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H")


PERIODIC = (
    Periodic("synergy-expiry", expire, _hour),
    Periodic("synergy-relations", keep_dates, _hour),
)


def init_app(app: Flask) -> None:
    """Give the worker the room's jobs."""
    app.extensions["periodic"].extend(PERIODIC)
