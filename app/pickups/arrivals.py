"""What the pickups tell the register: what came, how visits ended, and where one reads it."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app.base.audit.unchanged import while_unchanged
from app.base.core import clock
from app.partners.registry import Arrival, Ending, Sum, Told, Total, Visit
from app.pickups.models import PickupStatus
from app.pickups.queries import arrivals as queries
from app.pickups.rules.arrivals import Taken, weighed

ADDRESS: Final = "/gestion/enlevements"
WATCHED: Final = ("catalog", "partners", "pickups")
"""The rooms whose changes change what came."""
_ENDINGS: Final = {
    PickupStatus.DONE: Ending.DONE,
    PickupStatus.LEFT: Ending.LEFT,
    PickupStatus.ABSENT: Ending.ABSENT,
    PickupStatus.REFUSED: Ending.REFUSED,
    PickupStatus.CANCELLED: Ending.CANCELLED,
}


def arrivals(
    session: Session, since: date, before: date, structures: Collection[UUID] | None
) -> Iterator[Arrival]:
    """Yield what came by pickups, one line a kind of thing; what stayed on the spot is left out."""
    rows = queries.taken(session, since, before, structures)
    for _visit, group in groupby(rows, key=lambda row: row.id):
        yield from _of_visit(list(group))


def visits(
    session: Session, since: date, before: date, structures: Collection[UUID] | None
) -> Iterator[Visit]:
    """Yield how pickups ended; one that is still to come has no ending."""
    rows: Any = queries.ended(session, since, before, structures)
    for row in rows:
        ending = _ENDINGS[row.status]
        yield Visit(
            organisation_id=row.organisation_id,
            day=row.day or clock.local(row.created_at).date(),
            ending=Ending.PARTLY if ending is Ending.DONE and row.left else ending,
            left=row.left,
            why=row.reason or "",
            reference=row.reference,
            href=f"{ADDRESS}/{row.id}",
        )


def totals(session: Session, since: date, before: date) -> Iterator[Total]:
    """Yield what came by pickups, month by month and source by source."""
    rows: Any = queries.totals(session, since, before)
    for row in rows:
        first = date(int(row.year), int(row.month), 1)
        yield Total(row.organisation_id, first, int(row.units), int(row.mass_g))


def sums(session: Session, since: date, before: date) -> Iterator[Sum]:
    """Yield what came by pickups, source by source and thing by thing."""
    key = ("sums", since, before)
    yield from while_unchanged(session, WATCHED, key, lambda: _sums(session, since, before))


def _sums(session: Session, since: date, before: date) -> list[Sum]:
    rows: Any = queries.sums(session, since, before)
    return [
        Sum(
            structure,
            subfamily.family if subfamily else None,
            name,
            int(units),
            int(mass_g),
            int(estimated_g),
        )
        for structure, subfamily, name, units, mass_g, estimated_g in rows
    ]


def _of_visit(rows: list[Any]) -> Iterator[Arrival]:
    left_with = [row for row in rows if row.units > 0]
    masses = weighed([Taken(row.units, row.mass_g) for row in left_with], rows[0].noted_mass_g)
    for row, mass_g in zip(left_with, masses, strict=True):
        yield Arrival(
            organisation_id=row.organisation_id,
            day=row.day,
            family=row.subfamily.family if row.subfamily else None,
            thing=row.name,
            units=row.units,
            mass_g=mass_g,
            estimated=row.noted_mass_g is None,
            visit=row.reference,
            href=f"{ADDRESS}/{row.id}",
            told=Told(row.condition.value),
        )
