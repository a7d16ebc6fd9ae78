"""Whose hand is behind a request of the back office."""

from flask_login import current_user

from app.pickups.rules import Who
from app.pickups.staff.door import WRITERS


def hand() -> Who:
    """Return the team's hand for who may decide, else the driver's."""
    return Who.STAFF if writes() else Who.DRIVER


def writes() -> bool:
    """Tell whether the signed-in person may change a booking."""
    return any(current_user.has_role(role) for role in WRITERS)
