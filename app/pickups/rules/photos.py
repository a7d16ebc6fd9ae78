"""Who may add or remove photos of the things, and how many a visit has."""

from datetime import datetime

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules.states import LIVE, Who
from app.pickups.rules.times import can_change

MOST_PHOTOS = 4
OPEN = LIVE | {PickupStatus.WAITING, PickupStatus.CALLBACK}
TOO_LATE = N_(
    "Le passage est trop proche pour changer les photos ici. Appelez-nous : nous ferons au mieux."
)
OVER = N_("Ce passage est terminé : ses photos ne changent plus.")
TOO_MANY = N_("%(n)d photos au plus : retirez-en une avant d’en ajouter.")


def may_change_photos(pickup: Pickup, *, by: Who, now: datetime) -> None:
    """Raise RuleBroken unless the photos of a visit may still change by this hand.

    The asker's until the cut-off of the terms, the team's as long as the visit is open.
    """
    if pickup.erased_at is not None or pickup.status not in OPEN:
        raise RuleBroken(OVER, field="photos")
    visit = pickup.occurrence
    if by is not Who.ASKER or visit is None:
        return
    if not can_change(pickup.policy, visit.starts_at, now=now):
        raise RuleBroken(TOO_LATE, field="photos")


def must_fit(number: int) -> None:
    """Raise RuleBroken when a visit would have more photos than it may."""
    if number > MOST_PHOTOS:
        raise RuleBroken(TOO_MANY, field="photos", n=MOST_PHOTOS)
