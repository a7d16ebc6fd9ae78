"""Photos of a visit: shown, added and removed by the team."""

from uuid import UUID

from flask import Response, current_app, send_file, url_for

from app.base import db, pictures
from app.base.core.errors import NotFound
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.uploads import up_to
from app.pickups import photo_form, queries
from app.pickups.asking import MORE_BYTES
from app.pickups.models import Pickup
from app.pickups.photo_form import PhotosForm
from app.pickups.rules import Who
from app.pickups.staff.door import READERS, WRITERS, bp


@bp.get("/<uuid:pickup_id>/photos/<int:number>")
@may(*READERS)
def photo(pickup_id: UUID, number: int) -> Response:
    """Send a photo that the asker joined."""
    pickup = queries.by_id(db.session(), pickup_id)
    name = next((each.name for each in pickup.photos if each.number == number), "")
    path = pictures.find(current_app.config["REBOND"].data_dir, name, pictures.PICKUPS)
    if path is None:
        raise NotFound
    answer = send_file(path.resolve(), mimetype="image/webp", etag=False)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<uuid:pickup_id>/photos")
@may(*WRITERS)
def photos(pickup_id: UUID) -> Response:
    """Show the photos, to add and to remove."""
    return _draw(queries.by_id(db.session(), pickup_id), PhotosForm(formdata=None))


@bp.post("/<uuid:pickup_id>/photos")
@up_to(MORE_BYTES)
@may(*WRITERS)
def add_photos(pickup_id: UUID) -> Response:
    """Add photos to a booking."""
    pickup, form = queries.by_id(db.session(), pickup_id), PhotosForm()
    if not photo_form.add(pickup, form, by=Who.STAFF, actor=current_actor()):
        return _draw(pickup, form, 422)
    return go(url_for(".photos", pickup_id=pickup.id))


@bp.post("/<uuid:pickup_id>/photos/<int:number>/retrait")
@may(*WRITERS)
def remove_photo(pickup_id: UUID, number: int) -> Response:
    """Remove a photo."""
    pickup = queries.by_id(db.session(), pickup_id)
    photo_form.remove(pickup, number, by=Who.STAFF, actor=current_actor())
    return go(url_for(".photos", pickup_id=pickup.id))


def _draw(pickup: Pickup, form: PhotosForm, status: int = 200) -> Response:
    address = url_for("pickups_staff.photos", pickup_id=pickup.id)
    context = photo_form.shown(pickup, form, by=Who.STAFF, address=address)
    return page("pickups/staff/photos.html", **context, status=status)
