"""What matches brought: kilos, euros, kilometres, hours, people."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.synergies.models.words import Measure, Method, ResultStatus, Side

COUNTS = sa.text("status <> 'ecartee'")


class SynergyResult(SQLModel, table=True):
    """One figure of one match, of one day.

    `amount` is in grams, cents, metres, minutes or persons. A figure is never corrected: it is
    set aside, with a reason, and another one is entered. One figure per match, measure and day,
    by an index: what both sides tell is counted once.
    """

    __tablename__ = "synergy_result"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("status <> 'ecartee' OR length(reason) > 0", name="reason"),
        sa.CheckConstraint("(status = 'dite') = (settled_at IS NULL)", name="settled"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index(
            "uq_synergy_result_once",
            "proposal_id",
            "measure",
            "day",
            unique=True,
            sqlite_where=COUNTS,
            postgresql_where=COUNTS,
        ),
        sa.Index("ix_synergy_result_figures", "status", "day", "id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    proposal_id: UUID = Field(foreign_key="synergy_proposal.id", index=True)
    measure: Measure = Field(sa_column=sa.Column(enum(Measure), nullable=False))
    amount: int = Field(sa_type=sa.BigInteger)
    day: date
    method: Method = Field(sa_column=sa.Column(enum(Method), nullable=False))
    status: ResultStatus = Field(sa_column=sa.Column(enum(ResultStatus), nullable=False))
    told_by: Side | None = Field(default=None, sa_column=sa.Column(enum(Side), nullable=True))
    """Which structure told it; None: staff."""
    words: str = Field(default="", max_length=300)
    reason: str = Field(default="", max_length=300)
    """Why it was set aside."""
    created_at: datetime = Field(default_factory=clock.now)
    settled_at: datetime | None = None
    version: int = 1
