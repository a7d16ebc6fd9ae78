"""What came in by visits that took something."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.catalog.models import CatalogObject
from app.pickups.models import Pickup, PickupStatus, PickupThing
from app.slots.models import SlotOccurrence

FETCHED = (PickupStatus.DONE, PickupStatus.LEFT)


def taken(
    session: Session, since: date, before: date, structures: Collection[UUID] | None
) -> Sequence[sa.Row[tuple[object, ...]]]:
    """Return what each visit of some days took, one row a kind of thing, visit by visit.

    A visit whose day is erased counts on the first day of its month.
    """
    day = sa.func.coalesce(col(SlotOccurrence.day), col(Pickup.month))
    statement = (
        sa.select(
            col(Pickup.id),
            col(Pickup.reference),
            col(Pickup.organisation_id),
            col(Pickup.noted_mass_g),
            day.label("day"),
            col(PickupThing.name),
            (col(PickupThing.quantity) - col(PickupThing.left_quantity)).label("units"),
            col(PickupThing.mass_g),
            col(CatalogObject.slug),
            col(CatalogObject.subfamily),
        )
        .select_from(Pickup)
        .join(PickupThing, col(PickupThing.pickup_id) == col(Pickup.id))
        .outerjoin(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
        .outerjoin(CatalogObject, col(CatalogObject.id) == col(PickupThing.object_id))
        .where(col(Pickup.status).in_(FETCHED), day >= since, day < before)
        .order_by(day, col(Pickup.id), col(PickupThing.number))
    )
    if structures is not None:
        statement = statement.where(col(Pickup.organisation_id).in_(structures))
    return session.execute(statement).all()


def of_structure(
    session: Session, organisation_id: UUID, *, limit: int, offset: int
) -> Sequence[Pickup]:
    """Return the visits to a structure, the newest first."""
    return (
        session.execute(
            sa.select(Pickup)
            .where(col(Pickup.organisation_id) == organisation_id)
            .order_by(col(Pickup.created_at).desc(), col(Pickup.id))
            .limit(limit)
            .offset(offset)
            .options(sa.orm.joinedload(Pickup.occurrence), sa.orm.joinedload(Pickup.commune))  # type: ignore[arg-type]
        )
        .scalars()
        .all()
    )


def count_of_structure(session: Session, organisation_id: UUID) -> int:
    """Return how many visits a structure asked for."""
    counted = sa.select(sa.func.count(col(Pickup.id))).where(
        col(Pickup.organisation_id) == organisation_id
    )
    return int(session.execute(counted).scalar_one())
