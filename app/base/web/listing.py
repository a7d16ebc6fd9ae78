"""Lists of the back office: pages, and the same rows as a file."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request

PAGE = 50
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet."""


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
    """Return `cell` as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
