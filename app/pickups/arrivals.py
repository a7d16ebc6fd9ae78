"""What the pickups tell the register: what came, from whom, when, and where one reads it."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.partners.registry import Arrival
from app.pickups.queries import arrivals as queries
from app.pickups.rules.arrivals import Taken, weighed


def arrivals(
    session: Session, since: date, before: date, structures: Collection[UUID] | None
) -> Iterator[Arrival]:
    """Yield what came by pickups, one line a kind of thing; what stayed on the spot is left out."""
    rows = queries.taken(session, since, before, structures)
    for _visit, group in groupby(rows, key=lambda row: row.id):
        yield from _of_visit(list(group))


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
            href=f"/gestion/enlevements/{row.id}",
        )
