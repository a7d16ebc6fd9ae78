"""Rows of a table that a narrow screen shows as cards: each cell says its column."""

import re
from collections.abc import Sequence
from typing import Final

from flask import Flask
from markupsafe import Markup, escape

_CELL: Final = re.compile(r"<t([dh])\b(?=[^>]*>(\s*</td>)?)")


def labelled(cells: Markup, columns: Sequence[str | Sequence[str]]) -> Markup:
    """Return the cells of one row, each with the label of its column.

    The head of a row needs none, it is the title of its card; an empty cell has none either,
    its card leaves it out.
    """
    labels = iter([each if isinstance(each, str) else each[0] for each in columns])

    def named(opening: re.Match[str]) -> str:
        label, empty = next(labels, ""), opening[2]
        if opening[1] == "h" or empty:
            return opening[0]
        return f'{opening[0]} data-label="{escape(label)}"'

    return Markup(_CELL.sub(named, cells))  # noqa: S704 - the template escaped the cells


def init_app(app: Flask) -> None:
    """Give templates the filter."""
    app.jinja_env.filters["labelled"] = labelled
