"""Every SELECT of the audit trail."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.base.audit.models import TrailEntry


def of_subject(session: Session, subject: str, *, limit: int = 50) -> Sequence[TrailEntry]:
    """Return the latest entries about `subject`, newest first."""
    return session.exec(
        select(TrailEntry)
        .where(TrailEntry.subject == subject)
        .order_by(col(TrailEntry.at).desc(), col(TrailEntry.number).desc())
        .limit(limit)
    ).all()


def chain(session: Session, room: str) -> Sequence[TrailEntry]:
    """Return the whole chain of `room`, oldest first."""
    return session.exec(
        select(TrailEntry).where(TrailEntry.room == room).order_by(col(TrailEntry.number))
    ).all()


def rooms(session: Session) -> Sequence[str]:
    """Return the rooms that have a chain, by name."""
    return session.exec(select(TrailEntry.room).distinct().order_by(TrailEntry.room)).all()
