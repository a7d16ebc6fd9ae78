"""What was said with a structure, and what is still to be said."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.db import enum
from app.partnerships.models.words import ExchangeKind, ExchangeState

PLANNED = sa.text("state = 'prevu'")
TO_FOLLOW = sa.text("follow_up_on IS NOT NULL AND followed_at IS NULL")


class Exchange(SQLModel, table=True):
    """A meeting, a call, a mail or a visit with a structure, planned or done.

    `at` is an instant; people read and type the local hour. The follow-up has words, a day and
    somebody; `handed_over` says that it became the partnership's next action, which is due in its
    stead. `sequence` counts the changes of a planned one, for calendars.
    """

    __tablename__ = "exchange"
    __table_args__ = (
        sa.CheckConstraint("length(subject) > 0", name="named"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        sa.CheckConstraint(
            "(follow_up_on IS NULL) = (length(follow_up) = 0)", name="follow_up_has_its_day"
        ),
        sa.CheckConstraint("version > 0 AND sequence >= 0", name="counters"),
        sa.Index("ix_exchange_of_structure", "organisation_id", "at"),
        sa.Index("ix_exchange_latest", "at", "id"),
        sa.Index("ix_exchange_by_owner", "owner_id", "at"),
        sa.Index("ix_exchange_by_kind", "kind", "at"),
        sa.Index("ix_exchange_planned", "at", sqlite_where=PLANNED, postgresql_where=PLANNED),
        sa.Index(
            "ix_exchange_to_follow",
            "follow_up_on",
            sqlite_where=TO_FOLLOW,
            postgresql_where=TO_FOLLOW,
        ),
        sa.Index("ix_exchange_message", "message_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    kind: ExchangeKind = Field(sa_column=sa.Column(enum(ExchangeKind), nullable=False))
    state: ExchangeState = Field(sa_column=sa.Column(enum(ExchangeState), nullable=False))
    at: datetime
    minutes: int = 60
    subject: str = Field(max_length=200)
    place: str = Field(default="", max_length=200)
    owner_id: UUID | None = Field(default=None, foreign_key="user_account.id")
    """Who of us holds it."""
    agenda: str = Field(default="", max_length=4000)
    """What we want to say and ask, prepared before."""
    words: str = Field(default="", max_length=20000)
    promises: str = Field(default="", max_length=2000)
    """What each side promised, which the next meeting's sheet repeats."""
    result: str = Field(default="", max_length=1000)
    follow_up: str = Field(default="", max_length=300)
    follow_up_on: date | None = None
    follow_up_owner_id: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    handed_over: bool = False
    followed_at: datetime | None = None
    message_id: str = Field(default="", max_length=200)
    """A dropped mail's own number: the same mail comes once."""
    dropped: bool = False
    """Its words are those of a dropped mail: they are erased after some years."""
    erased_on: date | None = None
    author: str = Field(max_length=120)
    created_at: datetime
    sequence: int = 0
    version: int = 1


class ExchangeContact(SQLModel, table=True):
    """A contact of the structure who took part."""

    __tablename__ = "exchange_contact"

    exchange_id: UUID = Field(foreign_key="exchange.id", primary_key=True, ondelete="CASCADE")
    contact_id: UUID = Field(
        foreign_key="organisation_contact.id", primary_key=True, ondelete="CASCADE", index=True
    )


class ExchangeAttachment(SQLModel, table=True):
    """A file that a dropped mail carried; kept under its hash when it is of a kind we keep."""

    __tablename__ = "exchange_attachment"
    __table_args__ = (
        sa.CheckConstraint("length(sha256) IN (0, 64)", name="sha256_length"),
        sa.CheckConstraint("size >= 0", name="size"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    exchange_id: UUID = Field(foreign_key="exchange.id", index=True, ondelete="CASCADE")
    filename: str = Field(max_length=120)
    media_type: str = Field(default="", max_length=100)
    size: int = 0
    sha256: str = Field(default="", max_length=64)
    """Empty: it was not kept."""
