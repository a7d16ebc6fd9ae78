"""One import by staff: which file, with which options, how far it is."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.core.text import N_
from app.base.db import enum


class ImportStatus(StrEnum):
    """How far an import is."""

    READING = "lecture"
    READY = "pret"
    APPLYING = "en-cours"
    DONE = "termine"
    FAILED = "illisible"
    ABANDONED = "abandonne"

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _STATUSES[self]


_STATUSES = {
    ImportStatus.READING: N_("Lecture en cours"),
    ImportStatus.READY: N_("À confirmer"),
    ImportStatus.APPLYING: N_("Import en cours"),
    ImportStatus.DONE: N_("Terminé"),
    ImportStatus.FAILED: N_("Illisible"),
    ImportStatus.ABANDONED: N_("Abandonné"),
}


class ImportBatch(SQLModel, table=True):
    """One file sent by staff; what it holds lies in the data folder, for a day.

    `counts` is lines by outcome as previewed, `done` what confirming did; `decisions` is what
    somebody decided of doubtful lines, by line number. `version` is the optimistic lock.
    `confirmed_at` is the instant that every row of this import carries as `seen_at`.
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        sa.CheckConstraint("size_bytes > 0", name="size_positive"),
        sa.CheckConstraint("position >= 0", name="position_positive"),
        sa.CheckConstraint(
            f"status NOT IN ('{ImportStatus.APPLYING}', '{ImportStatus.DONE}') "
            "OR confirmed_at IS NOT NULL",
            name="confirmed_dated",
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    sha256: str = Field(max_length=64, index=True)
    filename: str = Field(max_length=120)
    size_bytes: int
    format: str = Field(default="", max_length=20)
    dialect: str = Field(default="", max_length=20)
    source: str = Field(max_length=120)
    licence: str = Field(default="", max_length=80)
    everywhere: bool = False
    fix_hours: bool = False
    fix_positions: bool = False
    status: ImportStatus = Field(
        default=ImportStatus.READING,
        sa_column=sa.Column(enum(ImportStatus), nullable=False, index=True),
    )
    refusal: str = Field(default="", max_length=500)
    counts: Any = Field(default_factory=dict, sa_column=sa.Column(sa.JSON, nullable=False))
    notes: Any = Field(default_factory=list, sa_column=sa.Column(sa.JSON, nullable=False))
    decisions: Any = Field(default_factory=dict, sa_column=sa.Column(sa.JSON, nullable=False))
    done: Any = Field(default_factory=dict, sa_column=sa.Column(sa.JSON, nullable=False))
    position: int = 0
    """Rows of the report already applied."""
    version: int = 1
    author_id: UUID | None = None
    author_label: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=clock.now, index=True)
    confirmed_at: datetime | None = None
    confirmed_by: str = Field(default="", max_length=120)
    ended_at: datetime | None = None

    @property
    def total(self) -> int:
        """Return how many lines the file has."""
        return sum(self.counts.get(name, 0) for name in self.counts if name != "alertes")
