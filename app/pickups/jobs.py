"""What the worker does for the pickups."""

from datetime import datetime

from sqlmodel import Session

from app.base.core import clock
from app.base.outbox.worker import Periodic
from app.pickups import actions


def _erase(session: Session, now: datetime) -> None:
    actions.erase_old(session, today=clock.local(now).date(), now=now)


PERIODIC = (Periodic("erase-old-pickups", _erase),)
