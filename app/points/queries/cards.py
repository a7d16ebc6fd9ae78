"""What lists show of places: two statements, whatever the number of places."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core import clock, hours
from app.catalog.models import Gesture
from app.points.models import Offer, Point, PointException, PointState, Refusal
from app.points.rules import states
from app.points.rules.cards import Admission, Card, Shown
from app.territory.models import Commune

_ADMISSION = tuple(field.name for field in fields(Admission))
_OWN = tuple(
    field.name
    for field in fields(Card)
    if field.name not in {"commune", "admission", "hours_text", "exceptions", "states"}
)
_LISTS = frozenset({"offers", "refusals", "labels", "residents_of"})


def _column(name: str) -> Any:
    """Return a column of the point; a list as its JSON text, read once for all equal ones."""
    column = getattr(Point, name)
    return sa.cast(column, sa.Text).label(name) if name in _LISTS else column


_COLUMNS = [_column(name) for name in (*_OWN, *_ADMISSION, "hours")]

_CARDS = (
    sa.select(*_COLUMNS, col(Commune.name).label("commune"))
    .select_from(sa.outerjoin(Point, Commune, col(Point.insee) == col(Commune.insee)))
    .where(col(Point.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Point.id))
)


def _table(model: type) -> sa.Table:
    return cast("sa.Table", sa.inspect(model).local_table)


def _or_nothing(said: list[Any], unsaid: list[Any]) -> list[Any]:
    """Return columns of one table beside empty ones in the place of the other's."""
    return [*said, *(sa.cast(sa.null(), column.type).label(column.key) for column in unsaid)]


_state, _exception = _table(PointState).c, _table(PointException).c
_WORD = [_state.kind, _state.reporter, _state.by_staff, _state.at, _state.expires_at]
_DAYS = [_exception.first_day, _exception.last_day, _exception.hours, _exception.reason]
_IDS: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_THESE_DAYS = sa.union_all(
    sa.select(_state.point_id, *_or_nothing(_WORD, _DAYS)).where(
        _state.point_id.in_(_IDS),
        _state.ended_at.is_(None),
        _state.expires_at > sa.bindparam("now", type_=_state.at.type),
    ),
    sa.select(_exception.point_id, *_or_nothing([], _WORD), *_DAYS).where(
        _exception.point_id.in_(_IDS),
        _exception.last_day >= sa.bindparam("today", type_=sa.Date()),
    ),
)
"""What is true these days only: one statement for both tables, in no order."""


def cards(session: Session, ids: Sequence[int], *, now: datetime) -> list[Card]:
    """Return the cards of points, in the order of `ids`; unknown numbers are left out."""
    if not ids:
        return []
    connection = session.connection()
    rows = connection.execute(_CARDS, {"ids": list(ids)}).all()
    days, words = _these_days(connection, ids, now)
    made = {row.id: _card(row, days[row.id], states.shown(words[row.id], now)) for row in rows}
    return [made[point_id] for point_id in dict.fromkeys(ids) if point_id in made]


def card_of(session: Session, point: Point, *, now: datetime) -> Card:
    """Return the card of one point."""
    return cards(session, [point.id], now=now)[0]


def _these_days(
    connection: sa.Connection, ids: Sequence[int], now: datetime
) -> tuple[dict[int, list[hours.Exceptional]], dict[int, list[states.Word]]]:
    """Return the exceptions that have not ended and the living words, by point."""
    today = clock.local(now).date()
    rows = connection.execute(_THESE_DAYS, {"ids": list(ids), "now": now, "today": today})
    days: dict[int, list[hours.Exceptional]] = defaultdict(list)
    words: dict[int, list[states.Word]] = defaultdict(list)
    for point_id, kind, reporter, by_staff, at, expires_at, *exception in rows:
        if kind is None:
            days[point_id].append(hours.Exceptional(*exception))
        else:
            words[point_id].append(states.Word(kind, reporter, by_staff, at, expires_at))
    for found in days.values():
        found.sort(key=lambda one: (one.first_day, one.last_day))
    return days, words


def _card(row: Any, days: Iterable[hours.Exceptional], shown: tuple[Shown, ...]) -> Card:
    facts = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row read by column
    own = {name: facts[name] for name in _OWN}
    admission = {name: facts[name] for name in _ADMISSION}
    admission["residents_of"] = _words(facts["residents_of"])
    own["offers"] = _offers(facts["offers"])
    own["refusals"] = _refusals(facts["refusals"])
    own["labels"] = _words(facts["labels"])
    return Card(
        **own,
        commune=facts["commune"] or "",
        admission=Admission(**admission),
        hours_text=facts["hours"],
        exceptions=tuple(days),
        states=shown,
    )


@lru_cache(maxsize=4096)
def _offers(text: str) -> tuple[Offer, ...]:
    return tuple(Offer(Gesture(gesture), thing) for gesture, thing in json.loads(text))


@lru_cache(maxsize=4096)
def _refusals(text: str) -> tuple[Refusal, ...]:
    return tuple(Refusal(*refusal) for refusal in json.loads(text))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
