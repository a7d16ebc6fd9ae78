"""The three layers of a place, and what happens to it: days, states, reports."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.partners.models import Organisation
from app.points.models.sheet import Facts
from app.points.models.words import PointKind, ReportKind, ReportStatus, StateKind

NOT_WITHDRAWN = sa.text("withdrawn_at IS NULL")
ENDING = sa.text("last_day IS NOT NULL")
WAITING = sa.text(f"status = '{ReportStatus.NEW}'")


class Point(Facts, table=True):
    """The published layer: what people see, recomputed by `actions.publish` and by it alone.

    `folded` is name and address as staff search them; `version` is the optimistic lock.
    `organisation_id` is the structure that keeps the place: no fact of a layer, so no import
    and no publication sets or erases it; only `actions.entrust` does.
    """

    __tablename__ = "point"
    __table_args__ = (
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat_bounds"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon_bounds"),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="lat_with_lon"),
        sa.CheckConstraint(f"lat IS NOT NULL OR kind = '{PointKind.POST}'", name="place_known"),
        sa.CheckConstraint("first_day <= last_day", name="days_in_order"),
        sa.CheckConstraint(
            f"kind <> '{PointKind.TEMPORARY}' OR (first_day IS NOT NULL AND last_day IS NOT NULL)",
            name="temporary_dated",
        ),
        sa.CheckConstraint("length(name) > 0", name="named"),
        sa.CheckConstraint("max_quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("max_volume_l > 0", name="volume_positive"),
        sa.CheckConstraint("max_size_cm > 0", name="size_positive"),
        sa.CheckConstraint("surface_m2 > 0", name="surface_positive"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index("ix_point_kind_name", "kind", "name"),
        sa.Index("ix_point_ending", "last_day", sqlite_where=ENDING, postgresql_where=ENDING),
    )

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(max_length=160, unique=True)
    folded: str = Field(default="", max_length=500)
    organisation_id: UUID | None = Field(
        default=None, foreign_key=f"{Organisation.__tablename__}.id", index=True
    )
    version: int = 1
    created_at: datetime = Field(default_factory=clock.now)
    published_at: datetime = Field(default_factory=clock.now)


class PointSource(SQLModel, table=True):
    """The imported layer: one row of one source, as its canonical sheet.

    `external_ref` is the source's own identifier; `seen_at` moves at each import that still
    holds the row, `imported_at` only when its content changed. When several sources tell of one
    point, the first known says, the others fill what it leaves empty.
    """

    __tablename__ = "point_source"
    __table_args__ = (sa.UniqueConstraint("source", "external_ref"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    point_id: int = Field(foreign_key="point.id", index=True)
    source: str = Field(max_length=120)
    external_ref: str = Field(max_length=120)
    sheet: str = Field(sa_type=sa.Text)
    content_hash: str = Field(max_length=64)
    licence: str = Field(default="", max_length=200)
    attribution: str = Field(default="", max_length=1000)
    created_at: datetime = Field(default_factory=clock.now)
    imported_at: datetime = Field(default_factory=clock.now)
    seen_at: datetime = Field(default_factory=clock.now)


class PointCorrection(SQLModel, table=True):
    """The staff's layer: one field set to one JSON value, until withdrawn.

    The database keeps one living correction per field: a newer one withdraws the older.
    """

    __tablename__ = "point_correction"
    __table_args__ = (
        sa.Index(
            "uq_point_correction_living",
            "point_id",
            "field",
            unique=True,
            sqlite_where=NOT_WITHDRAWN,
            postgresql_where=NOT_WITHDRAWN,
        ),
        sa.CheckConstraint("withdrawn_at >= at", name="withdrawn_after"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    point_id: int = Field(foreign_key="point.id", index=True)
    field: str = Field(max_length=30)
    value: str = Field(sa_type=sa.Text)
    reason: str = Field(default="", max_length=300)
    author_id: UUID | None = None
    author_label: str = Field(max_length=120)
    at: datetime = Field(default_factory=clock.now)
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=120)


class PointException(SQLModel, table=True):
    """Days that differ from the week: closed when `hours` is None, else open at these hours."""

    __tablename__ = "point_exception"
    __table_args__ = (
        sa.CheckConstraint("first_day <= last_day", name="days_in_order"),
        sa.UniqueConstraint("point_id", "first_day", "last_day"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    point_id: int = Field(foreign_key="point.id")
    first_day: date
    last_day: date
    hours: str | None = Field(default=None, max_length=200)
    reason: str = Field(default="", max_length=200)


class PointReport(SQLModel, table=True):
    """An error somebody saw on a place's page; the address is erased 30 days after its answer.

    `fingerprint` is a hash of place, error, words and address while the report waits: the same
    person's same words, sent twice even in one instant, are one row. Empty once it is closed.
    """

    __tablename__ = "point_report"
    __table_args__ = (
        sa.CheckConstraint(
            f"(status = '{ReportStatus.NEW}') = (closed_at IS NULL)",
            name="closed_dated",
        ),
        sa.CheckConstraint("closed_at >= at", name="closed_after"),
        sa.Index(
            "uq_point_report_waiting",
            "fingerprint",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    point_id: int = Field(foreign_key="point.id", index=True)
    kind: ReportKind = Field(sa_column=sa.Column(enum(ReportKind), nullable=False))
    text: str = Field(default="", max_length=2000)
    email: str | None = Field(default=None, max_length=254)
    status: ReportStatus = Field(
        default=ReportStatus.NEW,
        sa_column=sa.Column(enum(ReportStatus), nullable=False, index=True),
    )
    fingerprint: str = Field(max_length=64)
    answer: str = Field(default="", max_length=2000)
    answered_by: str = Field(default="", max_length=120)
    version: int = 1
    at: datetime = Field(default_factory=clock.now)
    closed_at: datetime | None = Field(default=None, index=True)


class PointState(SQLModel, table=True):
    """What one person on the spot, or staff, said of a place, until it expires.

    `reporter` is a keyed hash, never an address in clear; staff's word needs no second one.
    """

    __tablename__ = "point_state"
    __table_args__ = (
        sa.CheckConstraint("at < expires_at", name="expires_after"),
        sa.Index("ix_point_state_point_expiry", "point_id", "expires_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    point_id: int = Field(foreign_key="point.id")
    kind: StateKind = Field(sa_column=sa.Column(enum(StateKind), nullable=False))
    reporter: str = Field(max_length=64)
    by_staff: bool = False
    at: datetime = Field(default_factory=clock.now)
    expires_at: datetime
    ended_at: datetime | None = None


class PointPlace(SQLModel, table=True):
    """An active point under one category, at its place; see `things` for the category codes.

    `lat_band` is floor(lat * 100). The key's order lets a search seek: category, then bands
    by list, then a range of longitudes. SQLite keeps no second copy of it (WITHOUT ROWID).
    """

    __tablename__ = "point_place"
    __table_args__ = (
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat_bounds"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon_bounds"),
        {"sqlite_with_rowid": False},
    )

    category: int = Field(sa_type=sa.SmallInteger, primary_key=True)
    lat_band: int = Field(sa_type=sa.SmallInteger, primary_key=True)
    lon: float = Field(primary_key=True)
    lat: float = Field(primary_key=True)
    point_id: int = Field(foreign_key="point.id", primary_key=True)
