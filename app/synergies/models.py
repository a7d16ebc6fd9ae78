"""Tables of the synergies."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.core.text import N_
from app.base.db import enum


class Side(StrEnum):
    """Who has and who lacks."""

    NEED = "besoin"
    OFFER = "offre"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _SIDES[self]

    @property
    def other(self) -> "Side":
        """Return the side that answers this one."""
        return Side.OFFER if self is Side.NEED else Side.NEED


class Domain(StrEnum):
    """The four fields in which structures help one another."""

    SKILLS = "competences"
    MATERIALS = "matieres"
    MEANS = "moyens"
    MOBILITY = "mobilite"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _DOMAINS[self]


class Unit(StrEnum):
    """What a quantity counts."""

    KILOGRAMS = "kg"
    CUBIC_METRES = "m3"
    HOURS = "heures"
    PLACES = "places"
    PIECES = "pieces"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _UNITS[self]


class EntryStatus(StrEnum):
    """Where a need or an offer stands."""

    DRAFT = "brouillon"
    OPEN = "ouverte"
    MATCHED = "rapprochee"
    CLOSED = "close"
    EXPIRED = "expiree"
    WITHDRAWN = "retiree"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _STATUSES[self]


_SIDES = {Side.NEED: N_("besoin"), Side.OFFER: N_("offre")}
_DOMAINS = {
    Domain.SKILLS: N_("Compétences et formation"),
    Domain.MATERIALS: N_("Flux de matières"),
    Domain.MEANS: N_("Moyens partagés"),
    Domain.MOBILITY: N_("Plans de mobilité"),
}
_UNITS = {
    Unit.KILOGRAMS: N_("kg"),
    Unit.CUBIC_METRES: N_("m³"),
    Unit.HOURS: N_("heures"),
    Unit.PLACES: N_("places"),
    Unit.PIECES: N_("pièces"),
}
_STATUSES = {
    EntryStatus.DRAFT: N_("brouillon"),
    EntryStatus.OPEN: N_("en ligne"),
    EntryStatus.MATCHED: N_("rapprochée"),
    EntryStatus.CLOSED: N_("close"),
    EntryStatus.EXPIRED: N_("expirée"),
    EntryStatus.WITHDRAWN: N_("retirée"),
}


class SynergyEntry(SQLModel, table=True):
    """A need or an offer of one structure.

    `quantity` is in thousandths of `unit`. `lat` and `lon` are copied from the site or the
    commune when the entry is written, so that what is near is found by an index. `version` is
    the optimistic lock.
    """

    __tablename__ = "synergy_entry"
    __table_args__ = (
        sa.CheckConstraint("length(title) > 0", name="titled"),
        sa.CheckConstraint("(quantity IS NULL) = (unit IS NULL)", name="quantity_with_unit"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("starts <= until", name="period"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat_bounds"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon_bounds"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index("ix_synergy_entry_near", "domain", "side", "status", "lat"),
        sa.Index("ix_synergy_entry_ends", "status", "until"),
        sa.Index("ix_synergy_entry_newest", "created_at", "id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    insee: str = Field(foreign_key="commune.insee", index=True, max_length=5)
    lat: float
    lon: float
    side: Side = Field(sa_column=sa.Column(enum(Side), nullable=False))
    domain: Domain = Field(sa_column=sa.Column(enum(Domain), nullable=False))
    status: EntryStatus = Field(
        default=EntryStatus.DRAFT, sa_column=sa.Column(enum(EntryStatus), nullable=False)
    )
    title: str = Field(max_length=120)
    words: str = Field(default="", max_length=2000)
    folded: str = Field(default="", max_length=2200)
    """Title and words as staff search them."""
    quantity: int | None = Field(default=None, sa_type=sa.BigInteger)
    unit: Unit | None = Field(default=None, sa_column=sa.Column(enum(Unit), nullable=True))
    starts: date | None = None
    until: date | None = None
    """The last day; the day after, it expires by itself."""
    recurring: bool = False
    created_at: datetime = Field(default_factory=clock.now)
    version: int = 1
