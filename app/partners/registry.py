"""What the rooms above lend to the register: pages of a structure, figures, what is due.

A room names itself once, when the application is made; the register calls it and never knows it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from app.base.core.actors import Actor
from app.catalog.models import Family


@dataclass(frozen=True)
class Tab:
    """One page of a structure, in the back office or in the structure's own space.

    `address` holds `%s` where the structure's id goes, or none in its own space; `rank` orders
    the tabs: identity 10, sites 20, contacts 30, partnership 40, agreements 50, what came 60,
    papers 70, trail 80.
    """

    key: str
    label: str
    address: str
    rank: int
    roles: frozenset[str] = frozenset()
    """Who sees it; empty: everybody who may read the register."""


class Told(StrEnum):
    """What was told of a thing before anybody tested it."""

    WORKS = "marche"
    BROKEN = "panne"
    UNKNOWN = "inconnu"


class Ending(StrEnum):
    """How a visit to a structure, or a delivery by it, ended."""

    DONE = "fait"
    PARTLY = "en-partie"
    LEFT = "laisse"
    ABSENT = "absent"
    REFUSED = "refuse"
    CANCELLED = "annule"


@dataclass(frozen=True)
class Arrival:
    """Some things of one kind that came in one day, from a structure or (None) from households.

    Mass in grams for all the units. `visit` names the pickup or the reception that they came by:
    a distinct one is one visit. `href` opens the record in the back office.
    """

    organisation_id: UUID | None
    day: date
    family: Family | None
    thing: str
    units: int
    mass_g: int
    estimated: bool
    visit: str
    href: str
    told: Told = Told.UNKNOWN


@dataclass(frozen=True)
class Visit:
    """How one visit ended: what an arrival cannot say, since nothing came when nobody was there.

    `left` counts the pieces that stayed where they were; `why` is what the crew wrote of it, in
    words of its own: for staff only, and gone once the visit is erased.
    """

    organisation_id: UUID | None
    day: date
    ending: Ending
    left: int
    why: str
    reference: str
    href: str


@dataclass(frozen=True)
class Total:
    """All that came in one month (its first day) from a structure or (None) from households."""

    organisation_id: UUID | None
    month: date
    units: int
    mass_g: int


@dataclass(frozen=True, slots=True)
class Sum:
    """All that came of one kind of thing from a structure or (None) from households.

    `estimated_g` is the part of `mass_g` that nobody weighed.
    """

    organisation_id: UUID | None
    family: Family | None
    thing: str
    units: int
    mass_g: int
    estimated_g: int


@dataclass(frozen=True)
class Due:
    """Something that somebody has to do: a line of the morning list.

    `owner_id` is an account, or None for whoever keeps the partnerships. `key` is stable: a
    reminder is written once per key and day.
    """

    key: str
    day: date
    sentence: str
    values: dict[str, object]
    href: str
    organisation_id: UUID | None = None
    owner_id: UUID | None = None
    kind: str = ""


@dataclass(frozen=True)
class Waiting:
    """A request that waits for things of one family, whoever asks.

    `guessed` when the family was only read from its words; `href` opens it in the back office.
    """

    family: Family
    words: str
    day: date
    href: str
    organisation_id: UUID | None = None
    guessed: bool = False


ArrivalsOf = Callable[[Session, date, date, Collection[UUID] | None], Iterable[Arrival]]
"""(session, first day, day after the last, structures or None for all) → what came."""
VisitsOf = Callable[[Session, date, date, Collection[UUID] | None], Iterable[Visit]]
"""(session, first day, day after the last, structures or None for all) → how visits ended."""
TotalsOf = Callable[[Session, date, date], Iterable[Total]]
"""(session, first day, day after the last) → what came, month by month and source by source."""
SumsOf = Callable[[Session, date, date], Iterable[Sum]]
"""(session, first day, day after the last) → what came, by source and kind of thing."""
DueOf = Callable[[Session, date], Iterable[Due]]
"""(session, today) → what is late, due today or soon."""
WaitingOf = Callable[[Session, date], Iterable[Waiting]]
"""(session, today) → what is asked for and not given yet."""
MergesOf = Callable[[Session, UUID, UUID, Actor, datetime], None]
"""(session, structure that goes, structure that stays, who, when): settles what only the room can
before its rows follow, like two things of which a structure may have one."""


def added(arrivals: Iterable[Arrival]) -> Iterator[Sum]:
    """Yield what some arrivals sum to, by source and kind of thing."""
    found: dict[tuple[UUID | None, Family | None, str], list[int]] = {}
    for each in arrivals:
        sums = found.setdefault((each.organisation_id, each.family, each.thing), [0, 0, 0])
        sums[0] += each.units
        sums[1] += each.mass_g
        sums[2] += each.mass_g if each.estimated else 0
    for key, sums in found.items():
        yield Sum(*key, *sums)


@dataclass
class Registry:
    """Each room's loans, by the room's name: naming oneself twice changes nothing."""

    staff_tabs: dict[str, tuple[Tab, ...]] = field(default_factory=dict)
    own_tabs: dict[str, tuple[Tab, ...]] = field(default_factory=dict)
    arrivals_of: dict[str, ArrivalsOf] = field(default_factory=dict)
    visits_of: dict[str, VisitsOf] = field(default_factory=dict)
    totals_of: dict[str, TotalsOf] = field(default_factory=dict)
    sums_of: dict[str, SumsOf] = field(default_factory=dict)
    due_of: dict[str, DueOf] = field(default_factory=dict)
    waiting_of: dict[str, WaitingOf] = field(default_factory=dict)
    merges_of: dict[str, MergesOf] = field(default_factory=dict)
    nouns: dict[str, str] = field(default_factory=dict)
    """Table → what its rows are called when two structures are merged (message ids)."""

    def tabs(self, *, own: bool = False) -> list[Tab]:
        """Return the pages of a structure in the order of their rank."""
        lent = self.own_tabs if own else self.staff_tabs
        return sorted((tab for room in lent.values() for tab in room), key=lambda tab: tab.rank)

    def arrivals(
        self,
        session: Session,
        since: date,
        before: date,
        structures: Collection[UUID] | None = None,
    ) -> Iterator[Arrival]:
        """Yield what came from `since` until the day before `before`, whatever the way in."""
        for room in self.arrivals_of.values():
            yield from room(session, since, before, structures)

    def visits(
        self,
        session: Session,
        since: date,
        before: date,
        structures: Collection[UUID] | None = None,
    ) -> Iterator[Visit]:
        """Yield how visits ended from `since` until the day before `before`."""
        for room in self.visits_of.values():
            yield from room(session, since, before, structures)

    def totals(self, session: Session, since: date, before: date) -> Iterator[Total]:
        """Yield what came from everybody by month, added up by the database."""
        for room in self.totals_of.values():
            yield from room(session, since, before)

    def sums(self, session: Session, since: date, before: date) -> Iterator[Sum]:
        """Yield what came from everybody by source and kind of thing.

        A room that lends no sums has its arrivals added up here, one by one.
        """
        for name, room in self.arrivals_of.items():
            lent = self.sums_of.get(name)
            if lent is not None:
                yield from lent(session, since, before)
            else:
                yield from added(room(session, since, before, None))

    def due(self, session: Session, today: date) -> list[Due]:
        """Return the morning list of all rooms, the most pressing first."""
        found = [each for room in self.due_of.values() for each in room(session, today)]
        return sorted(found, key=lambda due: (due.day, due.key))

    def waiting(self, session: Session, today: date) -> list[Waiting]:
        """Return the requests of all rooms that wait for things, the oldest first."""
        found = [each for room in self.waiting_of.values() for each in room(session, today)]
        return sorted(found, key=lambda each: (each.day, each.href))


registry = Registry()
