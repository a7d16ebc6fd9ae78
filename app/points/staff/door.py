"""Who reads the back office of places, who changes them, and the place an address names."""

from typing import Final

from flask_login import current_user

from app.base import db
from app.base.core.errors import NotFound
from app.points import queries
from app.points.models import Point

READERS: Final = ("accueil", "admin", "direction", "partenariats")
WRITERS: Final = ("accueil", "admin", "direction")
LAST_NUMBER: Final = 2**31 - 1
"""The largest that the database's integer holds; a larger one would be an error there."""


def writes() -> bool:
    """Tell whether the signed-in person may change places."""
    return any(current_user.has_role(role) for role in WRITERS)


def point_of(number: int) -> Point:
    """Return a place by its number; raises NotFound."""
    if number > LAST_NUMBER:
        raise NotFound
    return queries.of_id(db.session(), number)
