"""Lines of an import as the screen and the CSV show them, in the request's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext as _

from app.base.core import clock
from app.base.tabular.lines import Problem
from app.points.imports.applying import AS_NEW, LEAVE, ONTO_LINE, ONTO_POINT
from app.points.imports.lines import ImportLine, Outcome, Twin
from app.points.models.imports import ImportBatch

HEAD: Final = ("ligne", "nom", "identifiant", "résultat", "gravité", "colonne", "raison")
BATCH_HEAD: Final = (
    "envoyé le",
    "fichier",
    "source",
    "licence",
    "état",
    "envoyé par",
    "confirmé par",
    "confirmé le",
    "lignes",
    *(outcome.value for outcome in Outcome),
)
KINDS: Final = {
    Outcome.NEW: "good",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "plain",
    Outcome.DOUBTFUL: "warn",
    Outcome.LEFT_OUT: "plain",
    Outcome.REFUSED: "bad",
}


@dataclass(frozen=True)
class ShownLine:
    """One line of the preview: problems are (kind, column, sentence)."""

    number: int
    name: str
    outcome: Outcome
    label: str
    kind: str
    what: str
    problems: list[tuple[str, str, str]]
    changes: Sequence[str]
    point_id: int | None
    choices: list[tuple[str, str]] = field(default_factory=list)
    chosen: str = ""


def batch_cells(batch: ImportBatch) -> tuple[object, ...]:
    """Return an import as a line of the CSV of imports, its lines counted by outcome."""
    return (
        _minute(batch.created_at),
        batch.filename,
        batch.source,
        batch.licence,
        _(batch.status.label),
        batch.author_label,
        batch.confirmed_by,
        _minute(batch.confirmed_at),
        batch.total,
        *(batch.counts.get(outcome, 0) for outcome in Outcome),
    )


def _minute(at: datetime | None) -> str:
    return "" if at is None else clock.local(at).strftime("%Y-%m-%d %H:%M")


def shown(
    line: ImportLine, changes: Mapping[str, Sequence[str]], decisions: Mapping[str, str]
) -> ShownLine:
    """Return a line as the screen shows it."""
    sheet = line.sheet
    what = ""
    if sheet is not None:
        what = " · ".join(filter(None, (_(sheet.kind.label), sheet.address, sheet.postcode)))
    return ShownLine(
        line.number,
        line.name,
        line.outcome,
        _(line.outcome.label),
        KINDS[line.outcome],
        what,
        [(kind, problem.column, sentence(problem)) for kind, problem in _problems(line)],
        changes.get(line.ref, ()),
        line.point_id,
        choices(line) if line.outcome is Outcome.DOUBTFUL else [],
        decisions.get(str(line.number), ""),
    )


def choices(line: ImportLine) -> list[tuple[str, str]]:
    """Return what may be decided of a doubtful line: (value, words)."""
    offered = [("", _("Décider plus tard"))]
    offered += [_choice(twin) for twin in line.twins]
    return [*offered, (AS_NEW, _("Créer un autre lieu")), (LEAVE, _("Ne pas importer"))]


def cells(line: ImportLine) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the CSV report for a line: one a problem, at least one."""
    start = (line.number, line.name, line.ref, _(line.outcome.label))
    told = [(_told(kind), p.column, sentence(p)) for kind, p in _problems(line)]
    told += [(_("doublon"), "", _choice(twin)[1]) for twin in line.twins]
    yield from ((*start, *problem) for problem in told or [("", "", "")])


def sentence(problem: Problem) -> str:
    """Return what is wrong, in the request's language."""
    values: dict[str, Any] = dict(problem.values)
    if isinstance(values.get("why"), str):
        values["why"] = _(values["why"])
    return _(problem.text, **values) if values else _(problem.text)


def _problems(line: ImportLine) -> Iterator[tuple[str, Problem]]:
    plain = line.outcome is Outcome.LEFT_OUT
    yield from (("info" if plain else "bad", problem) for problem in line.errors)
    yield from (("warn", problem) for problem in line.warnings)


def _told(kind: str) -> str:
    return {"bad": _("erreur"), "warn": _("alerte")}.get(kind, _("information"))


def _choice(twin: Twin) -> tuple[str, str]:
    why = _(twin.why)
    if twin.point_id is not None:
        words = _("C’est « %(name)s », déjà connu (%(why)s)", name=twin.name, why=why)
        return f"{ONTO_POINT}:{twin.point_id}", words
    words = _(
        "C’est « %(name)s » de la ligne %(line)d (%(why)s)",
        name=twin.name,
        line=twin.line,
        why=why,
    )
    return f"{ONTO_LINE}:{twin.line}", words
