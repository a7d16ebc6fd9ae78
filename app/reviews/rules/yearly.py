"""What a partner's year amounts to: what came, how it went, before and after, what was kept."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from app.agreements.models import Counted, Side
from app.agreements.rules.promises import Progress, Trend
from app.base.core.text import N_
from app.partners.registry import Arrival, Ending, Told, Total, Visit
from app.reviews.rules.comparing import Compared
from app.reviews.rules.years import Span, month_of

OTHER: Final = N_("autre objet")
OTHERS: Final = 2
"""So many other sources at least, or what came from everybody would tell what came from one."""


@dataclass(frozen=True)
class Line:
    """What came under one word: pieces, grams of which estimated, visits that brought some."""

    key: str
    units: int
    mass_g: int
    estimated_g: int
    visits: int


@dataclass(frozen=True)
class Record:
    """One thing that a figure counts, as the partner may read it.

    Its month only: that is all that stays of a visit's date once the visit is erased.
    """

    month: date
    thing: str
    family: str
    units: int
    mass_g: int
    estimated: bool
    visit: str


@dataclass(frozen=True)
class Came:
    """All that came, then by family and by object, the heaviest first."""

    whole: Line
    families: tuple[Line, ...] = ()
    things: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Quality:
    """What was told of the pieces before any test, and how the visits ended.

    The crew's own words are none of it: they may name somebody, and go when the visit is erased.
    """

    told: dict[Told, int]
    endings: dict[Ending, int]
    left: int


@dataclass(frozen=True)
class Shared:
    """What came from everybody, for the share of one; none when too few gave to say it.

    `sources` are the structures that gave something, and residents as one.
    """

    units: int
    mass_g: int
    sources: int


@dataclass(frozen=True)
class Kept:
    """A promise over the year: the periods that met it, how many of them were kept.

    `done` and `promised` are those of all its periods, in the unit stored; `trend` is the last
    period's.
    """

    id: str
    title: str
    side: Side
    kind: Counted
    reference: str
    first: date
    last: date
    done: int
    promised: int
    periods: int
    kept: int
    trend: Trend


@dataclass(frozen=True)
class Yearly:
    """A partner's year in figures."""

    year: int
    first: date
    last: date
    running: bool
    came: Came
    quality: Quality
    shared: Shared | None
    compared: Compared
    promises: tuple[Kept, ...]
    together: dict[str, int]
    """How many exchanges of each kind."""
    records: tuple[Record, ...]


def came(arrivals: Sequence[Arrival]) -> Came:
    """Return what came, whole and told apart."""
    return Came(
        _line("", arrivals),
        _told_apart(arrivals, family_of),
        _told_apart(arrivals, thing_of),
    )


def family_of(arrival: Arrival) -> str:
    """Return the family under which an arrival counts; empty for what nobody named."""
    return arrival.family.value if arrival.family else ""


def thing_of(arrival: Arrival) -> str:
    """Return the object under which an arrival counts.

    Words typed by hand are no object of the dictionary: they may name somebody, and the house
    forgets them some weeks after the visit. An edition that lasts never learns them.
    """
    return arrival.thing if arrival.family else OTHER


def quality(arrivals: Iterable[Arrival], visits: Iterable[Visit]) -> Quality:
    """Return what was told of the pieces, and how the visits ended."""
    told, endings, left = dict.fromkeys(Told, 0), dict.fromkeys(Ending, 0), 0
    for arrival in arrivals:
        told[arrival.told] += arrival.units
    for visit in visits:
        endings[visit.ending] += 1
        left += visit.left
    return Quality(told, endings, left)


def shared(totals: Collection[Total], organisation_id: UUID) -> Shared | None:
    """Return what came from everybody; None when one other source could be read from it."""
    sources = {each.organisation_id for each in totals}
    if len(sources - {organisation_id}) < OTHERS:
        return None
    return Shared(
        sum(each.units for each in totals), sum(each.mass_g for each in totals), len(sources)
    )


def percent(part: int, whole: int) -> int:
    """Return a share in per cent, rounded half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def records(arrivals: Iterable[Arrival]) -> tuple[Record, ...]:
    """Return what the figures count, line by line."""
    return tuple(
        Record(
            month_of(each.day),
            thing_of(each),
            family_of(each),
            each.units,
            each.mass_g,
            each.estimated,
            each.visit,
        )
        for each in arrivals
    )


def kept(  # noqa: PLR0913 - the facts of a promise
    key: UUID,
    title: str,
    *,
    side: Side,
    kind: Counted,
    reference: str,
    past: Sequence[Progress],
) -> Kept:
    """Return a promise over its periods, of which there is at least one."""
    return Kept(
        str(key),
        title,
        side,
        kind,
        reference,
        past[0].period.first,
        past[-1].period.last,
        sum(each.done for each in past),
        sum(each.period.quantity for each in past),
        len(past),
        sum(each.trend is Trend.KEPT for each in past),
        past[-1].trend,
    )


def within(arrivals: Iterable[Arrival], days: Span) -> list[Arrival]:
    """Return what came in the days of a review."""
    return [each for each in arrivals if days.holds(each.day)]


def _told_apart(arrivals: Iterable[Arrival], key: Callable[[Arrival], str]) -> tuple[Line, ...]:
    found: dict[str, list[Arrival]] = {}
    for each in arrivals:
        found.setdefault(key(each), []).append(each)
    lines = [_line(word, some) for word, some in found.items()]
    return tuple(sorted(lines, key=lambda line: (-line.mass_g, -line.units, line.key)))


def _line(key: str, arrivals: Sequence[Arrival]) -> Line:
    return Line(
        key,
        sum(each.units for each in arrivals),
        sum(each.mass_g for each in arrivals),
        sum(each.mass_g for each in arrivals if each.estimated),
        len({each.visit for each in arrivals}),
    )
