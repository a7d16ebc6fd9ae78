"""What the list and the map show: rows made from places, nearest and surest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from app.base.core import clock, hours
from app.catalog.models import Gesture
from app.points.models import PointKind, Wheelchair
from app.points.rules import admission, covers, opening
from app.points.rules.admission import Answer, Visitor, Wanted
from app.points.rules.cards import Card


@dataclass(frozen=True)
class Item:
    """One thing of the search: what was typed, and the object of the dictionary it means.

    `slug` and `thing` are empty when nothing in the dictionary looks like it.
    """

    typed: str
    name: str = ""
    slug: str = ""
    thing: str = ""
    sure: bool = True
    others: tuple[tuple[str, str], ...] = ()
    """(slug, name) of other objects it may mean."""
    data_bearing: bool = False
    side_cm: int | None = None
    """A side it has at least, from its estimated volume; None for what may fit in a hand."""

    @property
    def known(self) -> bool:
        """Tell whether the dictionary understands it."""
        return bool(self.thing)


class Row(NamedTuple):
    """A place in the answer. `takes` are positions of the things asked; `answers` go with them."""

    card: Card
    distance_m: int
    takes: tuple[int, ...]
    answers: tuple[Answer, ...]
    status: hours.Status

    @property
    def unsure(self) -> bool:
        """Tell whether nobody knows if it is open then."""
        return self.status.state is hours.State.UNKNOWN

    @property
    def gestures(self) -> tuple[Gesture, ...]:
        """Return what the place does with the things asked, in the order of the law."""
        return tuple(g for g in Gesture if any(g in a.gestures for a in self.answers))

    @property
    def conditions(self) -> tuple[admission.Reason, ...]:
        """Return the conditions of all answers, each once."""
        return tuple({str(r): r for a in self.answers for r in a.reasons}.values())


@dataclass(frozen=True)
class Filters:
    """What a place must be to be shown."""

    wanted: tuple[Wanted, ...]
    gesture: Gesture | None = None
    visitor: Visitor = field(default_factory=Visitor)
    kinds: frozenset[PointKind] = frozenset()
    wheelchair: bool = False
    at: datetime | None = None


def row(card: Card, distance_m: int, filters: Filters, *, now: datetime) -> Row | None:
    """Return the place as a row, or None when it does not answer the search.

    A place with unknown hours is kept: unknown is never closed. A collection that is over is not.
    """
    if not _fits(card, filters, filters.at or now):
        return None
    status = opening.status(card, filters.at or now)
    if filters.at is not None and status.state is hours.State.CLOSED:
        return None
    answers = [
        admission.takes(card, wanted, filters.gesture, visitor=filters.visitor)
        for wanted in filters.wanted
    ]
    takes = tuple(n for n, answer in enumerate(answers) if answer.takes)
    if filters.wanted and not takes:
        return None
    return Row(card, distance_m, takes, tuple(answers[n] for n in takes), status)


def plan(
    rows: Iterable[Row], objects: int
) -> tuple[list[tuple[Row, tuple[int, ...]]], tuple[int, ...]]:
    """Return the fewest stops with what to leave at each, and the things nobody takes."""
    by_id = {each.card.id: each for each in rows}
    found = covers.cover([_candidate(each) for each in by_id.values()], objects)
    return [(by_id[stop.point_id], stop.objects) for stop in found.stops], found.orphans


def ordered(rows: Iterable[Row]) -> Sequence[Row]:
    """Return rows that take most things first, then the nearest."""
    return sorted(rows, key=lambda each: (-len(each.takes), each.distance_m, each.card.id))


def _fits(card: Card, filters: Filters, at: datetime) -> bool:
    """Tell whether a place is of the kind asked, and not a collection that is over."""
    if filters.kinds and card.kind not in filters.kinds:
        return False
    if filters.wheelchair and card.wheelchair is not Wheelchair.YES:
        return False
    if card.last_day is not None and card.last_day < clock.local(at).date():
        return False
    return bool(filters.wanted) or admission.serves(card, filters.visitor.audience)


def _candidate(each: Row) -> covers.Candidate:
    return covers.Candidate(
        point_id=each.card.id,
        takes=frozenset(each.takes),
        distance_m=each.distance_m,
        unsure=each.unsure,
    )
