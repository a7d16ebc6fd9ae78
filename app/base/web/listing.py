"""Lists of the back office: pages, and the same rows as a file."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from app.base.web.forms import QueryForm

PAGE = 50
LONGEST = 200
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet."""
_NUMBER = re.compile(r"-[0-9]+(,[0-9]+)?")
"""A negative amount: nothing in it can be run."""


class ListForm(QueryForm):
    """The filters of a list: all of them in the address, a forged one asks nothing."""

    tri = HiddenField()

    def said(self, name: str) -> str:
        """Return what a filter asks, or an empty text when it asks nothing that exists."""
        value = str(self[name].data or "")[:LONGEST]
        choices = self._choices(name)
        return "" if choices and value not in choices else value

    def narrowed(self) -> list[tuple[str, str]]:
        """Return each filter in use in words, with the address of the list without it."""
        return [
            (
                f"{field.label.text} : {self._choices(name).get(value, value)}",
                address(**{name: None}),
            )
            for name, field in self._fields.items()
            if name != "tri" and (value := self.said(name))
        ]

    def _choices(self, name: str) -> dict[str, str]:
        return {each.value: str(each.label) for each in getattr(self[name], "choices", None) or ()}


def choose(label: str, nothing: str, choices: Iterable[SelectChoice] = ()) -> SelectField:
    """Return a filter that takes one of `choices`, or `nothing` when it asks nothing."""
    first = SelectChoice("", nothing)
    return SelectField(label, choices=[first, *choices], validate_choice=False)


@dataclass(frozen=True)
class Pages:
    """Where one page of a list stands."""

    number: int
    total: int
    size: int = PAGE

    @property
    def count(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Return how many rows come before this page."""
        return (self.number - 1) * self.size

    def address(self, number: int) -> str:
        """Return the address of page `number` with every filter kept."""
        kept = [(k, v) for k, v in request.args.items(multi=True) if k != "page"]
        return f"{request.path}?{urlencode([*kept, ('page', str(number))])}"


def pages(total: int, size: int = PAGE) -> Pages:
    """Return the page that `?page` asks for, the nearest one that exists."""
    asked = request.args.get("page", 1, type=int)
    last = max(1, -(-total // size))
    return Pages(number=min(max(asked, 1), last), total=total, size=size)


def address(**changes: str | None) -> str:
    """Return this list's address with some of its filters changed, on its first page.

    Not by url_for: a forged `_external` or `_scheme` in the query would become its argument.
    """
    kept = [
        (key, value)
        for key, value in request.args.items(multi=True)
        if value and key not in {"page", "format", *changes}
    ]
    said = [(key, value) for key, value in changes.items() if value]
    asked = urlencode([*kept, *said])
    return f"{request.path}?{asked}" if asked else request.path


def export_address() -> str:
    """Return this list's address, its filters kept, as a CSV file of every page."""
    return address(format="csv")


def sortable(
    key: str, label: str, kind: str = "", *, sort: str, order: str = "ascending"
) -> tuple[str, str, str, str]:
    """Return a column that sorts the list by `key`; `sort` is the key in use, `order` its way."""
    return (label, kind, address(tri=key), order if key == sort else "")


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a CSV file that spreadsheets open: UTF-8 with its mark, semicolons.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[neutral(cell) for cell in row] for row in rows])
    return Response(
        "\ufeff" + buffer.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def neutral(cell: object) -> str:
    """Return `cell` as text that no spreadsheet takes for a formula; a number stays one."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) and not _NUMBER.fullmatch(text) else text
