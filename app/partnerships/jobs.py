"""What the worker does for the partnerships: the letter of the morning, old mails erased."""

from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlmodel import Session

from app.base.core import clock
from app.base.outbox import actions as outbox
from app.base.outbox.worker import Periodic
from app.partners.registry import registry
from app.partnerships import queries
from app.partnerships.actions import retention
from app.partnerships.mornings import letter, mine

MORNING_HOUR = 7
PAGE = "/gestion/partenariats/aujourdhui"


def write_mornings(session: Session, now: datetime) -> None:
    """Write to each person who has something to do today; to nobody else.

    Before the morning nothing leaves: the day that a stopped worker missed is over.
    """
    wall = clock.local(now)
    if wall.hour < MORNING_HOUR:
        return
    today, found = wall.date(), registry.due(session, wall.date())
    if not found:
        return
    keepers = queries.keepers(session)
    base_url = current_app.config["REBOND"].base_url.rstrip("/")
    for account_id, address in queries.written_to(session):
        own = mine(found, account_id, keepers)
        if not own:
            continue
        subject, text = letter(own, today=today, base_url=base_url, page=PAGE)
        outbox.mail(
            session,
            to=address,
            subject=subject,
            text=text,
            dedupe=f"partnership-morning-{account_id}-{today.isoformat()}",
            now=now,
        )


def erase_mails(session: Session, now: datetime) -> None:
    """Erase the words of mails that were dropped some years ago."""
    years = current_app.config["REBOND"].mails_kept_years
    retention.erase_mails(session, clock.local(now).date(), years=years, now=now)


def morning(instant: datetime) -> str:
    """Return the day whose morning has come: it begins at seven on the wall."""
    wall = clock.local(instant)
    day = wall.date() if wall.hour >= MORNING_HOUR else wall.date() - timedelta(days=1)
    return day.isoformat()


PERIODIC = (
    Periodic("partnership-mornings", write_mornings, morning),
    Periodic("erase-partner-mails", erase_mails),
)


def init_app(app: Flask) -> None:
    """Give the worker the room's jobs."""
    app.extensions["periodic"].extend(PERIODIC)
