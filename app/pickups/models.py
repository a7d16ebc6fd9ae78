"""Tables of the pickups."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.catalog.models import Family, Subfamily
from app.slots.loads import MEASURES, Load
from app.slots.models import SlotHold, SlotOccurrence, SlotWait
from app.territory.models import Commune


class PickupStatus(StrEnum):
    """Where a pickup stands."""

    REQUESTED = "demande"
    CONFIRMED = "confirme"
    WAITING = "attente"
    CALLBACK = "rappel"
    REFUSED = "refuse"
    CANCELLED = "annule"
    DONE = "fait"
    ABSENT = "absent"
    LEFT = "laisse"


class Source(StrEnum):
    """Who typed the booking."""

    PUBLIC = "public"
    PHONE = "telephone"
    DESK = "guichet"


class Condition(StrEnum):
    """What the asker says of a thing."""

    WORKS = "marche"
    BROKEN = "panne"
    UNKNOWN = "inconnu"


class Verdict(StrEnum):
    """What a policy says of a thing."""

    TAKEN = "pris"
    ON_REVIEW = "a-voir"
    REFUSED = "refuse"


class PickupPolicy(SQLModel, table=True):
    """What we fetch somewhere, on which terms; without a zone, in the whole territory."""

    __tablename__ = "pickup_policy"
    __table_args__ = (
        sa.CheckConstraint("notice_days BETWEEN 0 AND 60", name="notice"),
        sa.CheckConstraint("horizon_days BETWEEN 1 AND 180", name="horizon"),
        sa.CheckConstraint("notice_days < horizon_days", name="window"),
        sa.CheckConstraint("change_hours BETWEEN 0 AND 240", name="change"),
        sa.CheckConstraint("min_things >= 1 AND min_things <= max_things", name="things"),
        sa.CheckConstraint("max_mass_g > 0", name="mass"),
        sa.CheckConstraint("price_cents >= 0", name="price"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    zone_id: UUID | None = Field(default=None, foreign_key="slot_zone.id", index=True)
    active: bool = True
    notice_days: int = 2
    """The first day offered is so many days from today."""
    horizon_days: int = 28
    change_hours: int = 24
    """Moving and cancelling by the link end so long before the slot begins."""
    min_things: int = 1
    max_things: int = 20
    max_mass_g: int = 300_000
    price_cents: int = 0
    """0: free."""
    price_note: str = Field(default="", max_length=200)
    """What the price depends on: "sur présentation du quotient familial"."""
    at_once: bool = True
    """Confirmed at once; else after staff's yes, on photo."""
    clearance: bool = True
    """A whole house to empty ("débarras") can be asked for: we call back."""

    things: list["PolicyThing"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "PolicyThing.id",
            "cascade": "all, delete-orphan",
        }
    )


class PolicyThing(SQLModel, table=True):
    """What a policy says of one object, one subfamily or one family: the narrowest wins."""

    __tablename__ = "pickup_policy_thing"
    __table_args__ = (
        sa.CheckConstraint(
            "(CASE WHEN family IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN subfamily IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN object_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_scope",
        ),
        sa.CheckConstraint("max_quantity > 0", name="quantity"),
    )

    id: int | None = Field(default=None, primary_key=True)
    policy_id: UUID = Field(foreign_key="pickup_policy.id", index=True, ondelete="CASCADE")
    family: Family | None = Field(default=None, sa_column=sa.Column(enum(Family), nullable=True))
    subfamily: Subfamily | None = Field(
        default=None, sa_column=sa.Column(enum(Subfamily), nullable=True)
    )
    object_id: int | None = Field(default=None, foreign_key="catalog_object.id")
    verdict: Verdict = Field(sa_column=sa.Column(enum(Verdict), nullable=False))
    max_quantity: int | None = None
    note: str = Field(default="", max_length=200)
    """Shown with a refusal or a limit."""


class Pickup(SQLModel, table=True):
    """One visit to one address. Address, contact and words are erased some weeks after it.

    `occurrence_id` stays when the visit is cancelled; `hold_id` is what it takes of the day.
    """

    __tablename__ = "pickup"
    __table_args__ = (
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL", name="contact"
        ),
        sa.CheckConstraint(
            "occurrence_id IS NOT NULL OR erased_at IS NOT NULL"
            " OR status IN ('attente', 'rappel', 'refuse', 'annule')",
            name="slot",
        ),
        sa.CheckConstraint("floor BETWEEN -5 AND 60", name="floor"),
        sa.CheckConstraint("price_cents >= 0", name="price"),
        sa.CheckConstraint("noted_mass_g >= 0", name="noted"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=8, unique=True)
    form_key: str = Field(max_length=64, unique=True)
    """One per form shown: the same form sent twice is one pickup."""
    status: PickupStatus = Field(
        default=PickupStatus.REQUESTED,
        sa_column=sa.Column(enum(PickupStatus), nullable=False, index=True),
    )
    source: Source = Field(default=Source.PUBLIC, sa_column=sa.Column(enum(Source), nullable=False))
    booked_by: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    """The account that typed it for somebody."""
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    """The structure that gives the things; none: a resident."""
    things: str = Field(max_length=600)
    """What to take, in one line: `1 réfrigérateur, 2 écrans d’ordinateur`."""
    insee: str = Field(foreign_key="commune.insee", index=True, max_length=5)
    address: str | None = Field(default=None, max_length=200)
    floor: int = 0
    lift: bool = False
    access: str | None = Field(default=None, max_length=300)
    """What helps to find the door, as the asker says it."""
    contact_name: str | None = Field(default=None, max_length=80)
    """Whom to ask for; optional."""
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=30)
    """In E.164: +33612345678."""
    policy_id: UUID | None = Field(default=None, foreign_key="pickup_policy.id")
    price_cents: int = 0
    """As it was when it was booked."""
    occurrence_id: UUID | None = Field(default=None, foreign_key="slot_occurrence.id", index=True)
    hold_id: UUID | None = Field(
        default=None, foreign_key="slot_hold.id", unique=True, ondelete="SET NULL"
    )
    wait_id: UUID | None = Field(default=None, foreign_key="slot_wait.id", unique=True)
    sequence: int = 0
    """Raised by each change of the visit: calendars keep the highest."""
    position: int | None = None
    """Place in the day's order, set by hand; none: by commune and reference."""
    people: int = 1
    places: int = 1
    mass_g: int = 0
    volume_ml: int = 0
    crew_minutes: int = 0
    noted_mass_g: int | None = None
    """What the driver read on the van's scale; the real weighing comes at reception."""
    reason: str | None = Field(default=None, max_length=300)
    """Why it was refused, cancelled by us, or left on the spot."""
    on_review: bool = True
    """Somebody of the team has to say yes before it is confirmed."""
    missed_at: datetime | None = None
    """When the asker told that nobody came."""
    created_at: datetime = Field(default_factory=clock.now)
    erased_at: datetime | None = None
    month: date | None = None
    """First day of the visit's month: all that is left of its date once it is erased."""

    commune: Commune = Relationship()
    occurrence: SlotOccurrence | None = Relationship()
    hold: SlotHold | None = Relationship()
    waiting: SlotWait | None = Relationship()
    policy: PickupPolicy | None = Relationship()
    listed: list["PickupThing"] = Relationship(
        sa_relationship_kwargs={"order_by": "PickupThing.number", "cascade": "all, delete-orphan"}
    )
    photos: list["PickupPhoto"] = Relationship(
        sa_relationship_kwargs={"order_by": "PickupPhoto.number", "cascade": "all, delete-orphan"}
    )
    events: list["PickupEvent"] = Relationship(
        sa_relationship_kwargs={"order_by": "PickupEvent.at, PickupEvent.id"}
    )

    @property
    def load(self) -> Load:
        """Return what the visit takes of a day."""
        return Load(*(getattr(self, m) for m in MEASURES))


class PickupThing(SQLModel, table=True):
    """One line of what there is to take: an object of the dictionary, or words of its own.

    Mass and volume are estimates for one piece, copied when it was booked.
    """

    __tablename__ = "pickup_thing"
    __table_args__ = (
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity"),
        sa.CheckConstraint("left_quantity BETWEEN 0 AND quantity", name="left_quantity"),
        sa.CheckConstraint("mass_g > 0 AND volume_ml > 0", name="size"),
    )

    pickup_id: UUID = Field(foreign_key="pickup.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    object_id: int | None = Field(default=None, foreign_key="catalog_object.id", index=True)
    name: str = Field(max_length=120)
    quantity: int
    condition: Condition = Field(
        default=Condition.UNKNOWN, sa_column=sa.Column(enum(Condition), nullable=False)
    )
    mass_g: int
    volume_ml: int
    left_quantity: int = 0
    """How many stayed where they were."""


class PickupPhoto(SQLModel, table=True):
    """A photo the asker sent: the name of its file, which is the hash of what it holds."""

    __tablename__ = "pickup_photo"

    pickup_id: UUID = Field(foreign_key="pickup.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    name: str = Field(max_length=80, index=True)


class PickupEvent(SQLModel, table=True):
    """What happened to a pickup, when and by whose hand; rows are never changed."""

    __tablename__ = "pickup_event"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    pickup_id: UUID = Field(foreign_key="pickup.id", index=True)
    verb: str = Field(max_length=20)
    actor: str = Field(max_length=120)
    at: datetime


class PickupFeed(SQLModel, table=True):
    """A calendar address of a team: secret, revocable; it shows no name, no street."""

    __tablename__ = "pickup_feed"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80)
    created_at: datetime
    revoked_at: datetime | None = None
