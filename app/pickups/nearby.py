"""The nearest place that takes what we do not fetch: the finder knows, this room only asks.

Pickups and points do not know each other; the room that joins them registers its answer here.
"""

from collections.abc import Callable, Sequence
from typing import cast

from flask import Flask, current_app

Find = Callable[[Sequence[str], str], str]
"""Given names of things and an INSEE code, return a sentence, or an empty text."""


def register(app: Flask, find: Find) -> None:
    """Let `find` answer on this application."""
    app.extensions["nearest_place"] = find


def finder() -> Find | None:
    """Return who answers, or None where no room does."""
    return cast("Find | None", current_app.extensions.get("nearest_place"))
