"""What public pages may show a little late: kept in this process, for ten seconds.

The same question asked again within ten seconds is answered as before: a newsletter that sends
a hundred people to one page costs one answer. Never what belongs to a person, never where staff decide.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from time import monotonic
from typing import Final, TypeVar, cast

from flask import Flask, current_app

SECONDS: Final = 10
MOST: Final = 4_000
"""Answers kept at most; the oldest goes first."""

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
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


def kept_each(
    name: str, keys: Sequence[K], make: Callable[[Sequence[K]], Mapping[K, T]]
) -> dict[K, T]:
    """Return what `make` answers for each of `keys`, asked once for those not kept.

    A key without an answer is left out.
    """
    found: dict[K, T] = {}
    if not current_app.testing:
        shelf: _Shelf = current_app.extensions["kept"]
        oldest = monotonic() - SECONDS
        for key in keys:
            made_at, answer = shelf.get((name, key), (0.0, None))
            if made_at and made_at > oldest:
                found[key] = cast("T", answer)
    missing = [key for key in keys if key not in found]
    if missing:
        made = make(missing)
        found |= made
        for key, answer in made.items():
            kept((name, key), lambda answer=answer: answer, seconds=0)  # type: ignore[misc]
    return found


def init_app(app: Flask) -> None:
    """Give the application its shelf."""
    shelf: _Shelf = {}
    app.extensions["kept"] = shelf
