"""Tables of the outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class OutboxRow(SQLModel, table=True):
    """One thing to do after the commit: a mail or a job."""

    __tablename__ = "outbox_row"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (sa.Index("ix_outbox_row_due", "done_at", "failed_at", "run_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str = Field(max_length=40)
    payload: Any = Field(sa_type=sa.JSON)
    dedupe: str = Field(max_length=120, unique=True)
    """The same thing asked twice is one row."""
    run_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    handed_at: datetime | None = None
    """When a text message was about to be handed to its provider: from then on it may have left."""
    done_at: datetime | None = None
    failed_at: datetime | None = None
    error: str | None = Field(default=None, max_length=300)


class PeriodRun(SQLModel, table=True):
    """One periodic job in one period: the key makes a second run impossible."""

    __tablename__ = "period_run"  # pyright: ignore[reportAssignmentType]

    job: str = Field(max_length=40, primary_key=True)
    period: str = Field(max_length=20, primary_key=True)
    at: datetime


class WorkerBeat(SQLModel, table=True):
    """When a worker was last seen alive."""

    __tablename__ = "worker_beat"

    name: str = Field(max_length=40, primary_key=True)
    seen_at: datetime
