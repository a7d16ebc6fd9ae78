"""The addresses that answer a question about a place, keeping all else that was asked."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from app.territory.rules.places import Choice

REPLACED = frozenset({"ou", "lat", "lon", "page"})
"""What a choice settles, and the page of results it makes meaningless."""


class Link(NamedTuple):
    """A choice and the address that makes it."""

    choice: Choice
    url: str


def links(
    path: str, asked: Iterable[tuple[str, str]], choices: Iterable[Choice]
) -> tuple[Link, ...]:
    """Return each choice with its address; `asked` are the query's pairs, kept in order."""
    kept = [(name, value) for name, value in asked if name not in REPLACED]
    return tuple(
        Link(choice, f"{path}?{urlencode([*kept, ('ou', choice.value)])}") for choice in choices
    )
