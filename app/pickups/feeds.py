"""The secret addresses of the team's calendar."""

import hmac

from flask import current_app

from app.base import db
from app.base.core.codes import token
from app.base.core.errors import NotFound
from app.config import Settings
from app.pickups import queries
from app.pickups.models import PickupFeed


def secret_of(feed: PickupFeed) -> str:
    """Return the secret part of a calendar's address."""
    return token(current_app.config["SECRET_KEY"], "pickup feed", str(feed.id))


def address(feed: PickupFeed) -> str:
    """Return the address that a calendar follows."""
    settings: Settings = current_app.config["REBOND"]
    return f"{settings.base_url}/enlevements/agenda/{secret_of(feed)}.ics"


def by_secret(given: str) -> PickupFeed:
    """Return the living feed of an address. Raises NotFound for any other text.

    Teams are few: each is compared, in constant time, and the address names none of them.
    """
    living = [each for each in queries.feeds(db.session()) if each.revoked_at is None]
    same = [
        each
        for each in living
        if hmac.compare_digest(secret_of(each).encode(), given.encode(errors="replace"))
    ]
    if not same:
        raise NotFound
    return same[0]
