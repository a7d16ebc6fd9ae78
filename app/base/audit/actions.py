"""The one way an entry enters the trail."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from app.base.audit.models import TrailEntry, TrailHead
from app.base.audit.rules import seal
from app.base.core.actors import Actor
from app.base.db.upsert import insert_once


def record(  # noqa: PLR0913 - the facts of a trail, all of them named
    session: Session,
    room: str,
    verb: str,
    subject: str,
    actor: Actor,
    *,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> TrailEntry:
    """Append one entry to the chain of `room` and flush.

    `before` and `after` hold what changed, as plain JSON, without anybody's name or address.
    """
    head = _locked_head(session, room)
    entry = TrailEntry(
        room=room,
        number=head.number + 1,
        at=now,
        actor_id=actor.id,
        actor=actor.label,
        verb=verb,
        subject=subject,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        previous_hash=head.hash,
        hash="",
    )
    entry.hash = seal(entry)
    head.number, head.hash = entry.number, entry.hash
    session.add_all([entry, head])
    session.flush()
    return entry


def _locked_head(session: Session, room: str) -> TrailHead:
    """Return the room's head row, created when it is the first, locked until the commit."""
    insert_once(session, TrailHead, {"room": room, "number": 0, "hash": ""})
    return session.exec(
        select(TrailHead)
        .where(col(TrailHead.room) == room)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
