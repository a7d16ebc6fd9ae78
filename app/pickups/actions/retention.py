"""Forgetting: what told who lives where is erased, what counts stays."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from app.base.core.actors import SYSTEM
from app.base.core.text import N_
from app.pickups import queries
from app.pickups.actions.events import record
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import summary
from app.slots import actions as slots
from app.slots.queries import locked_wait

NAMELESS = N_("autre objet")


def erase_old(session: Session, *, today: date, now: datetime) -> tuple[int, set[str]]:
    """Erase who, where and when exactly once it was kept long enough.

    Things, commune and month stay. Return how many visits, and the photos that no pickup
    shows any more: their files are the caller's to delete.
    """
    queries.lock_all(session, queries.to_erase(session, today))
    old = queries.to_erase(session, today)
    photos = {photo.name for pickup in old for photo in pickup.photos}
    _leave_the_list(session, old, now)
    for pickup in old:
        _erase(pickup, now)
    session.flush()
    for pickup in old:
        record(session, pickup, "erase", SYSTEM, now=now)
    return len(old), photos - queries.photos_in_use(session, photos)


def _leave_the_list(session: Session, old: Sequence[Pickup], now: datetime) -> None:
    """Offer nothing more to those who can no longer be told."""
    waits = [locked_wait(session, each.wait_id) for each in old if each.wait_id]
    slots.many_days(session)
    for waiting in waits:
        if waiting is not None and waiting.closed_at is None:
            slots.close(session, waiting, now=now)


def _erase(pickup: Pickup, now: datetime) -> None:
    pickup.email = pickup.phone = pickup.address = None
    pickup.access = pickup.contact_name = pickup.reason = None
    pickup.photos.clear()
    for thing in pickup.listed:
        if thing.object_id is None:
            thing.name = NAMELESS
    pickup.things = summary(pickup.listed) or NAMELESS
    visit = pickup.occurrence.day if pickup.occurrence else pickup.created_at.date()
    pickup.month = visit.replace(day=1)
    pickup.occurrence = None
    pickup.hold_id = None
    pickup.created_at = pickup.created_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if pickup.status in {PickupStatus.WAITING, PickupStatus.CALLBACK}:
        pickup.status = PickupStatus.CANCELLED
    pickup.erased_at = now
