"""Tables of the pickups."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.slots.models import SlotOccurrence
from app.territory.models import Commune


class PickupStatus(StrEnum):
    """Where a pickup stands."""

    REQUESTED = "demande"
    CONFIRMED = "confirme"
    REFUSED = "refuse"
    CANCELLED = "annule"


class Pickup(SQLModel, table=True):
    """One visit to one address. Address and contact are erased some weeks after it."""

    __tablename__ = "pickup"
    __table_args__ = (
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL", name="contact"
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=8, unique=True)
    form_key: str = Field(max_length=64, unique=True)
    """One per form shown: the same form sent twice is one pickup."""
    status: PickupStatus = Field(
        default=PickupStatus.REQUESTED,
        sa_column=sa.Column(enum(PickupStatus), nullable=False, index=True),
    )
    things: str = Field(max_length=600)
    insee: str = Field(foreign_key="commune.insee", index=True, max_length=5)
    address: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=30)
    occurrence_id: UUID = Field(foreign_key="slot_occurrence.id", index=True)
    created_at: datetime = Field(default_factory=clock.now)
    erased_at: datetime | None = None

    commune: Commune = Relationship()
    occurrence: SlotOccurrence = Relationship()
    events: list["PickupEvent"] = Relationship(
        sa_relationship_kwargs={"order_by": "PickupEvent.at, PickupEvent.id"}
    )


class PickupEvent(SQLModel, table=True):
    """What happened to a pickup, when and by whose hand; rows are never changed."""

    __tablename__ = "pickup_event"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    pickup_id: UUID = Field(foreign_key="pickup.id", index=True)
    verb: str = Field(max_length=20)
    actor: str = Field(max_length=120)
    at: datetime
