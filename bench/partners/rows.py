"""Rows of any table as the models fill them, the same at each run."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.base.core import clock
from bench.ground import Town, towns

SEED: Final = 20261125
HOME: Final = "45"
"""The département whose communes the structures are of."""
_BATCH: Final = 5_000

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Size:
    """How much of each thing a ground has; `LARGE` is the aim of the product, `SMALL` a hundredth."""

    structures: int
    exchanges: int
    agreements: int
    synergies: int
    authorisations: int
    fundings: int
    pickups: int
    points: int
    groups: int


LARGE: Final = Size(5_000, 50_000, 3_000, 2_000, 1_000, 300, 20_000, 5_000, 100)
SMALL: Final = Size(*(max(2, count // 100) for count in vars(LARGE).values()))


@dataclass
class Ground:
    """What the makers of rows share: chance, the day, the towns, and who was made before."""

    size: Size
    today: date
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    towns: list[Town] = field(
        default_factory=lambda: [town for town in towns() if town.department == HOME]
    )
    structures: list[UUID] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)
    contacts: dict[UUID, list[UUID]] = field(default_factory=dict)
    staff: list[UUID] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)
    """Of the dictionary: id, name, mass, volume, subfamily."""

    def id(self) -> UUID:
        """Return a new id."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def day(self, first: int, last: int) -> date:
        """Return a day between so many days from today and so many."""
        return self.today + timedelta(days=self.chance.randint(first, last))

    def at(self, first: int, last: int) -> datetime:
        """Return an instant of working hours between so many days from today and so many."""
        hour = clock.MIDNIGHT.replace(
            hour=self.chance.randint(8, 17), minute=self.chance.choice((0, 15, 30))
        )
        return clock.instant(self.day(first, last), hour)

    def giver(self, number: int, first: int) -> UUID:
        """Return whose thing a number is: the first ones are the first structure's.

        It has as much of everything in a ground of any size: its pages should cost the same.
        """
        return self.structures[0] if number < first else self.chance.choice(self.structures)

    def some(self, things: Iterable[T], share: float) -> Iterator[T]:
        """Yield about a share of some things."""
        return (each for each in things if self.chance.random() < share)

    def words(self, count: int) -> str:
        """Return a text of about so many words."""
        return " ".join(self.chance.choices(_WORDS, k=count))


def write(session: Session, table: type, facts: Iterable[Row]) -> None:
    """Insert rows of one table, what they leave out as its model fills it."""
    base = {key: value for key, value in _defaults(table).items() if value is not None}
    statement = sa.insert(_columns(table))
    rows = iter(facts)
    while batch := [base | row for row in islice(rows, _BATCH)]:
        session.execute(statement, batch)


def _columns(table: type) -> sa.Table:
    found: sa.Table = sa.inspect(table).local_table
    return found


def _defaults(table: Callable[[], Any]) -> Row:
    model = table()
    return {column.key: getattr(model, column.key) for column in _columns(type(model)).columns}


_WORDS: Final = (
    "matériel",
    "collecte",
    "atelier",
    "ordinateurs",
    "tri",
    "vélos",
    "locataires",
    "remise",
    "convention",
    "réunion",
    "salle",
    "calendrier",
    "camion",
    "écrans",
    "bénévoles",
    "insertion",
    "rapport",
    "budget",
    "commune",
    "téléphones",
)
