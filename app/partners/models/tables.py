"""Tables of the register."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.catalog.models import Family
from app.partners.models.words import (
    Activity,
    Function,
    Level,
    MemberRole,
    OrganisationKind,
    PaperKind,
    PartnerRole,
    Public,
)
from app.territory.models import Commune

ONE_MAIN = sa.text("main")


class OrganisationRole(SQLModel, table=True):
    """One thing that a structure does."""

    __tablename__ = "organisation_role"

    organisation_id: UUID = Field(
        foreign_key="organisation.id", primary_key=True, ondelete="CASCADE"
    )
    role: PartnerRole = Field(sa_type=enum(PartnerRole), primary_key=True, index=True)


class OrganisationPublic(SQLModel, table=True):
    """One public that a structure works with."""

    __tablename__ = "organisation_public"

    organisation_id: UUID = Field(
        foreign_key="organisation.id", primary_key=True, ondelete="CASCADE"
    )
    public: Public = Field(sa_type=enum(Public), primary_key=True, index=True)


class OrganisationFamily(SQLModel, table=True):
    """One product family that a structure deals with."""

    __tablename__ = "organisation_family"

    organisation_id: UUID = Field(
        foreign_key="organisation.id", primary_key=True, ondelete="CASCADE"
    )
    family: Family = Field(sa_type=enum(Family), primary_key=True, index=True)


class Organisation(SQLModel, table=True):
    """A structure of the register.

    `folded` is name and SIRET as staff search them; `version` is the optimistic lock. A structure
    that was merged into another stays, empty and closed, so that its old address leads there.
    `public_since` is the day on which it agreed to be shown on the public map.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        sa.CheckConstraint("length(name) > 0", name="named"),
        sa.CheckConstraint("length(siret) = 14", name="siret_length"),
        sa.CheckConstraint("parent_id <> id", name="own_parent"),
        sa.CheckConstraint("introduced_by_id <> id", name="own_introducer"),
        sa.CheckConstraint("merged_into_id <> id", name="own_successor"),
        sa.CheckConstraint("merged_into_id IS NULL OR closed_at IS NOT NULL", name="merged_closed"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index("ix_organisation_open_name", "closed_at", "folded"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=160)
    folded: str = Field(default="", max_length=240, index=True)
    kind: OrganisationKind = Field(
        sa_column=sa.Column(enum(OrganisationKind), nullable=False, index=True)
    )
    siret: str | None = Field(default=None, max_length=14, unique=True)
    legal_name: str = Field(default="", max_length=200)
    naf: str = Field(default="", max_length=6)
    """Activity code of INSEE, like 95.11Z."""
    public_body: bool = False
    level: Level = Field(default=Level.LOCAL, sa_column=sa.Column(enum(Level), nullable=False))
    activity: Activity | None = Field(
        default=None, sa_column=sa.Column(enum(Activity), nullable=True)
    )
    parent_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    """The group that it belongs to."""
    introduced_by_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    introduced_by: str = Field(default="", max_length=160)
    """Who opened the door, when it is no structure of the register."""
    policy: str = Field(default="", max_length=2000)
    """Its sustainability policy in a few words."""
    website: str = Field(default="", max_length=300)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=30)
    note: str = Field(default="", max_length=2000)
    public_since: date | None = None
    public_words: str = Field(default="", max_length=500)
    """What the public map says of it."""
    looked_up_at: datetime | None = None
    """When the public company look-up last answered for it."""
    created_at: datetime = Field(default_factory=clock.now)
    closed_at: datetime | None = None
    merged_into_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    version: int = 1

    roles: list[OrganisationRole] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "OrganisationRole.role",
            "cascade": "all, delete-orphan",
        }
    )
    publics: list[OrganisationPublic] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "OrganisationPublic.public",
            "cascade": "all, delete-orphan",
        }
    )
    families: list[OrganisationFamily] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "OrganisationFamily.family",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def role_set(self) -> frozenset[PartnerRole]:
        """Return what it does."""
        return frozenset(row.role for row in self.roles)

    @property
    def family_set(self) -> frozenset[Family]:
        """Return the product families that it deals with."""
        return frozenset(row.family for row in self.families)


class Site(SQLModel, table=True):
    """A place of a structure; one of them is the main one."""

    __tablename__ = "organisation_site"
    __table_args__ = (
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="lat_with_lon"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat_bounds"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon_bounds"),
        sa.Index(
            "uq_organisation_site_main",
            "organisation_id",
            unique=True,
            sqlite_where=ONE_MAIN,
            postgresql_where=ONE_MAIN,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    name: str = Field(default="", max_length=120)
    main: bool = False
    insee: str = Field(foreign_key="commune.insee", index=True, max_length=5)
    address: str = Field(default="", max_length=200)
    lat: float | None = None
    lon: float | None = None
    closed_at: datetime | None = None

    commune: Commune = Relationship()


class Contact(SQLModel, table=True):
    """Somebody of a structure, with the function that outlives the person.

    `until` closes the contact; name, address and number are erased some time after it. `relay`
    marks who accepts the practical arrangements. `consent_on` is the day on which the person
    agreed to be written to.
    """

    __tablename__ = "organisation_contact"
    __table_args__ = (
        sa.CheckConstraint("length(name) > 0 OR erased_at IS NOT NULL", name="named"),
        sa.CheckConstraint("since <= until", name="period"),
        sa.CheckConstraint("replaces_id <> id", name="own_predecessor"),
        sa.Index("ix_organisation_contact_current", "organisation_id", "until"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    site_id: UUID | None = Field(
        default=None, foreign_key="organisation_site.id", index=True, ondelete="SET NULL"
    )
    name: str = Field(default="", max_length=120)
    function: Function = Field(
        default=Function.OTHER, sa_column=sa.Column(enum(Function), nullable=False)
    )
    title: str = Field(default="", max_length=120)
    """The function in the structure's own words."""
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=30)
    relay: bool = False
    consent_on: date | None = None
    consent_how: str = Field(default="", max_length=120)
    since: date | None = None
    until: date | None = None
    replaces_id: UUID | None = Field(
        default=None, foreign_key="organisation_contact.id", index=True, ondelete="SET NULL"
    )
    introduced_by: str = Field(default="", max_length=160)
    note: str = Field(default="", max_length=500)
    created_at: datetime = Field(default_factory=clock.now)
    erased_at: datetime | None = None
    version: int = 1


class Paper(SQLModel, table=True):
    """A document of a structure; its file is named by the SHA-256 of what it holds."""

    __tablename__ = "organisation_paper"
    __table_args__ = (
        sa.CheckConstraint("length(sha256) = 64", name="sha256_length"),
        sa.CheckConstraint("size > 0", name="size_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    kind: PaperKind = Field(
        default=PaperKind.OTHER, sa_column=sa.Column(enum(PaperKind), nullable=False)
    )
    title: str = Field(max_length=160)
    filename: str = Field(max_length=120)
    """What a download is called; cleaned, never a path."""
    media_type: str = Field(max_length=100)
    """As its content says."""
    sha256: str = Field(max_length=64, index=True)
    size: int
    """In bytes."""
    shared: bool = False
    """Whether the structure sees it in its own space."""
    added_at: datetime = Field(default_factory=clock.now)
    added_by: str = Field(max_length=120)
    withdrawn_at: datetime | None = None


class Supply(SQLModel, table=True):
    """What a structure could give in a year, per family: an estimate with its source."""

    __tablename__ = "organisation_supply"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "year", "family"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        sa.CheckConstraint("units >= 0 AND mass_g >= 0", name="amount"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    year: int
    family: Family = Field(sa_column=sa.Column(enum(Family), nullable=False, index=True))
    units: int = 0
    mass_g: int = 0
    source: str = Field(default="", max_length=200)
    """Who says so: an interview, last year's pickups, a ratio."""


class Member(SQLModel, table=True):
    """An account of somebody of a structure, and what it may do in the structure's own space."""

    __tablename__ = "organisation_member"

    account_id: UUID = Field(foreign_key="user_account.id", primary_key=True, ondelete="CASCADE")
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    role: MemberRole = Field(sa_column=sa.Column(enum(MemberRole), nullable=False))
    added_at: datetime = Field(default_factory=clock.now)


class NotTwins(SQLModel, table=True):
    """Two structures that look alike and that somebody said are two."""

    __tablename__ = "organisation_not_twins"
    __table_args__ = (sa.CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    second_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    said_by: str = Field(max_length=120)
    at: datetime = Field(default_factory=clock.now)


class OrganisationImport(SQLModel, table=True):
    """What a file last said of a structure, so that a local correction is told from its facts."""

    __tablename__ = "organisation_import"

    source: str = Field(max_length=80, primary_key=True)
    key: str = Field(max_length=240, primary_key=True)
    """How the file itself names the structure: its reference, SIRET, or name and commune."""
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    facts: dict[str, str] = Field(sa_column=sa.Column(sa.JSON(), nullable=False))
    """As the file writes them."""
    at: datetime = Field(default_factory=clock.now)
