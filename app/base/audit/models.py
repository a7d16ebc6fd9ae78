"""Tables of the audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class TrailEntry(SQLModel, table=True):
    """One change: never updated, never deleted (triggers on both databases)."""

    __tablename__ = "trail_entry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        sa.UniqueConstraint("room", "number"),
        sa.Index("ix_trail_entry_newest", "at", "room", "number"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    room: str = Field(max_length=30)
    number: int = Field(ge=1)
    at: datetime
    actor_id: UUID | None = None
    actor: str = Field(max_length=120)
    verb: str = Field(max_length=40)
    subject: str = Field(max_length=120, index=True)
    before: Any = Field(default=None, sa_type=sa.JSON(none_as_null=True), nullable=True)
    after: Any = Field(default=None, sa_type=sa.JSON(none_as_null=True), nullable=True)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class TrailHead(SQLModel, table=True):
    """The last entry of a room's chain; locked last, so that numbers have no gap."""

    __tablename__ = "trail_head"  # pyright: ignore[reportAssignmentType]

    room: str = Field(max_length=30, primary_key=True)
    number: int = 0
    hash: str = Field(default="", max_length=64)
