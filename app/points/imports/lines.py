"""What is said of each line of a file, from its cells to what becomes of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.base.core.text import N_
from app.base.tabular.lines import Problem
from app.points.models import Sheet


class Outcome(StrEnum):
    """What becomes of a line; the values are those of the address (`etat=`)."""

    NEW = "nouveau"
    CHANGED = "modifie"
    UNCHANGED = "identique"
    DOUBTFUL = "doublon"
    LEFT_OUT = "ecarte"
    REFUSED = "refuse"

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.NEW: N_("Nouveau lieu"),
    Outcome.CHANGED: N_("Lieu modifié"),
    Outcome.UNCHANGED: N_("Rien ne change"),
    Outcome.DOUBTFUL: N_("Doublon possible"),
    Outcome.LEFT_OUT: N_("Laissé de côté"),
    Outcome.REFUSED: N_("Refusé"),
}


@dataclass(slots=True)
class Draft:
    """The facts that a dialect reads in a record, before anything is checked.

    `columns` says which column each field came from, so that a fault names the column.
    `left_out` says why a line that is right is none of our business.
    """

    number: int
    facts: dict[str, object] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    ref: str = ""
    commune: str = ""
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    left_out: Problem | None = None

    def put(self, name: str, value: object, column: str) -> None:
        """Keep a fact, unless it says nothing, and the column that gave it."""
        if value not in ("", None, ()):
            self.facts[name] = value
            self.columns[name] = column

    def refuse(self, column: str, text: str, /, **values: object) -> None:
        """Add an error: the line will not be imported."""
        self.errors.append(Problem(column, text, values))

    def warn(self, column: str, text: str, /, **values: object) -> None:
        """Add a warning: the line is imported, somebody should look."""
        self.warnings.append(Problem(column, text, values))


@dataclass(frozen=True, slots=True)
class Twin:
    """What a line may be the same place as, and why one thinks so (a message id).

    Either a published point, or an earlier line of the same file, by its `ref`.
    """

    name: str
    why: str
    point_id: int | None = None
    line: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What a line says and what becomes of it; `sheet` is None when it is not imported.

    `point_id` is the point whose imported row this line renews, or joins by decision.
    """

    number: int
    name: str
    ref: str
    outcome: Outcome
    sheet: Sheet | None = None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    twins: tuple[Twin, ...] = ()
    point_id: int | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports decides for the whole file."""

    source: str
    licence: str = ""
    everywhere: bool = False
    fix_hours: bool = False
    fix_positions: bool = False
