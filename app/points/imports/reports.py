"""The lines of an import as a file: written once, read page by page.

One line of text a line of the import: the outcome, `!` when there is a warning, then JSON.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from app.base.tabular.lines import Problem
from app.points.imports.lines import ImportLine, Outcome, Twin
from app.points.models import Sheet

WARNED: Final = "alertes"
"""The count, and the filter, of the lines that carry a warning."""


def write(path: Path, lines: Iterable[ImportLine]) -> dict[str, int]:
    """Write the lines and return how many have each outcome, and how many a warning."""
    counts: Counter[str] = Counter()
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    with part.open("w", encoding="utf-8") as file:
        for line in lines:
            counts[line.outcome.value] += 1
            counts[WARNED] += bool(line.warnings)
            mark = "!" if line.warnings else ""
            file.write(f"{line.outcome.value}{mark}\t{_packed(line)}\n")
    part.replace(path)
    return dict(counts)


def read(path: Path, *, only: str = "", start: int = 0) -> Iterator[ImportLine]:
    """Yield the lines with an outcome (or `alertes`, or all), after the `start` first of them."""
    with path.open(encoding="utf-8") as file:
        kept = (text for text in file if _passes(text, only))
        for text in islice(kept, start, None):
            yield _unpacked(text)


def numbered(path: Path, number: int) -> ImportLine | None:
    """Return the line that has a number, or None."""
    return next((line for line in read(path) if line.number == number), None)


def _passes(text: str, only: str) -> bool:
    if not only:
        return True
    head = text.partition("\t")[0]
    return head.endswith("!") if only == WARNED else head.rstrip("!") == only


def _packed(line: ImportLine) -> str:
    told: dict[str, Any] = {"n": line.number, "name": line.name, "ref": line.ref}
    told["errors"] = [problem.to_json() for problem in line.errors]
    told["warnings"] = [problem.to_json() for problem in line.warnings]
    told["twins"] = [[t.name, t.why, t.point_id, t.line, t.ref] for t in line.twins]
    told["point"] = line.point_id
    if line.sheet is not None and line.outcome is not Outcome.UNCHANGED:
        told["sheet"] = line.sheet.facts()
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)


def _unpacked(text: str) -> ImportLine:
    head, _tab, packed = text.partition("\t")
    told = json.loads(packed)
    sheet = told.get("sheet")
    return ImportLine(
        told["n"],
        told["name"],
        told["ref"],
        Outcome(head.rstrip("!")),
        Sheet.model_validate(sheet) if sheet else None,
        tuple(Problem(*one) for one in told["errors"]),
        tuple(Problem(*one) for one in told["warnings"]),
        tuple(Twin(*one) for one in told["twins"]),
        told["point"],
    )
