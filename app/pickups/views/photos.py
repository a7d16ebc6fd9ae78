"""Photos of the things, shown to who sent them."""

from flask import Response

from app.base.core.errors import NotFound
from app.base.web.guards import anyone
from app.pickups.links import by_secret, private
from app.pickups.photos import name_of, shown
from app.pickups.views.door import bp


@bp.get("/photos/<given>")
@anyone
def draft_photo(given: str) -> Response:
    """Show a photo to who just sent it."""
    name = name_of(given)
    if name is None:
        raise NotFound
    return private(shown(name))


@bp.get("/<secret>/photos/<int:number>")
@anyone
def photo(secret: str, number: int) -> Response:
    """Show a photo of a pickup to who holds its link."""
    found = next((each for each in by_secret(secret).photos if each.number == number), None)
    if found is None:
        raise NotFound
    return private(shown(found.name))
