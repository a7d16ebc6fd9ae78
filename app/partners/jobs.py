"""What the worker does for the register each day."""

from datetime import datetime

from flask import current_app
from sqlmodel import Session

from app.base.core import clock
from app.base.outbox.worker import Periodic
from app.partners import actions, kept_files


def erase_contacts(session: Session, now: datetime) -> None:
    """Erase the names of contacts who left some years ago."""
    years = current_app.config["REBOND"].contacts_kept_years
    actions.erase_contacts(session, clock.local(now).date(), years=years, now=now)


def forget_files(_session: Session, now: datetime) -> None:
    """Delete files of structures that were previewed some days ago."""
    kept_files.forget(current_app.config["REBOND"].data_dir, now)


PERIODIC = (
    Periodic("erase-partner-contacts", erase_contacts),
    Periodic("forget-partner-files", forget_files),
)
