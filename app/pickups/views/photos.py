"""Photos of the things: shown to who sent them, added and removed until the cut-off."""

from flask import Response, url_for

from app.base.core.actors import VISITOR
from app.base.core.errors import NotFound
from app.base.web.guards import anyone
from app.base.web.hypermedia import go, page
from app.base.web.limits import limit
from app.base.web.uploads import up_to
from app.pickups import photo_form
from app.pickups.asking import MORE_BYTES
from app.pickups.links import by_secret, private
from app.pickups.models import Pickup
from app.pickups.photo_form import PhotosForm
from app.pickups.photos import name_of, shown
from app.pickups.rules import Who
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


@bp.get("/<secret>/photos")
@anyone
def photos(secret: str) -> Response:
    """Show the photos, to add and to remove."""
    return _draw(by_secret(secret), secret, PhotosForm(formdata=None))


@bp.post("/<secret>/photos")
@up_to(MORE_BYTES)
@anyone
@limit("40 per hour")
def add_photos(secret: str) -> Response:
    """Add photos to a booking."""
    pickup, form = by_secret(secret), PhotosForm()
    if not photo_form.add(pickup, form, by=Who.ASKER, actor=VISITOR):
        return _draw(pickup, secret, form, 422)
    return go(url_for(".photos", secret=secret))


@bp.post("/<secret>/photos/<int:number>/retrait")
@anyone
@limit("40 per hour")
def remove_photo(secret: str, number: int) -> Response:
    """Remove a photo."""
    photo_form.remove(by_secret(secret), number, by=Who.ASKER, actor=VISITOR)
    return go(url_for(".photos", secret=secret))


def _draw(pickup: Pickup, secret: str, form: PhotosForm, status: int = 200) -> Response:
    address = url_for("pickups.photos", secret=secret)
    context = photo_form.shown(pickup, form, by=Who.ASKER, address=address)
    return private(page("pickups/photos.html", secret=secret, **context, status=status))
