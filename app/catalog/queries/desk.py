"""What the staff's list of objects asks: every row light, filtered and sorted as French reads.

The two databases fold and sort accents differently; a thousand rows are few enough for Python.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.text import fold
from app.catalog.models import (
    Battery,
    CatalogObject,
    DataBearing,
    Family,
    Flow,
    ObjectSynonym,
    Subfamily,
)


@dataclass(frozen=True)
class Line:
    """An object as the staff's list shows it; masses in grams, volumes in millilitres."""

    id: int
    slug: str
    name: str
    subfamily: Subfamily
    flow: Flow | None
    mass_g: int
    volume_ml: int
    weight_source: str
    data_bearing: DataBearing
    battery: Battery
    bonus_possible: bool
    retired: bool
    edited_at: datetime | None
    synonyms: tuple[str, ...] = ()

    def says(self, words: Collection[str]) -> bool:
        """Tell whether every one of `words` (folded) begins a word of its names."""
        texts = [fold(text) for text in (self.name, *self.synonyms)]
        held = [f" {text}" for text in texts]
        return all(any(f" {word}" in text for text in held) for word in words)


@dataclass(frozen=True)
class Filters:
    """What the list asks; None and empty ask nothing."""

    text: str = ""
    family: Family | None = None
    flow: Flow | None = None
    without_flow: bool = False
    data: bool | None = None
    edited: bool | None = None
    retired: bool | None = None

    def allow(self, line: Line) -> bool:
        """Tell whether an object passes."""
        return (
            (self.family is None or line.subfamily.family is self.family)
            and (self.flow is None or line.flow is self.flow)
            and (not self.without_flow or line.flow is None)
            and (self.data is None or (line.data_bearing is not DataBearing.NO) == self.data)
            and (self.edited is None or (line.edited_at is not None) == self.edited)
            and (self.retired is None or line.retired == self.retired)
            and line.says(fold(self.text).split()[:8])
        )


SORTS: Final[dict[str, Callable[[Line], Any]]] = {
    "nom": lambda line: (fold(line.name), line.id),
    "famille": lambda line: (list(Subfamily).index(line.subfamily), fold(line.name), line.id),
    "poids": lambda line: (-line.mass_g, fold(line.name), line.id),
    "volume": lambda line: (-line.volume_ml, fold(line.name), line.id),
}
"""Word in the address → a total order."""

_OWN: Final[list[sa.ColumnElement[Any]]] = [
    getattr(CatalogObject, name) for name in Line.__dataclass_fields__ if name != "synonyms"
]


def lines(session: Session, filters: Filters, *, sort: str = "nom") -> Sequence[Line]:
    """Return every object that passes, in order: two statements."""
    words: dict[int, list[str]] = {}
    pairs = sa.select(col(ObjectSynonym.object_id), col(ObjectSynonym.name)).order_by(
        col(ObjectSynonym.id)
    )
    for object_id, name in session.execute(pairs):
        words.setdefault(object_id, []).append(name)
    rows = session.execute(sa.select(*_OWN).order_by(col(CatalogObject.id))).mappings()
    every = (Line(**{**row, "synonyms": tuple(words.get(row["id"], ()))}) for row in rows)
    return sorted(filter(filters.allow, every), key=SORTS.get(sort, SORTS["nom"]))
