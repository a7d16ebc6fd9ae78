"""Cells as people fill them: yes and no, lists, numbers, degrees, dates."""

import re
from collections.abc import Iterator
from typing import Final

from app.base.core.text import N_, clean
from app.base.tabular.answers import day_of, yes
from app.base.tabular.lines import Record
from app.points.imports.lines import Draft

MOST_SIGNS: Final = 4_000
MOST_ITEMS: Final = 200


class Cells:
    """The cells of a record, read by name; what is wrong goes to the draft."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.draft = Draft(
            record.number,
            errors=list(record.errors),
            warnings=list(record.warnings),
            ref=record.ref,
        )

    def text(self, *columns: str, lines: bool = False) -> str:
        """Return the first of these cells that says something, cleaned."""
        return clean(self.raw(*columns), limit=MOST_SIGNS, lines=lines)

    def raw(self, *columns: str) -> str:
        """Return the first of these cells that is not blank, as it is."""
        return next((self.record.cells[name] for name in self.filled(*columns)), "")

    def filled(self, *columns: str) -> list[str]:
        """Return which of these columns hold something, in this order."""
        cells = self.record.cells
        return [name for name in columns if cells.get(name, "").strip()]

    def put(self, field: str, *columns: str, lines: bool = False) -> None:
        """Keep the first filled of these cells as the text of a field."""
        filled = self.filled(*columns)
        if filled:
            self.draft.put(field, self.text(*columns, lines=lines), filled[0])

    def put_yes(self, field: str, column: str) -> None:
        """Keep a cell that answers by yes or no."""
        answer = yes(self.text(column))
        if answer is None and self.text(column):
            self.draft.refuse(column, N_("Répondez par oui ou par non."))
        elif answer:
            self.draft.put(field, value=True, column=column)

    def put_number(self, field: str, column: str) -> None:
        """Keep a whole number; the spaces of thousands are allowed."""
        text = re.sub(r"[\s\u202f]", "", self.text(column))
        if not text:
            return
        if re.fullmatch(r"\d{1,9}([.,]0+)?", text):
            self.draft.put(field, int(re.split(r"[.,]", text)[0]), column)
        else:
            self.draft.refuse(column, N_("Écrivez un nombre entier."))

    def put_date(self, field: str, column: str) -> None:
        """Keep a date written 2026-12-31 or 31/12/2026."""
        text = self.text(column)
        if not text:
            return
        day = day_of(text)
        if day is None:
            self.draft.refuse(column, N_("Écrivez la date ainsi : 2026-12-31."))
        else:
            self.draft.put(field, day, column)

    def put_position(self, lat: str, lon: str) -> None:
        """Keep the geometry's position, else that of two columns."""
        if self.record.position:
            self.draft.put("lat", self.record.position[0], "geometry")
            self.draft.put("lon", self.record.position[1], "geometry")
            return
        self.put("lat", lat)
        self.put("lon", lon)

    def put_code(self, field: str, *columns: str) -> None:
        """Keep a five-sign code; the zero that a spreadsheet dropped is put back and told."""
        filled = self.filled(*columns)
        if not filled:
            return
        text = re.sub(r"\.0+$", "", self.text(*columns)).replace(" ", "").upper()
        if re.fullmatch(r"\d{4}", text):
            text = f"0{text}"
            sentence = N_("Le zéro du début manquait : nous lisons %(code)s.")
            self.draft.warn(filled[0], sentence, code=text)
        self.draft.put(field, text, filled[0])

    def items(self, column: str) -> Iterator[str]:
        """Yield the pieces of a list cell, cut at `|`."""
        for piece in self.raw(column).split("|")[:MOST_ITEMS]:
            if item := clean(piece, limit=300):
                yield item
