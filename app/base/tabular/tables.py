"""CSV as people really send it: delimiters, quotes that never close, ragged lines, NUL."""

import csv
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from app.base.core.text import N_, fold
from app.base.tabular.encodings import encoding_of
from app.base.tabular.lines import LINE, ImportRefused, Problem, Record

DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_LINE: Final = 200_000
"""Signs of one physical line; beyond, it is no line of a table of places."""
LONGEST_QUOTE: Final = 50
"""Physical lines that one quoted cell may span."""
LONGEST_HEAD: Final = 100_000
"""Signs of the line of titles: below what the csv module bears in one cell."""
MOST_COLUMNS: Final = 400


class Row(NamedTuple):
    """The cells of one line of a table and the number of the physical line it begins on."""

    number: int
    cells: list[str]
    too_long: bool = False
    unclosed: bool = False


class Table(NamedTuple):
    """A table whose head was read: column names, and what was odd about them."""

    columns: tuple[str, ...]
    notes: tuple[Problem, ...]
    delimiter: str
    encoding: str
    head: int


def column_key(name: str) -> str:
    """Return a column's name as it is compared: `Code postal` is `code_postal`."""
    return fold(name).replace(" ", "_")


def open_table(path: Path) -> Table:
    """Read the head of a CSV file. Raises ImportRefused when there is none."""
    encoding = encoding_of(path)
    with _opened(path, encoding) as file:
        lines = _Lines(file)
        while taken := lines.take():
            number, line = taken
            bare = line.strip("\r\n\ufeff ")
            if not bare.strip("".join(DELIMITERS)) or bare.lower().startswith("sep="):
                continue
            if len(line) > LONGEST_HEAD:
                break
            delimiter = _delimiter(bare)
            names = next(csv.reader([bare], delimiter=delimiter))[:MOST_COLUMNS]
            columns, notes = _named(names)
            return Table(columns, notes, delimiter, encoding, number)
    raise ImportRefused(N_("Ce fichier n’a pas de ligne de titres."), field="file")


def records(path: Path, table: Table) -> Iterator[Record]:
    """Yield each line below the head, as cells by column key."""
    with _opened(path, table.encoding) as file:
        for row in _rows(file, table.delimiter):
            if row.number > table.head and (row.too_long or any(map(str.strip, row.cells))):
                yield _record(row, table.columns)


def _opened(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, errors="replace", newline="")


class _Lines:
    """Physical lines without NUL, numbered, that can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._number = 0
        self._back: deque[tuple[int, str]] = deque()

    def take(self) -> tuple[int, str] | None:
        """Return the next line, cut and marked by its length when it is too long, or None."""
        if self._back:
            return self._back.popleft()
        line = self._file.readline(LONGEST_LINE + 1)
        if not line:
            return None
        self._number += 1
        tail = line
        while len(tail) > LONGEST_LINE and not tail.endswith(("\n", "\r")):
            tail = self._file.readline(LONGEST_LINE + 1)
        return self._number, line.replace("\0", "")

    def give_back(self, lines: Sequence[tuple[int, str]]) -> None:
        """Take these lines again first, in this order."""
        self._back.extendleft(reversed(lines))


def _rows(file: TextIO, delimiter: str) -> Iterator[Row]:
    """Yield rows; a quote that nothing closes spoils its own line and no other."""
    lines = _Lines(file)
    while taken := lines.take():
        number, line = taken
        if len(line) > LONGEST_LINE:
            yield Row(number, [line[:80]], too_long=True)
            continue
        following, closed = _until_closed(lines, line)
        if not closed:
            lines.give_back(following)
            following = []
        block = [line, *(text for _number, text in following)]
        yield from _cut(number, block, delimiter, unclosed=not closed)


def _until_closed(lines: _Lines, line: str) -> tuple[list[tuple[int, str]], bool]:
    """Return the lines that close the quotes of `line`, and whether they do."""
    following: list[tuple[int, str]] = []
    quotes = line.count('"')
    while quotes % 2 and len(following) < LONGEST_QUOTE:
        after = lines.take()
        if after is None:
            break
        following.append(after)
        quotes += after[1].count('"')
    return following, quotes % 2 == 0


def _cut(number: int, block: Sequence[str], delimiter: str, *, unclosed: bool) -> Iterator[Row]:
    """Yield the rows of a block of lines whose quotes are even, or of one odd line."""
    reader = csv.reader(block, delimiter=delimiter)
    start = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(number + start, [], too_long=True)
        else:
            yield Row(number + start, cells, unclosed=unclosed)
        start = reader.line_num


def _delimiter(line: str) -> str:
    """Return the sign that cuts the head into most cells; a tie goes to the comma."""
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([line], delimiter=sign))))


def _named(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return column keys, "" for a column that is not read, and what to say of them."""
    keys: list[str] = []
    notes = []
    for name in names:
        key = column_key(name)
        if key and key in keys:
            notes.append(Problem(name, N_("Cette colonne est deux fois là : la première est lue.")))
            key = ""
        keys.append(key)
    return tuple(keys), tuple(notes)


def _record(row: Row, columns: Sequence[str]) -> Record:
    cells = {key: cell for key, cell in zip(columns, row.cells, strict=False) if key}
    errors, warnings = _oddities(row, len(columns))
    formulas = tuple(
        Problem(key, N_("Cette cellule ressemble à une formule : elle est gardée comme du texte."))
        for key, cell in cells.items()
        if cell.startswith(("=", "@"))
    )
    return Record(row.number, cells, errors=errors, warnings=warnings + formulas)


def _oddities(row: Row, wanted: int) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the errors and warnings that the shape of a row calls for."""
    given = len(row.cells)
    if row.too_long:
        return (Problem(LINE, N_("Cette ligne est trop longue : elle n’a pas été lue.")),), ()
    if any(cell.strip() for cell in row.cells[wanted:]):
        values: Mapping[str, object] = {"given": given, "wanted": wanted}
        sentence = N_(
            "Cette ligne a %(given)d cellules pour %(wanted)d colonnes : "
            "vérifiez les guillemets et les séparateurs."
        )
        return (Problem(LINE, sentence, values),), ()
    if row.unclosed and given < wanted:
        return (Problem(LINE, N_("Un guillemet ouvert n’est jamais refermé.")),), ()
    if given < wanted:
        values = {"given": given, "wanted": wanted}
        sentence = N_("Cette ligne a %(given)d cellules pour %(wanted)d colonnes.")
        return (), (Problem(LINE, sentence, values),)
    return (), ()
