"""Rows of a table that a narrow screen shows as cards: each cell knows its column."""

import re
from collections.abc import Sequence
from typing import Final

from flask import Flask
from markupsafe import Markup, escape

_CELL: Final = re.compile(r"<t([dh])\b(?=[^>]*>(\s*</td>)?)")
_ROLES: Final = {"d": "cell", "h": "rowheader"}


def labelled(cells: Markup, columns: Sequence[str | Sequence[str]]) -> Markup:
    """Return the cells of one row, each with its role and the label of its column.

    A style sheet that turns cells into blocks takes their meaning away in some browsers:
    the roles keep it. The head of a row needs no label, it is the title of its card; an empty
    cell has none either, its card leaves it out.
    """
    labels = iter([each if isinstance(each, str) else each[0] for each in columns])

    def named(opening: re.Match[str]) -> str:
        label, role = next(labels, ""), _ROLES[opening[1]]
        told = f' data-label="{escape(label)}"' if role == "cell" and not opening[2] else ""
        return f'{opening[0]} role="{role}"{told}'

    return Markup(_CELL.sub(named, cells))  # noqa: S704 - the template escaped the cells


def init_app(app: Flask) -> None:
    """Give templates the filter."""
    app.jinja_env.filters["labelled"] = labelled
