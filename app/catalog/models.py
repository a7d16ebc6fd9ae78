"""The dictionary of everyday objects and the words people use for them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.catalog.words import (
    Audience,
    Battery,
    DataBearing,
    Family,
    Flow,
    Gesture,
    Subfamily,
)

__all__ = [
    "Audience",
    "Battery",
    "CatalogObject",
    "DataBearing",
    "Family",
    "Flow",
    "Gesture",
    "ObjectSynonym",
    "Subfamily",
]


class CatalogObject(SQLModel, table=True):
    """An everyday object: what it is, weighs about, holds, and what to do with it.

    Masses are grams, volumes millilitres as packed in a van; both are estimates, and
    `weight_source` says whose. `edited_at` is set once staff corrected the row: loading the
    dictionary again leaves it alone. `retired` hides it from the search, never from records.
    """

    __tablename__ = "catalog_object"
    __table_args__ = (
        sa.CheckConstraint("mass_g > 0", name="mass_positive"),
        sa.CheckConstraint("volume_ml > 0", name="volume_positive"),
    )

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=80)
    subfamily: Subfamily = Field(sa_column=sa.Column(enum(Subfamily), nullable=False, index=True))
    flow: Flow | None = Field(default=None, sa_column=sa.Column(enum(Flow), nullable=True))
    generic: bool = False
    mass_g: int
    volume_ml: int
    weight_source: str = Field(max_length=40)
    data_bearing: DataBearing = Field(
        default=DataBearing.NO, sa_column=sa.Column(enum(DataBearing), nullable=False)
    )
    battery: Battery = Field(default=Battery.NO, sa_column=sa.Column(enum(Battery), nullable=False))
    bonus_possible: bool = False
    works: str = Field(default="", max_length=600)
    broken: str = Field(default="", max_length=600)
    before: str = Field(default="", max_length=600)
    never: str = Field(default="", max_length=600)
    retired: bool = False
    edited_at: datetime | None = Field(default=None)
    touched_at: datetime = Field(default_factory=clock.now)

    @property
    def family(self) -> Family:
        """Return the family of the object's subfamily."""
        return self.subfamily.family


class ObjectSynonym(SQLModel, table=True):
    """Another word people type for an object; `local` when staff added it."""

    __tablename__ = "object_synonym"
    __table_args__ = (sa.UniqueConstraint("object_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    object_id: int = Field(foreign_key="catalog_object.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=80)
    local: bool = False
