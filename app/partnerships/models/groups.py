"""Groups of people from several structures: who sits there, what they decide, what they do."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.db import enum
from app.partnerships.models.words import GroupKind

OPEN = sa.text("done_at IS NULL")


class PartnerGroup(SQLModel, table=True):
    """A steering committee or a working group."""

    __tablename__ = "partner_group"
    __table_args__ = (
        sa.CheckConstraint("length(name) > 0", name="named"),
        sa.CheckConstraint("version > 0", name="version_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    kind: GroupKind = Field(sa_column=sa.Column(enum(GroupKind), nullable=False))
    purpose: str = Field(default="", max_length=1000)
    created_at: datetime
    closed_at: datetime | None = None
    version: int = 1


class GroupMember(SQLModel, table=True):
    """Somebody of a group: a contact of a structure, or one of us."""

    __tablename__ = "partner_group_member"
    __table_args__ = (
        sa.CheckConstraint("(contact_id IS NULL) <> (account_id IS NULL)", name="one_person"),
        sa.UniqueConstraint("group_id", "contact_id"),
        sa.UniqueConstraint("group_id", "account_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="partner_group.id", index=True)
    contact_id: UUID | None = Field(
        default=None, foreign_key="organisation_contact.id", index=True, ondelete="CASCADE"
    )
    account_id: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    title: str = Field(default="", max_length=120)
    """What the person does in the group: presides, reports."""


class GroupMeeting(SQLModel, table=True):
    """A meeting of a group: agenda before, minutes after, as text and as a paper."""

    __tablename__ = "partner_group_meeting"
    __table_args__ = (
        sa.CheckConstraint("minutes_long BETWEEN 1 AND 1440", name="minutes_long"),
        sa.CheckConstraint("length(sha256) IN (0, 64)", name="sha256_length"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index("ix_partner_group_meeting_order", "group_id", "at"),
        sa.Index("ix_partner_group_meeting_at", "at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="partner_group.id")
    at: datetime
    minutes_long: int = 90
    place: str = Field(default="", max_length=200)
    agenda: str = Field(default="", max_length=4000)
    minutes: str = Field(default="", max_length=20000)
    """The written record."""
    sha256: str = Field(default="", max_length=64)
    filename: str = Field(default="", max_length=120)
    media_type: str = Field(default="", max_length=100)
    sequence: int = 0
    version: int = 1


class GroupDecision(SQLModel, table=True):
    """What a group decided; numbered from 1 in each group, never changed."""

    __tablename__ = "partner_group_decision"
    __table_args__ = (
        sa.UniqueConstraint("group_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint("length(text) > 0", name="says_something"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="partner_group.id")
    meeting_id: UUID | None = Field(
        default=None, foreign_key="partner_group_meeting.id", index=True
    )
    number: int
    day: date
    text: str = Field(max_length=1000)


class GroupTask(SQLModel, table=True):
    """Something that somebody of a group does until a day."""

    __tablename__ = "partner_group_task"
    __table_args__ = (
        sa.CheckConstraint("length(text) > 0", name="says_something"),
        sa.CheckConstraint("account_id IS NULL OR contact_id IS NULL", name="one_person"),
        sa.Index("ix_partner_group_task_open", "until", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    group_id: UUID = Field(foreign_key="partner_group.id", index=True)
    meeting_id: UUID | None = Field(
        default=None, foreign_key="partner_group_meeting.id", index=True
    )
    text: str = Field(max_length=300)
    account_id: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    contact_id: UUID | None = Field(
        default=None, foreign_key="organisation_contact.id", index=True, ondelete="SET NULL"
    )
    until: date
    done_at: datetime | None = None
