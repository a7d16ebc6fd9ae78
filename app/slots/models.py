"""Tables of capacity over time."""

from datetime import date, time
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class SlotPattern(SQLModel, table=True):
    """A slot that comes back every week: a weekday, local hours, a number of places."""

    __tablename__ = "slot_pattern"
    __table_args__ = (
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint("starts < ends", name="hours"),
        sa.CheckConstraint("places > 0", name="places"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    weekday: int
    """0 is Monday."""
    starts: time
    ends: time
    places: int
    active: bool = True


class SlotOccurrence(SQLModel, table=True):
    """One day of a pattern, written when its first place is taken.

    `used` never passes `places`: the database refuses it.
    """

    __tablename__ = "slot_occurrence"
    __table_args__ = (
        sa.UniqueConstraint("pattern_id", "day"),
        sa.CheckConstraint("used BETWEEN 0 AND places", name="capacity"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    pattern_id: UUID = Field(foreign_key="slot_pattern.id")
    day: date = Field(index=True)
    starts: time
    ends: time
    places: int
    used: int = 0

    @property
    def key(self) -> str:
        """Return what a form sends to name this day, as `Slot.key` does."""
        return f"{self.pattern_id}.{self.day.isoformat()}"
