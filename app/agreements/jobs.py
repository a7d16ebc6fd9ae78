"""What the worker does for the agreements."""

from datetime import datetime

from flask import Flask
from sqlmodel import Session

from app.agreements import actions
from app.base.core import clock
from app.base.outbox.worker import Periodic


def keep_dates(session: Session, now: datetime) -> None:
    """Write down what the calendar did: begun, renewed, ended. Pages do not wait for it."""
    actions.keep_all_dates(session, today=clock.local(now).date(), now=now)


def init_app(app: Flask) -> None:
    """Give the worker the room's job."""
    app.extensions["periodic"].append(Periodic("agreement-dates", keep_dates))
