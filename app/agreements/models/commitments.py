"""Tables of the commitments: what each side promised, and what is typed of it by hand."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.agreements.models.words import Counted, EntryStatus, Rhythm, Side, Source
from app.base.core import clock
from app.base.db import enum
from app.catalog.models import Family


class Commitment(SQLModel, table=True):
    """One promise of an agreement: so much, so often, between two days.

    `quantity` is in the unit stored of its kind: grams, devices, pickups, minutes, cents, people.
    Without days of its own it lasts as long as the agreement. `family` and `words` say which
    things count. `replaces_id`: the commitment that an amendment's one takes the place of.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        sa.CheckConstraint("length(title) > 0", name="titled"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("starts_on <= ends_on", name="period"),
        sa.CheckConstraint("replaces_id <> id", name="own_successor"),
        sa.CheckConstraint(
            "source = 'saisies' OR kind IN ('kg', 'appareils', 'enlevements')", name="measured"
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id", index=True, ondelete="CASCADE")
    replaces_id: UUID | None = Field(default=None, foreign_key="commitment.id", index=True)
    position: int = 0
    side: Side = Field(sa_column=sa.Column(enum(Side), nullable=False))
    title: str = Field(max_length=160)
    kind: Counted = Field(sa_column=sa.Column(enum(Counted), nullable=False))
    quantity: int = Field(sa_type=sa.BigInteger)
    rhythm: Rhythm = Field(sa_column=sa.Column(enum(Rhythm), nullable=False))
    source: Source = Field(sa_column=sa.Column(enum(Source), nullable=False))
    starts_on: date | None = None
    ends_on: date | None = None
    family: Family | None = Field(default=None, sa_column=sa.Column(enum(Family), nullable=True))
    words: str = Field(default="", max_length=120)
    """Things that count, in words: `ordinateur, écran`."""


class CommitmentEntry(SQLModel, table=True):
    """Some hours, euros or people, on one day; what the structure proposes counts once confirmed."""

    __tablename__ = "commitment_entry"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.Index("ix_commitment_entry_day", "commitment_id", "status", "day"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    commitment_id: UUID = Field(foreign_key="commitment.id")
    day: date
    amount: int = Field(sa_type=sa.BigInteger)
    """In the commitment's stored unit."""
    words: str = Field(default="", max_length=200)
    status: EntryStatus = Field(sa_column=sa.Column(enum(EntryStatus), nullable=False, index=True))
    side: Side = Field(sa_column=sa.Column(enum(Side), nullable=False))
    """Who typed it."""
    added_at: datetime = Field(default_factory=clock.now)
    added_by: str = Field(max_length=120)
    decided_at: datetime | None = None
    decided_by: str = Field(default="", max_length=120)
