"""Tables of the feasibility: assumptions, the market's sheet, who buys or competes, decisions."""

from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.catalog.models import Family
from app.feasibility.words import UNITS, Assumption, Choice, Per, Side

__all__ = [
    "MOST",
    "Assumption",
    "Choice",
    "FeasibilityAssumption",
    "FeasibilityDecision",
    "FeasibilityPlayer",
    "FeasibilitySheet",
    "Per",
    "Side",
]

MOST: Final = 10**12
"""No assumption is larger, in the unit that is stored: a million tonnes, ten billion euros."""
_FITS: Final = " OR ".join(
    f"(kind = '{kind}' AND per IN ({', '.join(repr(str(per.value)) for per in units)}))"
    for kind, units in UNITS.items()
)

_KNOWN: Final = sa.text("organisation_id IS NOT NULL")
_UNKNOWN: Final = sa.text("organisation_id IS NULL")


class FeasibilityAssumption(SQLModel, table=True):
    """What the team takes for true of one family: low, base and high, in the kind's own unit.

    The unit of each kind is told by `Assumption`; `per` says of what. `low` and `high` are left
    out when only one figure is known. `as_of` is the day of the source, `written_at` of the entry.
    """

    __tablename__ = "feasibility_assumption"
    __table_args__ = (
        sa.CheckConstraint("low >= 0 AND low <= base", name="low"),
        sa.CheckConstraint(f"base >= 0 AND base <= {MOST}", name="base"),
        sa.CheckConstraint(f"high >= base AND high <= {MOST}", name="high"),
        sa.CheckConstraint(
            "kind <> 'reemploi' OR (base <= 1000 AND (high IS NULL OR high <= 1000))", name="rate"
        ),
        sa.CheckConstraint(
            "kind <> 'poids-piece' OR (base > 0 AND (low IS NULL OR low > 0))", name="weight"
        ),
        sa.CheckConstraint(_FITS, name="unit"),
        sa.CheckConstraint("length(source) > 0", name="sourced"),
        sa.CheckConstraint("version > 0", name="version_positive"),
    )

    family: Family = Field(sa_column=sa.Column(enum(Family), primary_key=True))
    kind: Assumption = Field(sa_column=sa.Column(enum(Assumption), primary_key=True))
    per: Per = Field(sa_column=sa.Column(enum(Per), nullable=False))
    low: int | None = Field(default=None, sa_type=sa.BigInteger)
    base: int = Field(sa_type=sa.BigInteger)
    high: int | None = Field(default=None, sa_type=sa.BigInteger)
    source: str = Field(max_length=200)
    """Who says so: a visit, a quote, last year's accounts, a guess of the team."""
    as_of: date
    author: str = Field(max_length=120)
    written_at: datetime = Field(default_factory=clock.now)
    version: int = 1


class FeasibilitySheet(SQLModel, table=True):
    """The market of one family in words, and the room it takes."""

    __tablename__ = "feasibility_sheet"
    __table_args__ = (
        sa.CheckConstraint("space_m2 >= 0", name="space"),
        sa.CheckConstraint("version > 0", name="version_positive"),
    )

    family: Family = Field(sa_column=sa.Column(enum(Family), primary_key=True))
    prices: str = Field(default="", max_length=1000)
    """What it costs new and used, where one looked."""
    demand: str = Field(default="", max_length=1000)
    space_m2: int | None = None
    note: str = Field(default="", max_length=2000)
    version: int = 1


class FeasibilityPlayer(SQLModel, table=True):
    """Who would take or buy, or who does it already: a structure of the register or a name."""

    __tablename__ = "feasibility_player"
    __table_args__ = (
        sa.CheckConstraint("organisation_id IS NOT NULL OR length(name) > 0", name="named"),
        sa.CheckConstraint("organisation_id IS NULL OR name = ''", name="named_once"),
        sa.Index(
            "uq_feasibility_player_structure",
            "family",
            "side",
            "organisation_id",
            unique=True,
            sqlite_where=_KNOWN,
            postgresql_where=_KNOWN,
        ),
        sa.Index(
            "uq_feasibility_player_name",
            "family",
            "side",
            "name",
            unique=True,
            sqlite_where=_UNKNOWN,
            postgresql_where=_UNKNOWN,
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family: Family = Field(sa_column=sa.Column(enum(Family), nullable=False))
    side: Side = Field(sa_column=sa.Column(enum(Side), nullable=False))
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    name: str = Field(default="", max_length=160)
    words: str = Field(default="", max_length=300)
    """What it takes or sells, at which price, who said so."""


class FeasibilityDecision(SQLModel, table=True):
    """What was decided of one family, by whom, when and why; the last one holds.

    The balances are what the sheet answered that day, in cents a year; none while it was unknown.
    The database refuses to change or delete a decision.
    """

    __tablename__ = "feasibility_decision"
    __table_args__ = (
        sa.CheckConstraint("length(why) > 0", name="reasoned"),
        sa.CheckConstraint("length(decided_by) > 0", name="signed"),
        sa.CheckConstraint("review_on > decided_on", name="reviewed_later"),
        sa.CheckConstraint(
            "(low_cents IS NULL) = (base_cents IS NULL)"
            " AND (base_cents IS NULL) = (high_cents IS NULL)"
            " AND (base_cents IS NULL OR (low_cents <= base_cents AND base_cents <= high_cents))",
            name="balances",
        ),
        sa.UniqueConstraint("family", "number"),
        sa.CheckConstraint("number > 0", name="numbered"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family: Family = Field(sa_column=sa.Column(enum(Family), nullable=False))
    number: int
    """1 for the first of its family, and so on: two people who decide at once collide here."""
    choice: Choice = Field(sa_column=sa.Column(enum(Choice), nullable=False))
    why: str = Field(max_length=1000)
    decided_by: str = Field(max_length=120)
    """The body that decided: the steering committee, the board."""
    decided_on: date
    review_on: date | None = None
    low_cents: int | None = Field(default=None, sa_type=sa.BigInteger)
    base_cents: int | None = Field(default=None, sa_type=sa.BigInteger)
    high_cents: int | None = Field(default=None, sa_type=sa.BigInteger)
    author: str = Field(max_length=120)
    written_at: datetime = Field(default_factory=clock.now)
