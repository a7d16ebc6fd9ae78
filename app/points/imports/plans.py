"""What an import would do, line by line; it only reads."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from sqlmodel import Session

from app.base.core.text import N_, clean
from app.base.tabular.lines import LINE, Problem, Record
from app.points.imports.checks import Checker
from app.points.imports.files import Reading
from app.points.imports.lines import ImportLine, Options, Outcome, Twin
from app.points.imports.places import Communes
from app.points.imports.twins import SameFile, footprint, worth_asking
from app.points.queries import duplicates
from app.points.queries.imports import renewed
from app.territory.rules.territories import Territory

AT_ONCE: Final = 500
"""Lines whose imported rows are looked up in one statement."""


def plan(
    session: Session, reading: Reading, options: Options, territory: Territory, today: date
) -> Iterator[ImportLine]:
    """Yield every line of a file with its outcome, in the file's order."""
    checker = Checker(Communes(session), territory, reading.dialect, options, today)
    checked = (_line(checker, reading, record) for record in reading.records())
    same_file = SameFile()
    for lines in _chunks(_each_once(checked), AT_ONCE):
        known = _known(session, options.source, lines)
        for line in lines:
            yield _compared(session, line, known.get(line.ref), same_file)
            same_file.add(line)


def _line(checker: Checker, reading: Reading, record: Record) -> ImportLine:
    """Return a line as the file alone tells it; one that is no line says only that."""
    if not record.errors:
        return checker.line(reading.dialect.read(record))
    name = clean(record.cells.get("nom") or record.cells.get("name", ""), limit=160)
    return ImportLine(
        record.number, name, record.ref, Outcome.REFUSED, None, record.errors, record.warnings
    )


def _each_once(lines: Iterable[ImportLine]) -> Iterator[ImportLine]:
    """Refuse the lines whose identifier an earlier line had."""
    seen: dict[str, int] = {}
    for line in lines:
        if line.sheet is None:
            yield line
            continue
        first = seen.setdefault(line.ref, line.number)
        if first == line.number:
            yield line
            continue
        sentence = N_("C’est le même identifiant que la ligne %(line)d, qui est gardée.")
        if line.ref.startswith("auto-"):
            sentence = N_("C’est le même lieu que la ligne %(line)d, qui est gardée.")
        problem = Problem(LINE, sentence, {"line": first})
        yield replace(line, outcome=Outcome.REFUSED, sheet=None, errors=(*line.errors, problem))


def _chunks(lines: Iterable[ImportLine], size: int) -> Iterator[list[ImportLine]]:
    chunk: list[ImportLine] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _known(
    session: Session, source: str, lines: Iterable[ImportLine]
) -> dict[str, tuple[str, int]]:
    """Return content hash and point of the imported rows that some lines renew, by ref."""
    refs = [line.ref for line in lines if line.sheet is not None]
    return renewed(session, source, refs)


def _compared(
    session: Session, line: ImportLine, known: tuple[str, int] | None, same_file: SameFile
) -> ImportLine:
    """Return the line with its outcome against what the database holds."""
    if line.sheet is None:
        return line
    if known is not None:
        content_hash, point_id = known
        same = content_hash == line.sheet.content_hash
        outcome = Outcome.UNCHANGED if same else Outcome.CHANGED
        return replace(line, outcome=outcome, point_id=point_id)
    own = footprint(line.sheet)
    twins = [
        Twin(point.name, alike.label, point_id=point.id)
        for point, alike in duplicates(session, line.sheet)
        if worth_asking(own, footprint(point), alike)
    ]
    twins += same_file.twins(line.sheet)
    if not twins:
        return line
    return replace(line, outcome=Outcome.DOUBTFUL, twins=tuple(twins))
