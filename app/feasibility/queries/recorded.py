"""What the rooms below record of each family: who could give, what we could not take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.clock import LOCAL
from app.catalog.models import CatalogObject, Family
from app.partners.models import Organisation, Supply
from app.pickups.models import Pickup, PickupStatus, PickupThing

NOT_TAKEN: Final = (PickupStatus.REFUSED, PickupStatus.WAITING)


@dataclass(frozen=True)
class Could:
    """What a structure says that it could give in a year, by its last estimate."""

    organisation_id: UUID
    name: str
    family: Family
    year: int
    units: int
    mass_g: int
    source: str


@dataclass(frozen=True)
class Refused:
    """A thing that somebody asked us to fetch and that we refused, or that still waits."""

    pickup_id: UUID
    reference: str
    status: PickupStatus
    thing: str
    family: Family
    units: int
    mass_g: int


def supplies(session: Session, family: Family | None = None) -> list[Could]:
    """Return the last estimate of each open structure, for a family or all, the largest first."""
    last = sa.select(
        col(Supply.organisation_id), col(Supply.family), sa.func.max(col(Supply.year)).label("y")
    ).group_by(col(Supply.organisation_id), col(Supply.family))
    if family is not None:
        last = last.where(col(Supply.family) == family)
    newest = last.subquery()
    rows = session.execute(
        sa.select(
            col(Supply.organisation_id),
            col(Organisation.name),
            col(Supply.family),
            col(Supply.year),
            col(Supply.units),
            col(Supply.mass_g),
            col(Supply.source),
        )
        .join(
            newest,
            sa.and_(
                col(Supply.organisation_id) == newest.c.organisation_id,
                col(Supply.family) == newest.c.family,
                col(Supply.year) == newest.c.y,
            ),
        )
        .join(Organisation, col(Organisation.id) == col(Supply.organisation_id))
        .where(col(Organisation.closed_at).is_(None))
        .order_by(col(Supply.mass_g).desc(), col(Organisation.name), col(Supply.organisation_id))
    )
    return [Could(*row) for row in rows]


def could(found: list[Could]) -> Mapping[Family, int]:
    """Return how many grams structures could give, by family."""
    sums = dict.fromkeys(Family, 0)
    for each in found:
        sums[each.family] += each.mass_g
    return sums


def refused(session: Session, since: date, family: Family | None = None) -> list[Refused]:
    """Return the things refused since a day, and those that wait, whose family is known.

    A visit counts on the day on which it was asked for.
    """
    first = datetime.combine(since, time(), LOCAL).astimezone(UTC)
    query = (
        sa.select(
            col(Pickup.id),
            col(Pickup.reference),
            col(Pickup.status),
            col(PickupThing.name),
            col(CatalogObject.subfamily),
            col(PickupThing.quantity),
            (col(PickupThing.quantity) * col(PickupThing.mass_g)),
        )
        .join(PickupThing, col(PickupThing.pickup_id) == col(Pickup.id))
        .join(CatalogObject, col(CatalogObject.id) == col(PickupThing.object_id))
        .where(col(Pickup.status).in_(NOT_TAKEN), col(Pickup.created_at) >= first)
        .order_by(col(Pickup.created_at).desc(), col(Pickup.reference), col(PickupThing.number))
    )
    if family is not None:
        query = query.where(col(CatalogObject.subfamily).in_(family.subfamilies))
    return [
        Refused(pickup, reference, status, thing, subfamily.family, units, mass_g)
        for pickup, reference, status, thing, subfamily, units, mass_g in session.execute(query)
    ]
