"""Needs and offers."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.synergies.models.words import Domain, EntryStatus, Material, Side, Unit


class SynergyEntry(SQLModel, table=True):
    """A need or an offer of one structure.

    `quantity` is in thousandths of `unit`. `lat` and `lon` are copied from the site or the
    commune when the entry is written, so that what is near is found by an index. `used` is what
    matches take of the quantity: the database lets nobody promise more than there is. `version`
    is the optimistic lock.
    """

    __tablename__ = "synergy_entry"
    __table_args__ = (
        sa.CheckConstraint("length(title) > 0", name="titled"),
        sa.CheckConstraint("(quantity IS NULL) = (unit IS NULL)", name="quantity_with_unit"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint(
            "used = 0 OR (used > 0 AND quantity IS NOT NULL AND used <= quantity)",
            name="used_within",
        ),
        sa.CheckConstraint("material IS NULL OR domain = 'matieres'", name="material_of_flow"),
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
    used: int = Field(default=0, sa_type=sa.BigInteger)
    material: Material | None = Field(
        default=None, sa_column=sa.Column(enum(Material), nullable=True)
    )
    starts: date | None = None
    until: date | None = None
    """The last day; the day after, it expires by itself."""
    recurring: bool = False
    """What a match took comes again once it is concluded."""
    answer: str = Field(default="", max_length=500)
    """What staff told the structure when they gave the entry back to be corrected."""
    created_at: datetime = Field(default_factory=clock.now)
    version: int = 1

    @property
    def left(self) -> int | None:
        """Return how much no match takes yet; None when no quantity is said."""
        return None if self.quantity is None else self.quantity - self.used
