"""Every SELECT of the outbox; none of them returns what a letter says or to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.outbox.models import OutboxRow, WorkerBeat


class State(StrEnum):
    """Where a row of the outbox stands."""

    WAITING = "attente"
    FAILED = "echec"
    UNSURE = "incertain"
    DONE = "fait"


@dataclass(frozen=True)
class Line:
    """A row as staff may see it: what sort, when, how often tried, the class of its last error."""

    id: UUID
    kind: str
    run_at: datetime
    attempts: int
    done_at: datetime | None
    failed_at: datetime | None
    handed_at: datetime | None
    error: str | None

    @property
    def state(self) -> State:
        """Return where the row stands."""
        if self.done_at is not None:
            return State.DONE
        if self.failed_at is None:
            return State.WAITING
        return State.FAILED if self.handed_at is None else State.UNSURE


@dataclass(frozen=True)
class Counts:
    """How many rows wait, were given up, may have left, are done."""

    waiting: int
    failed: int
    unsure: int
    done: int

    def of(self, state: State | None) -> int:
        """Return the count of a state, of all without one."""
        each = {
            State.WAITING: self.waiting,
            State.FAILED: self.failed,
            State.UNSURE: self.unsure,
            State.DONE: self.done,
        }
        return each[state] if state else sum(each.values())


_NOT_DONE = col(OutboxRow.done_at).is_(None)
_GIVEN_UP = sa.and_(_NOT_DONE, col(OutboxRow.failed_at).is_not(None))
_IS: dict[State, sa.ColumnElement[bool]] = {
    State.WAITING: sa.and_(_NOT_DONE, col(OutboxRow.failed_at).is_(None)),
    State.FAILED: sa.and_(_GIVEN_UP, col(OutboxRow.handed_at).is_(None)),
    State.UNSURE: sa.and_(_GIVEN_UP, col(OutboxRow.handed_at).is_not(None)),
    State.DONE: col(OutboxRow.done_at).is_not(None),
}
_SHOWN = [getattr(OutboxRow, name) for name in Line.__dataclass_fields__]
_WHEN = sa.func.coalesce(col(OutboxRow.done_at), col(OutboxRow.failed_at), col(OutboxRow.run_at))


def counts(session: Session, *, kind: str = "") -> Counts:
    """Return how many rows stand where, of one kind when given."""
    counted = [
        sa.func.coalesce(sa.func.sum(sa.case((_IS[state], 1), else_=0)), 0) for state in State
    ]
    statement = sa.select(*counted)
    if kind:
        statement = statement.where(col(OutboxRow.kind) == kind)
    return Counts(*(int(value) for value in session.execute(statement).one()))


def listed(
    session: Session,
    state: State | None = None,
    *,
    kind: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Line]:
    """Return rows, the latest first."""
    statement = sa.select(*_SHOWN).order_by(_WHEN.desc(), col(OutboxRow.id))
    if state is not None:
        statement = statement.where(_IS[state])
    if kind:
        statement = statement.where(col(OutboxRow.kind) == kind)
    rows = session.execute(statement.limit(limit).offset(offset)).mappings()
    return [Line(**row) for row in rows]


def kinds(session: Session) -> Sequence[str]:
    """Return the sorts of rows there are, from A to Z."""
    statement = sa.select(col(OutboxRow.kind)).distinct().order_by(col(OutboxRow.kind))
    return session.execute(statement).scalars().all()


def last_beat(session: Session) -> datetime | None:
    """Return when a worker was last seen, or None."""
    statement = sa.select(col(WorkerBeat.seen_at)).order_by(col(WorkerBeat.seen_at).desc()).limit(1)
    return session.execute(statement).scalar()
