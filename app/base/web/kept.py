"""What public pages may show a little late: kept in this process, for ten seconds.

The same question asked again within ten seconds is answered as before: a newsletter that sends
a hundred people to one page costs one answer. Never what belongs to a person, never where staff decide.
"""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Final, TypeVar, cast

from flask import Flask, current_app

SECONDS: Final = 10
MOST: Final = 4_000
"""Answers kept at most; the oldest goes first."""

T = TypeVar("T")
_Shelf = dict[Hashable, tuple[float, object]]


def kept(key: Hashable, make: Callable[[], T], *, seconds: float = SECONDS) -> T:
    """Return what `make` answered under `key` less than `seconds` ago, else ask it again.

    Under test nothing is kept: each test has its own ground.
    """
    if current_app.testing:
        return make()
    shelf: _Shelf = current_app.extensions["kept"]
    now = monotonic()
    made_at, found = shelf.get(key, (0.0, None))
    if made_at and now - made_at < seconds:
        return cast("T", found)
    made = make()
    while len(shelf) >= MOST:
        shelf.pop(next(iter(shelf), key), None)
    shelf.pop(key, None)
    shelf[key] = (now, made)
    return made


def init_app(app: Flask) -> None:
    """Give the application its shelf."""
    shelf: _Shelf = {}
    app.extensions["kept"] = shelf
