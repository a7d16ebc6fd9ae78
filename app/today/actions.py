"""The one thing the staff's day changes: letters that were given up are tried again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.outbox import actions as outbox

ROOM = "outbox"


def retry(session: Session, row_id: UUID | None, *, actor: Actor, now: datetime) -> int:
    """Try one row that was given up again, or all of them (None); return how many."""
    tried = outbox.retry(session, row_id, now=now)
    if tried:
        subject = f"outbox:{row_id}" if row_id else "outbox:all"
        audit.record(session, ROOM, "retry", subject, actor, now=now, after={"rows": tried})
    return tried
