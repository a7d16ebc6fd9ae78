"""Every SELECT of the trail's page."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.audit import queries as trail
from app.base.audit.models import TrailEntry
from app.base.audit.rules import first_break


@dataclass(frozen=True)
class Asked:
    """What the trail is narrowed to."""

    room: str = ""
    subject: str = ""
    """The beginning of a subject: "account:" finds every account."""


@dataclass(frozen=True)
class Chain:
    """The state of one room's chain."""

    room: str
    length: int
    broken_at: int | None
    """Number of the first entry that does not follow, or None."""


def count(session: Session, asked: Asked) -> int:
    """Return how many entries match."""
    matching = _narrowed(select(TrailEntry), asked).subquery()
    return session.exec(select(sa.func.count()).select_from(matching)).one()


def listed(
    session: Session, asked: Asked, *, limit: int | None = None, offset: int = 0
) -> Sequence[TrailEntry]:
    """Return the entries that match, newest first."""
    newest = (col(TrailEntry.at).desc(), col(TrailEntry.room), col(TrailEntry.number).desc())
    return session.exec(
        _narrowed(select(TrailEntry), asked).order_by(*newest).limit(limit).offset(offset)
    ).all()


def chains(session: Session, rooms: Sequence[str]) -> list[Chain]:
    """Return the state of each room's chain, computed again from its first entry."""
    return [_chain(session, room) for room in rooms]


def _chain(session: Session, room: str) -> Chain:
    entries = list(trail.chain(session, room))
    broken = first_break(entries)
    return Chain(room, len(entries), broken.number if broken else None)


def _narrowed(statement: SelectOfScalar[TrailEntry], asked: Asked) -> SelectOfScalar[TrailEntry]:
    if asked.room:
        statement = statement.where(TrailEntry.room == asked.room)
    if asked.subject:
        statement = statement.where(
            col(TrailEntry.subject).startswith(asked.subject, autoescape=True)
        )
    return statement
