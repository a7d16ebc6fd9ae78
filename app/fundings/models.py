"""Tables of the fundings."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from app.base.core import clock
from app.base.core.text import N_
from app.base.db import enum


class FundingStatus(StrEnum):
    """Where an application stands."""

    IDEA = "idee"
    FILED = "depose"
    GRANTED = "accorde"
    REFUSED = "refuse"
    DROPPED = "abandonne"
    CLOSED = "solde"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _STATUSES[self]


class Lever(StrEnum):
    """The seven ways in which a fund helps a territory."""

    DATA = "donnees"
    TOOLS = "outils"
    NETWORKS = "reseaux"
    ENGINEERING = "ingenierie"
    GOVERNANCE = "dialogue-de-gouvernance"
    DIRECT = "financement-direct"
    RECOGNITION = "reconnaissance"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _LEVERS[self]


_STATUSES = {
    FundingStatus.IDEA: N_("à déposer"),
    FundingStatus.FILED: N_("déposé"),
    FundingStatus.GRANTED: N_("accordé"),
    FundingStatus.REFUSED: N_("refusé"),
    FundingStatus.DROPPED: N_("abandonné"),
    FundingStatus.CLOSED: N_("soldé"),
}
_LEVERS = {
    Lever.DATA: N_("Données"),
    Lever.TOOLS: N_("Outils"),
    Lever.NETWORKS: N_("Réseaux"),
    Lever.ENGINEERING: N_("Ingénierie"),
    Lever.GOVERNANCE: N_("Dialogue de gouvernance"),
    Lever.DIRECT: N_("Financement direct"),
    Lever.RECOGNITION: N_("Reconnaissance"),
}


class FundingLever(SQLModel, table=True):
    """One lever of one funding."""

    __tablename__ = "funding_lever"

    funding_id: UUID = Field(foreign_key="funding.id", primary_key=True, ondelete="CASCADE")
    lever: Lever = Field(sa_type=enum(Lever), primary_key=True)


class Funding(SQLModel, table=True):
    """One application to one funder. Amounts are in cents; a granted one says how much."""

    __tablename__ = "funding"
    __table_args__ = (
        sa.CheckConstraint("length(name) > 0", name="named"),
        sa.CheckConstraint("asked_cents >= 0 AND granted_cents >= 0", name="amounts"),
        sa.CheckConstraint(
            "status NOT IN ('accorde', 'solde') OR granted_cents IS NOT NULL", name="granted"
        ),
        sa.CheckConstraint("starts <= ends", name="period"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index("ix_funding_status_name", "status", "name"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    """The funder."""
    name: str = Field(max_length=160)
    """The call or the programme."""
    post: str = Field(default="", max_length=200)
    """What it pays: a job, a van, the premises."""
    status: FundingStatus = Field(
        default=FundingStatus.IDEA, sa_column=sa.Column(enum(FundingStatus), nullable=False)
    )
    asked_cents: int | None = Field(default=None, sa_type=sa.BigInteger)
    granted_cents: int | None = Field(default=None, sa_type=sa.BigInteger)
    file_by: date | None = Field(default=None, index=True)
    """The last day to file the application."""
    starts: date | None = None
    ends: date | None = None
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=clock.now)
    version: int = 1

    levers: list[FundingLever] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "FundingLever.lever",
            "cascade": "all, delete-orphan",
        }
    )
    reports: list["FundingReport"] = Relationship(
        sa_relationship_kwargs={
            "order_by": "FundingReport.due_on, FundingReport.id",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def lever_set(self) -> frozenset[Lever]:
        """Return the levers it works by."""
        return frozenset(row.lever for row in self.levers)


class FundingReport(SQLModel, table=True):
    """A report owed to a funder: due on a day, sent on another, with its paper."""

    __tablename__ = "funding_report"
    __table_args__ = (
        sa.CheckConstraint("length(name) > 0", name="named"),
        sa.CheckConstraint("(sha256 IS NULL) = (filename IS NULL)", name="paper_named"),
        sa.Index("ix_funding_report_owed", "sent_on", "due_on"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    funding_id: UUID = Field(foreign_key="funding.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    due_on: date
    sent_on: date | None = None
    sha256: str | None = Field(default=None, max_length=64)
    filename: str | None = Field(default=None, max_length=120)
