"""A partnership, what happened to it, and the sheets that think it through."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.db import enum
from app.partnerships.models.words import SheetKind, Standing, Step

LIVE = sa.text("standing <> 'perdu'")
ONGOING = sa.text("standing = 'en-cours' AND next_on IS NOT NULL")


class Partnership(SQLModel, table=True):
    """How far we are with a structure; one that is not lost at a time.

    `trigger` is what started it. The next action has words, a day and somebody who does it, or
    nothing at all. `version` is the optimistic lock.
    """

    __tablename__ = "partnership"
    __table_args__ = (
        sa.CheckConstraint(
            "(standing = 'en-pause') = (length(pause_reason) > 0)", name="pause_has_its_reason"
        ),
        sa.CheckConstraint("standing = 'en-pause' OR paused_until IS NULL", name="pause_until"),
        sa.CheckConstraint(
            "(standing = 'perdu') = (length(loss_reason) > 0)", name="loss_has_its_reason"
        ),
        sa.CheckConstraint("(standing = 'perdu') = (lost_at IS NOT NULL)", name="lost_since"),
        sa.CheckConstraint(
            "(next_on IS NULL) = (length(next_action) = 0)", name="next_action_has_its_day"
        ),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index(
            "uq_partnership_live",
            "organisation_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        sa.Index("ix_partnership_board", "standing", "step", "next_on"),
        sa.Index("ix_partnership_next", "next_on", sqlite_where=ONGOING, postgresql_where=ONGOING),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    standing: Standing = Field(
        default=Standing.ACTIVE, sa_column=sa.Column(enum(Standing), nullable=False)
    )
    step: Step = Field(default=Step.DIAGNOSIS, sa_column=sa.Column(enum(Step), nullable=False))
    step_since: datetime
    owner_id: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    trigger: str = Field(default="", max_length=300)
    next_action: str = Field(default="", max_length=300)
    next_on: date | None = None
    next_owner_id: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    pause_reason: str = Field(default="", max_length=300)
    paused_until: date | None = None
    loss_reason: str = Field(default="", max_length=300)
    lost_at: datetime | None = None
    reopened_at: datetime | None = None
    started_at: datetime
    version: int = 1


class PartnershipEvent(SQLModel, table=True):
    """What happened to a partnership, when and by whose hand; rows are never changed."""

    __tablename__ = "partnership_event"
    __table_args__ = (sa.UniqueConstraint("partnership_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partnership_id: UUID = Field(foreign_key="partnership.id")
    number: int
    """The version that the partnership has after it: two hands never make the same."""
    verb: str = Field(max_length=30)
    step: Step = Field(sa_column=sa.Column(enum(Step), nullable=False))
    """The step that the partnership has after it."""
    standing: Standing = Field(sa_column=sa.Column(enum(Standing), nullable=False))
    actor: str = Field(max_length=120)
    at: datetime


class PartnershipReason(SQLModel, table=True):
    """Why a partnership was paused or lost, in words; apart from the move, which never changes.

    Words may name somebody: they can be erased, the move cannot.
    """

    __tablename__ = "partnership_reason"
    __table_args__ = (sa.CheckConstraint("length(words) > 0", name="said"),)

    event_id: UUID = Field(foreign_key="partnership_event.id", primary_key=True)
    words: str = Field(max_length=300)


class PartnershipSheet(SQLModel, table=True):
    """Four texts about one question, with their day and their author.

    Diagnosis: strengths, weaknesses, opportunities, threats. Expectations: theirs, ours, their
    goals, our goals. Argument: what it gains, what it fears, proofs, what we ask.
    """

    __tablename__ = "partnership_sheet"
    __table_args__ = (
        sa.UniqueConstraint("partnership_id", "kind"),
        sa.CheckConstraint("version > 0", name="version_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partnership_id: UUID = Field(foreign_key="partnership.id")
    kind: SheetKind = Field(sa_column=sa.Column(enum(SheetKind), nullable=False))
    first: str = Field(default="", max_length=4000)
    second: str = Field(default="", max_length=4000)
    third: str = Field(default="", max_length=4000)
    fourth: str = Field(default="", max_length=4000)
    written_on: date
    author: str = Field(max_length=120)
    version: int = 1
