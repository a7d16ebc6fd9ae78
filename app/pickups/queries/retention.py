"""What is kept long enough: visits to erase, photos that somebody still shows."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.base.core import clock
from app.pickups.models import (
    Pickup,
    PickupPhoto,
)
from app.pickups.rules import KEPT_DAYS
from app.slots.models import SlotOccurrence

_SEEN = (
    joinedload(Pickup.occurrence),  # type: ignore[arg-type]
    joinedload(Pickup.commune),  # type: ignore[arg-type]
    joinedload(Pickup.policy),  # type: ignore[arg-type]
    selectinload(Pickup.listed),  # type: ignore[arg-type]
)


def lock_all(session: Session, pickups: Collection[Pickup]) -> None:
    """Lock the rows of many pickups until the commit, in one order."""
    session.execute(
        sa.select(col(Pickup.id))
        .where(col(Pickup.id).in_([each.id for each in pickups]))
        .order_by(col(Pickup.id))
        .with_for_update()
    ).all()


def to_erase(session: Session, today: date) -> Sequence[Pickup]:
    """Return the pickups whose contact has been kept long enough: since the visit, else since
    the asking.
    """  # noqa: D205 - one question
    before = today - timedelta(days=KEPT_DAYS)
    return (
        session.exec(
            select(Pickup)
            .outerjoin(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
            .where(
                col(Pickup.erased_at).is_(None),
                sa.or_(
                    col(SlotOccurrence.day) < before,
                    sa.and_(
                        col(Pickup.occurrence_id).is_(None),
                        col(Pickup.created_at) < clock.instant(before, clock.MIDNIGHT),
                    ),
                ),
            )
            .options(*_SEEN, selectinload(Pickup.photos))  # type: ignore[arg-type]
            .order_by(col(Pickup.id))
        )
        .unique()
        .all()
    )


def photos_in_use(session: Session, names: Collection[str]) -> set[str]:
    """Return which of these photos a pickup still shows."""
    found = session.exec(
        select(PickupPhoto.name)
        .where(col(PickupPhoto.name).in_(names))
        .order_by(col(PickupPhoto.name))
    )
    return set(found)


def photo_names(session: Session) -> set[str]:
    """Return every photo that a pickup shows."""
    return set(session.exec(select(PickupPhoto.name).order_by(col(PickupPhoto.name))))
