"""What worked elsewhere, kept so that another installation may read it."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from app.base.db import enum
from app.catalog.models import Family
from app.partnerships.models.words import Step


class PracticeFamily(SQLModel, table=True):
    """One product family that a good practice is about."""

    __tablename__ = "good_practice_family"

    practice_id: UUID = Field(foreign_key="good_practice.id", primary_key=True, ondelete="CASCADE")
    family: Family = Field(sa_type=enum(Family), primary_key=True, index=True)


class PracticeStep(SQLModel, table=True):
    """One step at which a good practice helps."""

    __tablename__ = "good_practice_step"

    practice_id: UUID = Field(foreign_key="good_practice.id", primary_key=True, ondelete="CASCADE")
    step: Step = Field(sa_type=enum(Step), primary_key=True, index=True)


class GoodPractice(SQLModel, table=True):
    """A note on what worked; its id stays the same from one installation to another.

    `origin` names the installation that it was imported from, "" for our own.
    """

    __tablename__ = "good_practice"
    __table_args__ = (
        sa.CheckConstraint("length(title) > 0 AND length(text) > 0", name="says_something"),
        sa.CheckConstraint("version > 0", name="version_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    title: str = Field(max_length=160)
    folded: str = Field(default="", max_length=200, index=True)
    text: str = Field(max_length=8000)
    source: str = Field(default="", max_length=300)
    origin: str = Field(default="", max_length=120)
    written_on: date
    author: str = Field(default="", max_length=120)
    withdrawn_at: datetime | None = None
    version: int = 1

    families: list[PracticeFamily] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "PracticeFamily.family",
            "cascade": "all, delete-orphan",
        }
    )
    steps: list[PracticeStep] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "PracticeStep.step",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def family_set(self) -> frozenset[Family]:
        """Return the product families that it is about."""
        return frozenset(row.family for row in self.families)

    @property
    def step_set(self) -> frozenset[Step]:
        """Return the steps at which it helps."""
        return frozenset(row.step for row in self.steps)
