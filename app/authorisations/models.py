"""Tables of the authorisations."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.core.text import N_
from app.base.db import enum


class AuthorisationKind(StrEnum):
    """What the authorisation allows or proves."""

    TRANSPORT = "recepisse-transport"
    BROKER = "recepisse-negoce-courtage"
    ICPE = "icpe"
    ECO_ORGANISM = "contrat-eco-organisme"
    INSURANCE = "assurance"
    SIAE = "convention-siae"
    ESUS = "agrement-esus"
    LABEL = "label"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _KINDS[self]


_KINDS = {
    AuthorisationKind.TRANSPORT: N_("Récépissé de transport de déchets"),
    AuthorisationKind.BROKER: N_("Récépissé de négoce ou de courtage de déchets"),
    AuthorisationKind.ICPE: N_("Installation classée (ICPE)"),
    AuthorisationKind.ECO_ORGANISM: N_("Contrat avec un éco-organisme"),
    AuthorisationKind.INSURANCE: N_("Assurance"),
    AuthorisationKind.SIAE: N_("Convention d’insertion (SIAE)"),
    AuthorisationKind.ESUS: N_("Agrément ESUS"),
    AuthorisationKind.LABEL: N_("Label"),
    AuthorisationKind.OTHER: N_("Autre"),
}


class Authorisation(SQLModel, table=True):
    """One authorisation of a structure, or (without one) of ourselves.

    `ends` None: without a term. A renewal is a new row; `replaced_by_id` of the old one leads
    there, and nothing warns of the old one any more.
    """

    __tablename__ = "authorisation"
    __table_args__ = (
        sa.CheckConstraint("starts <= ends", name="period"),
        sa.CheckConstraint("warn_days BETWEEN 0 AND 400", name="warn_days"),
        sa.CheckConstraint("(sha256 IS NULL) = (filename IS NULL)", name="paper_named"),
        sa.CheckConstraint("replaced_by_id <> id", name="own_successor"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.CheckConstraint("(ends IS NULL) = (warned_from IS NULL)", name="warned"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    kind: AuthorisationKind = Field(
        sa_column=sa.Column(enum(AuthorisationKind), nullable=False, index=True)
    )
    number: str = Field(default="", max_length=80)
    issuer: str = Field(default="", max_length=160)
    scope: str = Field(default="", max_length=500)
    """What it allows: flows, tonnage, places."""
    starts: date | None = None
    ends: date | None = None
    warn_days: int = 90
    """How long before its end somebody is told."""
    warned_from: date | None = Field(default=None, index=True)
    """The day from which somebody is told; computed when the sheet is written."""
    public: bool = False
    """Shown on the page "Nos autorisations"; only ours are."""
    sha256: str | None = Field(default=None, max_length=64)
    filename: str | None = Field(default=None, max_length=120)
    replaced_by_id: UUID | None = Field(default=None, foreign_key="authorisation.id", index=True)
    withdrawn_at: datetime | None = None
    created_at: datetime = Field(default_factory=clock.now)
    version: int = 1
