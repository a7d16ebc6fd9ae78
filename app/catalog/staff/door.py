"""Who reads the back office of objects, who changes them, and the object an address names."""

from typing import Final

from flask_login import current_user

from app.base import db
from app.base.core.errors import NotFound
from app.catalog.models import CatalogObject

READERS: Final = ("accueil", "admin", "atelier", "direction")
WRITERS: Final = ("accueil", "admin", "direction")
LAST_NUMBER: Final = 2**31 - 1
"""The largest that the database's integer holds; a larger one would be an error there."""


def may_write() -> bool:
    """Tell whether the signed-in person may change the dictionary."""
    return any(current_user.has_role(role) for role in WRITERS)


def object_of(number: int, *, locked: bool = False) -> CatalogObject:
    """Return an object by its number, its row held until the commit when `locked`.

    Raises NotFound.
    """
    row = None
    if number <= LAST_NUMBER:
        row = db.session().get(CatalogObject, number, with_for_update=locked or None)
    if row is None:
        raise NotFound
    return row
