"""Figures held while nothing changed: every change enters the trail, so its heads tell.

What is read is never older than the database: one light statement says how far the trail of each
room went, and a figure counted under other heads is counted again.
"""

from collections.abc import Callable, Collection, Hashable
from typing import Final, TypeVar, cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base import db
from app.base.audit.models import TrailHead

MOST: Final = 16
"""Figures held at most for a database; the first held go first."""

T = TypeVar("T")
_Heads = tuple[tuple[str, int], ...]
_Shelf = dict[Hashable, tuple[_Heads, object]]
_held: WeakKeyDictionary[sa.Engine, _Shelf] = WeakKeyDictionary()


def while_unchanged(
    session: Session, rooms: Collection[str], key: Hashable, make: Callable[[], T]
) -> T:
    """Return what `make` counts, or counted under `key` when no room of `rooms` changed since.

    `make` may read nothing but what these rooms own and trail.
    """
    shelf = _shelf(session)
    if shelf is None:
        return make()
    heads = _heads(session, rooms)
    found = shelf.get(key)
    if found is not None and found[0] == heads:
        return cast("T", found[1])
    made = make()
    shelf.pop(key, None)
    while len(shelf) >= MOST:
        shelf.pop(next(iter(shelf)), None)
    shelf[key] = (heads, made)
    return made


def _shelf(session: Session) -> _Shelf | None:
    """Return what is held for this session's database.

    None in a transaction that writes, or that somebody opened around the session: it may be undone.
    """
    bind = session.get_bind()
    if db.is_writing() or not isinstance(bind, sa.Engine):
        return None
    return _held.setdefault(bind, {})


def _heads(session: Session, rooms: Collection[str]) -> _Heads:
    rows = session.execute(
        sa.select(col(TrailHead.room), col(TrailHead.number))
        .where(col(TrailHead.room).in_(sorted(rooms)))
        .order_by(col(TrailHead.room))
    )
    return tuple((room, number) for room, number in rows)
