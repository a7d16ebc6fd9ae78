"""What the worker does for the room."""

from datetime import datetime

from sqlmodel import Session

from app.base.outbox.worker import Periodic
from app.territory import actions


def forget_geocodes(session: Session, now: datetime) -> None:
    """Delete the geocoder's answers that are a month old."""
    actions.forget_geocodes(session, now=now)


PERIODIC = (Periodic("forget-geocodes", forget_geocodes),)
