"""What is forgotten after some years: the words of dropped mails."""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.base.core.actors import SYSTEM
from app.partners.rules.contacts import forgotten_before
from app.partnerships.actions.trail import note
from app.partnerships.queries import exchanges as queries

AT_ONCE: Final = 500
"""Mails erased in one transaction; the next run takes the others."""


def erase_mails(session: Session, today: date, *, years: int, now: datetime) -> int:
    """Erase the words of mails that are `years` old; return how many.

    That an exchange took place stays: its day, subject, contacts, promises, result and follow-up.
    """
    old = queries.mails_to_erase(session, forgotten_before(today, years), limit=AT_ONCE)
    for row in old:
        row.words, row.erased_on = "", today
        row.version += 1
    session.flush()
    for row in old:
        note(session, "erase-mail", f"exchange:{row.id}", SYSTEM, now=now)
    return len(old)
