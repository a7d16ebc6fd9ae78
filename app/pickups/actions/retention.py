"""Forgetting: what told who lives where is erased, what counts stays."""

from datetime import date, datetime

from sqlmodel import Session

from app.base.core.actors import SYSTEM
from app.base.core.text import N_
from app.pickups import queries
from app.pickups.actions.events import record
from app.pickups.models import Pickup, PickupStatus

NAMELESS = N_("autre objet")


def erase_old(session: Session, *, today: date, now: datetime) -> tuple[int, set[str]]:
    """Erase who, where and when exactly once it was kept long enough.

    Things, commune and month stay. Return how many visits, and the photos that no pickup
    shows any more: their files are the caller's to delete.
    """
    old = queries.to_erase(session, today)
    photos = {photo.name for pickup in old for photo in pickup.photos}
    for pickup in old:
        _erase(pickup, now)
        record(session, pickup, "erase", SYSTEM, now=now)
    return len(old), photos - queries.photos_in_use(session, photos)


def _erase(pickup: Pickup, now: datetime) -> None:
    pickup.email = pickup.phone = pickup.address = None
    pickup.access = pickup.contact_name = pickup.reason = None
    pickup.photos.clear()
    for thing in pickup.listed:
        if thing.object_id is None:
            thing.name = NAMELESS
    if pickup.listed:
        pickup.things = ", ".join(f"{each.quantity} × {each.name}" for each in pickup.listed)[:600]
    visit = pickup.occurrence.day if pickup.occurrence else pickup.created_at.date()
    pickup.month = visit.replace(day=1)
    pickup.occurrence = None
    pickup.hold_id = None
    pickup.created_at = pickup.created_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if pickup.status in {PickupStatus.WAITING, PickupStatus.CALLBACK}:
        pickup.status = PickupStatus.CANCELLED
    pickup.erased_at = now
