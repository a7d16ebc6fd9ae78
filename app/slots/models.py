"""Tables of capacity over time."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.slots.loads import MEASURES, Load


class Purpose(StrEnum):
    """What a slot is for: each has its own patterns, all share the engine."""

    PICKUP = "enlevement"
    HANDOVER = "remise"
    SESSION = "seance"


class OnHoliday(StrEnum):
    """What a pattern does on a French public holiday."""

    OFF = "ferme"
    MOVED = "reporte"
    KEPT = "maintenu"


class ExceptionKind(StrEnum):
    """How an exceptional day differs from the pattern."""

    CLOSED = "ferme"
    CHANGED = "change"
    ADDED = "ajoute"


def _within_capacity(measure: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"used_{measure} BETWEEN 0 AND {measure}", name=measure)


class Zone(SQLModel, table=True):
    """A named set of communes that the same days serve."""

    __tablename__ = "slot_zone"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80, unique=True)

    communes: list["ZoneCommune"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "ZoneCommune.insee",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def codes(self) -> frozenset[str]:
        """Return the INSEE codes of the zone's communes."""
        return frozenset(row.insee for row in self.communes)


class ZoneCommune(SQLModel, table=True):
    """One commune of one zone; a commune may lie in several."""

    __tablename__ = "slot_zone_commune"

    zone_id: UUID = Field(foreign_key="slot_zone.id", primary_key=True, ondelete="CASCADE")
    insee: str = Field(foreign_key="commune.insee", primary_key=True, max_length=5)


class SlotPattern(SQLModel, table=True):
    """A slot that comes back: a weekday, local hours, what it can take, where.

    Without a zone it serves the whole territory. `crew` is how many people come: what one
    person cannot carry is refused by a crew of one. Days are local days, hours local hours.
    """

    __tablename__ = "slot_pattern"
    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 8", name="every_weeks"),
        sa.CheckConstraint("every_weeks = 1 OR first_day IS NOT NULL", name="anchor"),
        sa.CheckConstraint("starts < ends", name="hours"),
        sa.CheckConstraint("first_day <= last_day", name="period"),
        sa.CheckConstraint("places > 0", name="places"),
        sa.CheckConstraint("mass_g >= 0 AND volume_ml >= 0 AND crew_minutes >= 0", name="capacity"),
        sa.CheckConstraint("crew BETWEEN 1 AND 9", name="crew"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    purpose: Purpose = Field(
        default=Purpose.PICKUP, sa_column=sa.Column(enum(Purpose), nullable=False, index=True)
    )
    name: str = Field(max_length=80, unique=True)
    zone_id: UUID | None = Field(default=None, foreign_key="slot_zone.id", index=True)
    weekday: int
    """0 is Monday."""
    every_weeks: int = 1
    """2: every other week, counted from the week of `first_day`."""
    starts: time
    ends: time
    places: int
    mass_g: int
    volume_ml: int
    crew_minutes: int
    """Minutes of work of all who come, travel left out."""
    crew: int = 2
    on_holiday: OnHoliday = Field(
        default=OnHoliday.OFF, sa_column=sa.Column(enum(OnHoliday), nullable=False)
    )
    first_day: date | None = None
    last_day: date | None = None
    active: bool = True

    zone: Zone | None = Relationship()

    @property
    def capacity(self) -> Load:
        """Return what an ordinary day of the pattern can take."""
        return Load(*(getattr(self, m) for m in MEASURES))


class SlotException(SQLModel, table=True):
    """Exceptional days: closed, changed, or added to a pattern; without a pattern, all close.

    What is left empty stays as the pattern has it.
    """

    __tablename__ = "slot_exception"
    __table_args__ = (
        sa.CheckConstraint("first_day <= last_day", name="period"),
        sa.CheckConstraint("pattern_id IS NOT NULL OR kind = 'ferme'", name="pattern"),
        sa.CheckConstraint("starts < ends", name="hours"),
        sa.CheckConstraint("places > 0", name="places"),
        sa.CheckConstraint("mass_g >= 0 AND volume_ml >= 0 AND crew_minutes >= 0", name="capacity"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    pattern_id: UUID | None = Field(default=None, foreign_key="slot_pattern.id", index=True)
    kind: ExceptionKind = Field(sa_column=sa.Column(enum(ExceptionKind), nullable=False))
    first_day: date
    last_day: date = Field(index=True)
    starts: time | None = None
    ends: time | None = None
    places: int | None = None
    mass_g: int | None = None
    volume_ml: int | None = None
    crew_minutes: int | None = None
    reason: str = Field(default="", max_length=200)
    """Shown to people: "camionnette en révision"."""


class SlotOccurrence(SQLModel, table=True):
    """One day of a pattern, written when somebody first takes something of it.

    Hours and capacity are those promised that day. The four `used_*` never pass them: the
    database refuses it.
    """

    __tablename__ = "slot_occurrence"
    __table_args__ = (
        sa.UniqueConstraint("pattern_id", "day"),
        *(_within_capacity(measure) for measure in MEASURES),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    pattern_id: UUID = Field(foreign_key="slot_pattern.id")
    day: date = Field(index=True)
    starts: time
    ends: time
    places: int
    mass_g: int
    volume_ml: int
    crew_minutes: int
    used_places: int = 0
    used_mass_g: int = 0
    used_volume_ml: int = 0
    used_crew_minutes: int = 0

    @property
    def key(self) -> str:
        """Return what a form sends to name this day, as `Slot.key` does."""
        return f"{self.pattern_id}.{self.day.isoformat()}"

    @property
    def capacity(self) -> Load:
        """Return what this day can take."""
        return Load(*(getattr(self, m) for m in MEASURES))

    @property
    def used(self) -> Load:
        """Return what is taken of this day."""
        return Load(*(getattr(self, f"used_{m}") for m in MEASURES))

    @property
    def starts_at(self) -> datetime:
        """Return the instant at which the day's slot begins."""
        return clock.instant(self.day, self.starts)

    @property
    def ends_at(self) -> datetime:
        """Return the instant at which the day's slot ends."""
        return clock.instant(self.day, self.ends)


class SlotHold(SQLModel, table=True):
    """What one asker takes of one day: for a while (`expires_at`), or for good.

    The sum of a day's holds is what its counters say.
    """

    __tablename__ = "slot_hold"
    __table_args__ = (
        sa.CheckConstraint("places > 0", name="places"),
        sa.CheckConstraint("mass_g >= 0 AND volume_ml >= 0 AND crew_minutes >= 0", name="load"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    occurrence_id: UUID = Field(foreign_key="slot_occurrence.id", index=True)
    form_key: str = Field(max_length=64, unique=True)
    """One hold per form: a form that is sent twice takes once."""
    visitor: str | None = Field(default=None, max_length=64, index=True)
    """Keyed hash of who holds, to bound how much one visitor keeps from others."""
    places: int
    mass_g: int
    volume_ml: int
    crew_minutes: int
    created_at: datetime
    expires_at: datetime | None = Field(default=None, index=True)

    occurrence: SlotOccurrence = Relationship()

    @property
    def load(self) -> Load:
        """Return what is held."""
        return Load(*(getattr(self, m) for m in MEASURES))


class SlotWait(SQLModel, table=True):
    """Somebody who waits for a place: a freed one is offered to the first whom it suits."""

    __tablename__ = "slot_wait"
    __table_args__ = (
        sa.CheckConstraint("places > 0", name="places"),
        sa.CheckConstraint("mass_g >= 0 AND volume_ml >= 0 AND crew_minutes >= 0", name="load"),
        sa.Index("ix_slot_wait_open", "closed_at", "created_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    purpose: Purpose = Field(sa_column=sa.Column(enum(Purpose), nullable=False))
    insee: str = Field(foreign_key="commune.insee", max_length=5)
    places: int
    mass_g: int
    volume_ml: int
    crew_minutes: int
    people: int = 1
    first_day: date | None = None
    """Nothing earlier is offered; an offer let pass moves it behind that day."""
    created_at: datetime
    hold_id: UUID | None = Field(
        default=None, foreign_key="slot_hold.id", unique=True, ondelete="SET NULL"
    )
    """The place offered, held until somebody answers."""
    offer_until: datetime | None = None
    closed_at: datetime | None = None

    hold: SlotHold | None = Relationship()

    @property
    def load(self) -> Load:
        """Return what is needed."""
        return Load(*(getattr(self, m) for m in MEASURES))
