"""Tables of the agreements: the text, who signed it, what happened to it."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from app.agreements.models.words import AgreementKind, AgreementStatus, NoticeUnit, Side
from app.base.core import clock
from app.base.db import enum

DRAFTS = "'projet', 'relecture', 'correction', 'a-signer'"
FROZEN = (
    "id",
    "reference",
    "parent_id",
    "replaces_id",
    "kind",
    "title",
    "starts_on",
    "ends_on",
    "notice",
    "notice_unit",
    "renewal_months",
    "renewals_most",
    "our_signed_on",
    "their_signed_on",
    "partner_name",
    "signed_text",
    "text_sha256",
    "scan_sha256",
    "signed_at",
    "signed_by",
    "dropped_at",
)
"""Columns that the database refuses to change once `signed_at` is set. `organisation_id` is none
of them: merging two structures of the register moves what hangs on them, and the name under
which it was signed stays in `partner_name`."""


class Agreement(SQLModel, table=True):
    """One agreement with a structure, or (with `parent_id`) an amendment to one.

    `starts_on`, `ends_on`: first and last day of the first term; an amendment without `ends_on`
    leaves the end as it is. What is computed of them (`term_ends_on`, `decide_by`, `last_day`)
    is kept for lists only: pages ask the rules. `version` is the optimistic lock of the text and
    its commitments.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        sa.CheckConstraint("length(title) > 0", name="titled"),
        sa.CheckConstraint("parent_id <> id", name="own_parent"),
        sa.CheckConstraint("replaces_id <> id", name="own_successor"),
        sa.CheckConstraint("parent_id IS NULL OR replaces_id IS NULL", name="one_way"),
        sa.CheckConstraint("ends_on IS NOT NULL OR parent_id IS NOT NULL", name="ends"),
        sa.CheckConstraint("starts_on <= ends_on", name="term"),
        sa.CheckConstraint("notice >= 0", name="notice_positive"),
        sa.CheckConstraint("renewal_months > 0", name="renewal_positive"),
        sa.CheckConstraint("renewals_most > 0", name="renewals_positive"),
        sa.CheckConstraint(
            f"(signed_at IS NULL) = (status IN ({DRAFTS}))", name="signed_with_status"
        ),
        sa.CheckConstraint(
            "signed_at IS NULL OR (our_signed_on IS NOT NULL AND their_signed_on IS NOT NULL"
            " AND length(scan_sha256) = 64"
            " AND length(text_sha256) = 64 AND signed_text IS NOT NULL)",
            name="signed_whole",
        ),
        sa.CheckConstraint("dropped_at IS NULL OR signed_at IS NULL", name="dropped_draft"),
        sa.CheckConstraint(
            "status NOT IN ('denoncee', 'resiliee') OR stopped_on IS NOT NULL", name="stopped"
        ),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index("ix_agreement_organisation_status", "organisation_id", "status"),
        sa.Index("ix_agreement_list", "dropped_at", "status", "last_day"),
        sa.Index("ix_agreement_unread", "unread_since"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    parent_id: UUID | None = Field(default=None, foreign_key="agreement.id", index=True)
    replaces_id: UUID | None = Field(default=None, foreign_key="agreement.id", index=True)
    """The agreement that ends when this one begins."""
    reference: str = Field(max_length=24, unique=True)
    kind: AgreementKind = Field(sa_column=sa.Column(enum(AgreementKind), nullable=False))
    title: str = Field(max_length=160)
    status: AgreementStatus = Field(
        default=AgreementStatus.PROJECT, sa_column=sa.Column(enum(AgreementStatus), nullable=False)
    )
    status_since: date
    """Since when it stands there: how long somebody has been waiting."""
    starts_on: date
    ends_on: date | None = None
    notice: int = 0
    """So many `notice_unit` before the end of a term, one side tells the other that it stops."""
    notice_unit: NoticeUnit = Field(
        default=NoticeUnit.MONTHS, sa_column=sa.Column(enum(NoticeUnit), nullable=False)
    )
    renewal_months: int | None = None
    """Length of each tacit renewal; none: it ends with its term."""
    renewals_most: int | None = None
    """How many times at most; none: as long as nobody denounces it."""
    amended_ends_on: date | None = None
    """Last day of the first term as the signed amendments moved it."""
    term_ends_on: date | None = Field(default=None, index=True)
    decide_by: date | None = Field(default=None, index=True)
    last_day: date | None = None
    """The day after which nothing prolongs it; none: tacit renewal without a bound."""
    our_signed_on: date | None = None
    their_signed_on: date | None = None
    partner_name: str = Field(default="", max_length=160)
    """The structure's name as it signed."""
    signed_text: str | None = Field(default=None, sa_column=sa.Column(sa.Text(), nullable=True))
    """The whole text as it was signed, canonical JSON: what papers are drawn from."""
    text_sha256: str | None = Field(default=None, max_length=64)
    scan_sha256: str | None = Field(default=None, max_length=64)
    """Which of its papers is the signed copy."""
    signed_at: datetime | None = None
    signed_by: str = Field(default="", max_length=120)
    """Who of us noted the signatures."""
    stopped_on: date | None = None
    """Last day of an agreement that was denounced, terminated or replaced."""
    settled_at: datetime | None = None
    """When somebody said that an ended one has no follow-up."""
    unread_since: datetime | None = None
    """When the structure last wrote something that nobody of us answered."""
    created_at: datetime = Field(default_factory=clock.now)
    created_by: str = Field(max_length=120)
    dropped_at: datetime | None = None
    """A draft that was given up: no list shows it."""
    version: int = 1

    articles: list["Article"] = Relationship(
        sa_relationship_kwargs={
            "order_by": "Article.position, Article.id",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def frozen(self) -> bool:
        """Tell whether its text can change no more."""
        return self.signed_at is not None


class Article(SQLModel, table=True):
    """One article of an agreement's text."""

    __tablename__ = "agreement_article"
    __table_args__ = (sa.CheckConstraint("length(title) > 0", name="titled"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id", index=True, ondelete="CASCADE")
    position: int
    title: str = Field(max_length=160)
    text: str = Field(default="", max_length=6000)


class AgreementPaper(SQLModel, table=True):
    """A signed copy that somebody deposited: a scan by its SHA-256; rows are never changed."""

    __tablename__ = "agreement_paper"
    __table_args__ = (
        sa.CheckConstraint("length(sha256) = 64", name="sha256_length"),
        sa.CheckConstraint("size > 0", name="size_positive"),
        sa.UniqueConstraint("agreement_id", "sha256"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id")
    side: Side = Field(sa_column=sa.Column(enum(Side), nullable=False))
    filename: str = Field(max_length=120)
    media_type: str = Field(max_length=100)
    sha256: str = Field(max_length=64, index=True)
    size: int
    added_at: datetime = Field(default_factory=clock.now)
    added_by: str = Field(max_length=120)


class AgreementEvent(SQLModel, table=True):
    """What happened to an agreement, when and by whose hand; rows are never changed."""

    __tablename__ = "agreement_event"
    __table_args__ = (sa.Index("ix_agreement_event_history", "agreement_id", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id")
    verb: str = Field(max_length=24)
    side: Side | None = Field(default=None, sa_column=sa.Column(enum(Side), nullable=True))
    """None: the calendar did it."""
    actor: str = Field(max_length=120)
    words: str = Field(default="", max_length=2000)
    at: datetime


class AgreementCounter(SQLModel, table=True):
    """The last number given in a year."""

    __tablename__ = "agreement_counter"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int
