"""How each room tells what its trail says: the journal shows all of them, and knows none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app


def _as_written(word: str) -> str:
    return word


def _plain(_name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Telling:
    """A room's own words for the verbs, the facts and the values of its trail."""

    verb: Callable[[str], str] = _as_written
    label: Callable[[str], str] = _as_written
    value: Callable[[str, Any], str] = _plain


_PLAIN = Telling()


def of(room: str) -> Telling:
    """Return how `room` tells its trail; a room that said nothing is told as it is written."""
    known = cast("Mapping[str, Telling]", current_app.extensions.get("tellings", {}))
    return known.get(room, _PLAIN)


def init_app(app: Flask, tellings: Mapping[str, Telling]) -> None:
    """Give the application each room's words."""
    app.extensions["tellings"] = dict(tellings)
