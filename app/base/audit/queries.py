"""Every SELECT of the audit trail."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, func, select

from app.base.audit.models import TrailEntry, TrailHead


def of_subject(session: Session, subject: str, *, limit: int = 50) -> Sequence[TrailEntry]:
    """Return the latest entries about `subject`, newest first."""
    return session.exec(
        select(TrailEntry)
        .where(TrailEntry.subject == subject)
        .order_by(col(TrailEntry.at).desc(), col(TrailEntry.number).desc())
        .limit(limit)
    ).all()


def of_subjects(
    session: Session, subjects: Collection[str], *, limit: int = 50, offset: int = 0
) -> Sequence[TrailEntry]:
    """Return the latest entries about any of `subjects`, newest first."""
    return session.exec(
        select(TrailEntry)
        .where(col(TrailEntry.subject).in_(subjects))
        .order_by(col(TrailEntry.at).desc(), col(TrailEntry.room), col(TrailEntry.number).desc())
        .limit(limit)
        .offset(offset)
    ).all()


def count_of_subjects(session: Session, subjects: Collection[str]) -> int:
    """Return how many entries there are about any of `subjects`."""
    query = select(func.count()).select_from(TrailEntry)
    return session.exec(query.where(col(TrailEntry.subject).in_(subjects))).one()


def chain(session: Session, room: str, *, since: int = 1) -> Sequence[TrailEntry]:
    """Return the chain of `room` from the entry numbered `since` on, oldest first."""
    return session.exec(
        select(TrailEntry)
        .where(TrailEntry.room == room, TrailEntry.number >= since)
        .order_by(col(TrailEntry.number))
    ).all()


def heads(session: Session) -> Sequence[TrailHead]:
    """Return how each room's chain ends, by room."""
    return session.exec(select(TrailHead).order_by(TrailHead.room)).all()


def rooms(session: Session) -> Sequence[str]:
    """Return the rooms that have a chain, by name."""
    return session.exec(select(TrailEntry.room).distinct().order_by(TrailEntry.room)).all()
