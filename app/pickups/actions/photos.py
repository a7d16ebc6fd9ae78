"""Photos added and removed after the booking; files follow rows, never the other way."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.outbox import actions as outbox
from app.pickups import queries
from app.pickups.actions.events import record
from app.pickups.models import Pickup, PickupPhoto
from app.pickups.rules import Who
from app.pickups.rules.photos import may_change_photos, must_fit

FORGET_PHOTOS = "pickup-forget-photos"
"""The job that deletes files once their rows are gone for good."""


def add_photos(  # noqa: PLR0913 - whose hand adds what, when
    session: Session, pickup: Pickup, names: Sequence[str], *, by: Who, actor: Actor, now: datetime
) -> int:
    """Show photos whose files are kept already; return how many are new.

    The same photo twice is one. Raises RuleBroken (field "photos") when it is too late, or
    when they are too many: none is added then.
    """
    _lock(session, pickup)
    may_change_photos(pickup, by=by, now=now)
    known = {photo.name for photo in pickup.photos}
    new = [name for name in dict.fromkeys(names) if name not in known]
    must_fit(len(known) + len(new))
    first = max((photo.number for photo in pickup.photos), default=-1) + 1
    for number, name in enumerate(new, first):
        pickup.photos.append(PickupPhoto(pickup_id=pickup.id, number=number, name=name))
    if new:
        session.flush()
        record(session, pickup, "photograph", actor, now=now, after={"photos": len(pickup.photos)})
    return len(new)


def remove_photo(  # noqa: PLR0913 - whose hand removes what, when
    session: Session, pickup: Pickup, number: int, *, by: Who, actor: Actor, now: datetime
) -> bool:
    """Show a photo no more; tell whether it was there.

    Its file goes by a job, after the commit, unless another visit shows it: a rollback loses
    nothing. Raises RuleBroken (field "photos") when it is too late.
    """
    _lock(session, pickup)
    may_change_photos(pickup, by=by, now=now)
    gone = next((photo for photo in pickup.photos if photo.number == number), None)
    if gone is None:
        return False
    pickup.photos.remove(gone)
    session.flush()
    outbox.job(
        session,
        FORGET_PHOTOS,
        {"names": [gone.name], "spare_young": True},
        dedupe=f"pickup-photo-{pickup.id}-{number}-{now.timestamp():.6f}",
        now=now,
    )
    record(session, pickup, "unphotograph", actor, now=now, after={"photos": len(pickup.photos)})
    return True


def _lock(session: Session, pickup: Pickup) -> None:
    queries.locked(session, pickup)
    session.expire(pickup, ["photos"])
