"""A line of a file as it is read, and what is wrong with it, before anybody asks what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.base.core.errors import RuleBroken


class ImportRefused(RuleBroken):
    """The file as a whole cannot be read; the sentence says what to do instead."""


LINE = ""
"""The column of a problem that concerns the whole line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or to be known, about one cell: a French message id and its values."""

    column: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence, its places filled."""
        return self.text % self.values if self.values else self.text

    def to_json(self) -> list[object]:
        """Return the problem as plain JSON."""
        return [self.column, self.text, dict(self.values)]


@dataclass(frozen=True, slots=True)
class Record:
    """One line as the file holds it: cells by column, or why it could not be cut into cells.

    `position` is latitude and longitude as text when they come from a geometry; `ref` is the
    file's own identifier when it comes from elsewhere than a column.
    """

    number: int
    cells: Mapping[str, str]
    position: tuple[str, str] | None = None
    ref: str = ""
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
