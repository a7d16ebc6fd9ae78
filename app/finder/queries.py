"""The answer to a search, put together from the rooms below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.finder.rules import results
from app.finder.rules.asking import Asked
from app.finder.rules.results import Filters, Item, Row
from app.points import queries as points
from app.points.queries.nearest import MOST_EXAMINED
from app.points.rules import things
from app.points.rules.admission import Visitor, Wanted
from app.points.rules.cards import Card

PAGE = 20
PER_THING = 40
"""Places looked at for each of several things: the plan chooses among them."""

SURE_STOPS = 2
"""A plan of two stops is the best when no single one does: that is looked for everywhere near."""


@dataclass(frozen=True)
class Origin:
    """Where the search starts; `codes` are the commune's and its EPCI's."""

    lat: float
    lon: float
    codes: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """Stops and places. `plan` is empty for one thing; `orphans` are positions nobody takes.

    `looked_at` is how many places were looked at when there may be more, or a better plan.
    """

    rows: tuple[Row, ...]
    plan: tuple[tuple[Row, tuple[int, ...]], ...] = ()
    orphans: tuple[int, ...] = ()
    more: bool = False
    looked_at: int = 0


def filters_of(asked: Asked, items: Sequence[Item], origin: Origin) -> Filters:
    """Return what a place must be for this search."""
    wanted = [
        Wanted(item.thing, slug=item.slug, size_cm=item.side_cm) for item in items if item.known
    ]
    if asked.thing and not wanted:
        wanted = [Wanted(asked.thing)]
    return Filters(
        wanted=tuple(wanted),
        gesture=asked.gesture,
        visitor=Visitor(asked.audience, origin.codes),
        kinds=frozenset(asked.kinds),
        wheelchair=asked.wheelchair,
        at=asked.at,
    )


def answer(
    session: Session,
    asked: Asked,
    filters: Filters,
    origin: Origin,
    *,
    now: datetime,
) -> Answer:
    """Return the places that answer, and for several things the fewest stops."""
    seen: dict[int, Row] = {}
    refused: set[int] = set()
    keep = _keeper(session, filters, seen, refused, now)
    if len(filters.wanted) > 1:
        return _for_many(session, asked, filters, origin, seen, keep)
    last = asked.page * PAGE
    found = points.nearest(
        session,
        _categories(filters, filters.wanted[0].thing if filters.wanted else things.ANY),
        origin.lat,
        origin.lon,
        limit=last + 1,
        radius_m=asked.radius_km * 1000,
        keep=keep,
    )
    rows = [_at(seen[point_id], away) for point_id, away in found]
    more, looked_at = len(rows) > last, len(seen) + len(refused)
    stopped = not more and looked_at >= MOST_EXAMINED
    return Answer(tuple(rows[last - PAGE : last]), more=more, looked_at=looked_at * stopped)


def _for_many(  # noqa: PLR0913, PLR0917 - as answer
    session: Session,
    asked: Asked,
    filters: Filters,
    origin: Origin,
    seen: Mapping[int, Row],
    keep: points.Keep,
) -> Answer:
    away: dict[int, int] = {}
    reaches: dict[str, int] = {}
    for wanted in dict.fromkeys(each.thing for each in filters.wanted):
        found = points.nearest(
            session,
            _categories(filters, wanted),
            origin.lat,
            origin.lon,
            limit=PER_THING,
            radius_m=asked.radius_km * 1000,
            keep=keep,
        )
        away.update(found)
        if len(found) == PER_THING:
            reaches[wanted] = found[-1][1]
    rows = [_at(seen[point_id], metres) for point_id, metres in away.items()]
    stops, orphans = results.plan(rows, len(filters.wanted))
    if len(stops) > 1 and len(reaches) == len({each.thing for each in filters.wanted}):
        rarest = max(reaches, key=reaches.__getitem__)
        rows += _taking_all(session, asked, filters, origin, rarest, seen, keep)
        stops, orphans = results.plan(rows, len(filters.wanted))
    chosen = {stop.card.id for stop, _objects in stops}
    others = [row for row in results.ordered(rows) if row.card.id not in chosen]
    first = (asked.page - 1) * PAGE
    shown = tuple(others[first : first + PAGE])
    more, unsure = len(others) > first + PAGE, reaches and len(stops) > SURE_STOPS
    return Answer(shown, tuple(stops), orphans, more, PER_THING if unsure else 0)


def _taking_all(  # noqa: PLR0913, PLR0917 - as answer, and from which thing to look
    session: Session,
    asked: Asked,
    filters: Filters,
    origin: Origin,
    thing: str,
    seen: Mapping[int, Row],
    keep: points.Keep,
) -> list[Row]:
    """Return the nearest place that takes everything, when it lies beyond the nearest of each.

    Looked for along the places of the rarest thing, within the radius; none or one.
    """
    everything = len(filters.wanted)

    def whole(ids: Sequence[int]) -> set[int]:
        return {each for each in keep(ids) if len(seen[each].takes) == everything}

    found = points.nearest(
        session,
        _categories(filters, thing),
        origin.lat,
        origin.lon,
        limit=1,
        radius_m=asked.radius_km * 1000,
        beyond=0,
        keep=whole,
    )
    return [_at(seen[point_id], metres) for point_id, metres in found]


def post_cards(session: Session, *, now: datetime) -> list[Card]:
    """Return the services reached by post, by name."""
    return points.cards_by_post(session, now=now)


def fitting(cards: Sequence[Card], filters: Filters, *, now: datetime) -> list[Row]:
    """Return, of places without a distance, those that take the things asked."""
    made = [results.row(card, 0, filters, now=now) for card in cards]
    return [row for row in made if row is not None]


def _categories(filters: Filters, thing: str) -> Sequence[int]:
    """Return the index's codes for a thing: what is asked, else bringing; anything: all."""
    if thing == things.ANY and filters.gesture is None:
        return things.categories()
    return things.categories(thing, filters.gesture or things.BRING)


def _keeper(
    session: Session, filters: Filters, seen: dict[int, Row], refused: set[int], now: datetime
) -> points.Keep:
    """Return the filter of the nearest search; rows go to `seen`, the others to `refused`."""

    def keep(ids: Sequence[int]) -> set[int]:
        new = [each for each in ids if each not in seen and each not in refused]
        for card in points.cards(session, new, now=now):
            row = results.row(card, 0, filters, now=now)
            if row is not None:
                seen[card.id] = row
        refused.update(each for each in new if each not in seen)
        return seen.keys() & set(ids)

    return keep


def _at(row: Row, distance_m: int) -> Row:
    return Row(row.card, distance_m, row.takes, row.answers, row.status)
