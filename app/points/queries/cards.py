"""What lists show of places: two statements at most, whatever the number of places.

A card that was read stays in memory under the version of its place; one light statement says
which still hold, so what is shown is never older than the database.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core import clock, hours
from app.catalog.models import Gesture
from app.points.models import Offer, Point, PointException, PointKind, PointState, Refusal
from app.points.rules import states
from app.points.rules.cards import Admission, Card
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


_VERSION = ("version", "published_at")
_COLUMNS = [_column(name) for name in (*_OWN, *_ADMISSION, "hours", *_VERSION)]

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


_point = _table(Point).c
_IS_SPECIAL = sa.or_(
    sa.exists().where(
        _state.point_id == _point.id,
        _state.ended_at.is_(None),
        _state.expires_at > sa.bindparam("now", type_=_state.at.type),
    ),
    sa.exists().where(
        _exception.point_id == _point.id,
        _exception.last_day >= sa.bindparam("today", type_=sa.Date()),
    ),
)
_NOW = sa.select(_point.id, _point.version, _point.published_at, _IS_SPECIAL)
"""At which version places are, and whether something is true of them these days only."""
_OF_THESE = _NOW.where(_point.id.in_(_IDS))
_BY_POST = (
    _NOW.where(_point.kind == PointKind.POST, _point.active)
    .order_by(_point.name, _point.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)

MOST_HELD: Final = 2_000
"""Cards kept in memory at most; the first read go first."""

_Held = dict[int, tuple[tuple[Any, ...], Card]]
"""By number of place: version and instant of publication, and the card without these days."""

_held: WeakKeyDictionary[sa.Engine, _Held] = WeakKeyDictionary()


def cards(session: Session, ids: Sequence[int], *, now: datetime) -> list[Card]:
    """Return the cards of points, in the order of `ids`; unknown numbers are left out."""
    if not ids:
        return []
    held = _holds(session)
    wanted = list(dict.fromkeys(ids))
    if held.keys().isdisjoint(wanted):
        return _read_all(session, wanted, held, now)
    given = {"ids": wanted} | _these(now)
    told = {row[0]: row for row in session.connection().execute(_OF_THESE, given)}
    return _told(session, [told[one] for one in wanted if one in told], held, now)


def cards_by_post(session: Session, *, now: datetime, limit: int = 20) -> list[Card]:
    """Return the cards of the active points reached by post, by name."""
    given = {"limit": limit} | _these(now)
    told = session.connection().execute(_BY_POST, given).all()
    return _told(session, told, _holds(session), now)


def _these(now: datetime) -> dict[str, object]:
    return {"now": now, "today": clock.local(now).date()}


def _holds(session: Session) -> _Held:
    """Return the cards held for this session's database.

    None inside a transaction that somebody opened around the session: it may be undone.
    """
    bind = session.get_bind()
    return _held.setdefault(bind, {}) if isinstance(bind, sa.Engine) else {}


def _told(session: Session, told: Sequence[Any], held: _Held, now: datetime) -> list[Card]:
    """Return the cards of rows of `_NOW`: those held that are still true, the others read."""
    made: dict[int, Card] = {}
    special = [point_id for point_id, _version, _published_at, is_special in told if is_special]
    for point_id, *version, _is_special in told:
        kept = held.get(point_id)
        if kept is not None and kept[0] == tuple(version):
            made[point_id] = kept[1]
    missing = [row[0] for row in told if row[0] not in made]
    made |= {card.id: card for card in _read(session, missing, held)}
    return _as_of(session, [made[row[0]] for row in told if row[0] in made], special, now)


def _read_all(session: Session, ids: Sequence[int], held: _Held, now: datetime) -> list[Card]:
    """Return the cards of points of which none is held."""
    read = {card.id: card for card in _read(session, ids, held)}
    return _as_of(session, [read[one] for one in ids if one in read], ids, now)


def _read(session: Session, ids: Sequence[int], held: _Held) -> list[Card]:
    """Return the cards of points without these days, and hold them."""
    if not ids:
        return []
    rows = session.connection().execute(_CARDS, {"ids": list(ids)}).all()
    made = [_card(row) for row in rows]
    for row, card in zip(rows, made, strict=True):
        while len(held) >= MOST_HELD:
            held.pop(next(iter(held)), None)
        held[card.id] = ((row.version, row.published_at), card)
    return made


def _as_of(
    session: Session, made: Sequence[Card], special: Sequence[int], now: datetime
) -> list[Card]:
    """Return cards with what is true these days, asked for the places in `special`."""
    if not special:
        return list(made)
    days, words = _these_days(session.connection(), special, now)
    return [_with_days(card, days.get(card.id, []), words.get(card.id, []), now) for card in made]


def _with_days(
    card: Card, days: Sequence[hours.Exceptional], words: Sequence[states.Word], now: datetime
) -> Card:
    if not days and not words:
        return card
    return replace(card, exceptions=tuple(days), states=states.shown(words, now))


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


def _card(row: Any) -> Card:
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
