"""Tables of the reviews: what staff writes of a partner's year, and each edition handed out."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

LIVE = sa.text("set_aside_at IS NULL")


class Review(SQLModel, table=True):
    """A partner's review of one calendar year.

    Figures are not kept here: they are counted at each reading, until an edition freezes them.
    A text that is empty is the one that the figures propose. `shown` is the edition that the
    partner sees, none while nothing is published. `version` is the optimistic lock.
    """

    __tablename__ = "partner_review"
    __table_args__ = (
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        sa.CheckConstraint("editions >= 0", name="editions"),
        sa.CheckConstraint("shown BETWEEN 1 AND editions", name="shown"),
        sa.CheckConstraint("length(link_key) = 12", name="link_key"),
        sa.CheckConstraint("length(code) = 8", name="code"),
        sa.CheckConstraint(
            "set_aside_at IS NULL OR (shown IS NULL AND link_key IS NULL)", name="set_aside"
        ),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index(
            "uq_partner_review_year",
            "organisation_id",
            "year",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    year: int
    word: str = Field(default="", max_length=2000)
    """A word from us, in words of our own."""
    sentence: str = Field(default="", max_length=300)
    post: str = Field(default="", max_length=1500)
    paragraph: str = Field(default="", max_length=3000)
    editions: int = 0
    """Number of the last edition."""
    shown: int | None = None
    link_key: str | None = Field(default=None, max_length=12, unique=True)
    """What the secret link is derived from; none: there is no link. Another one closes the old."""
    code: str = Field(max_length=8, unique=True)
    """What the poster's code opens: the public page, never the review itself."""
    set_aside_at: datetime | None = None
    """When its structure was merged into one that had its own review of that year."""
    version: int = 1


class Edition(SQLModel, table=True):
    """A review as it was published once, figures and texts; rows are never changed."""

    __tablename__ = "partner_review_edition"
    __table_args__ = (
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256_length"),
    )

    review_id: UUID = Field(foreign_key="partner_review.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    content: str = Field(sa_column=sa.Column(sa.Text(), nullable=False))
    """Canonical JSON: see `rules.frozen`."""
    sha256: str = Field(max_length=64)
    published_at: datetime
    published_by: str = Field(max_length=120)
