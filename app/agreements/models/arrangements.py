"""Tables of the practical arrangements: one page, its versions, who accepted each."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.agreements.models.words import AcceptedBy
from app.base.core import clock
from app.base.db import enum

OF_STRUCTURE = sa.text("agreement_id IS NULL")
OF_AGREEMENT = sa.text("agreement_id IS NOT NULL")


class Arrangement(SQLModel, table=True):
    """The practical page of a structure, or of one of its agreements."""

    __tablename__ = "arrangement"
    __table_args__ = (
        sa.Index(
            "uq_arrangement_agreement_id",
            "agreement_id",
            unique=True,
            sqlite_where=OF_AGREEMENT,
            postgresql_where=OF_AGREEMENT,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    agreement_id: UUID | None = Field(default=None, foreign_key="agreement.id")
    latest: int = 0
    """Number of the version in force: also the optimistic lock."""


class ArrangementVersion(SQLModel, table=True):
    """What was agreed in practice, as it was written once; rows are never changed."""

    __tablename__ = "arrangement_version"
    __table_args__ = (
        sa.UniqueConstraint("arrangement_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    arrangement_id: UUID = Field(foreign_key="arrangement.id")
    number: int
    who: str = Field(default="", max_length=1000)
    moment: str = Field(default="", max_length=1000)
    place: str = Field(default="", max_length=1000)
    packaging: str = Field(default="", max_length=1000)
    papers: str = Field(default="", max_length=1000)
    created_at: datetime = Field(default_factory=clock.now)
    created_by: str = Field(max_length=120)


class ArrangementAcceptance(SQLModel, table=True):
    """A relay person said yes to a version; rows are never changed."""

    __tablename__ = "arrangement_acceptance"

    version_id: UUID = Field(foreign_key="arrangement_version.id", primary_key=True)
    contact_id: UUID = Field(foreign_key="organisation_contact.id", primary_key=True, index=True)
    how: AcceptedBy = Field(sa_column=sa.Column(enum(AcceptedBy), nullable=False))
    words: str = Field(default="", max_length=120)
    """How staff heard it: by phone, on the spot."""
    noted_by: str = Field(default="", max_length=120)
    at: datetime = Field(default_factory=clock.now)
