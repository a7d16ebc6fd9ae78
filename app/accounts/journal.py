"""Every SELECT of the trail's page."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.audit import queries as trail
from app.base.audit.models import TrailEntry, TrailHead
from app.base.audit.rules import broken_at

RECOMPUTED = 1_000
"""Entries of each room's chain checked when somebody looks at the trail."""


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
    newest = (col(TrailEntry.at).desc(), col(TrailEntry.room).desc(), col(TrailEntry.number).desc())
    return session.exec(
        _narrowed(select(TrailEntry), asked).order_by(*newest).limit(limit).offset(offset)
    ).all()


def chains(session: Session) -> list[Chain]:
    """Return the state of each room's chain, its last thousand entries computed again.

    An import leaves one entry a place: the whole is the doctor's business.
    """
    return [_chain(session, head) for head in trail.heads(session)]


def _chain(session: Session, head: TrailHead) -> Chain:
    before = head.number - RECOMPUTED
    entries = trail.chain(session, head.room, since=max(1, before))
    anchor = entries[0] if before >= 1 and entries else None
    links = entries[1:] if anchor else entries
    return Chain(head.room, head.number, broken_at(links, head, after=anchor))


def _narrowed(statement: SelectOfScalar[TrailEntry], asked: Asked) -> SelectOfScalar[TrailEntry]:
    if asked.room:
        statement = statement.where(TrailEntry.room == asked.room)
    if asked.subject:
        statement = statement.where(
            col(TrailEntry.subject).startswith(asked.subject, autoescape=True)
        )
    return statement
