"""The photo of a place: sent, replaced, taken away."""

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _

from app.base import db, pictures
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.points import actions, words
from app.points.forms import PhotoForm
from app.points.models import Point
from app.points.staff.door import READERS, WRITERS, point_of
from app.points.staff.menu import heading

bp = Blueprint("point_photos", __name__, url_prefix="/gestion/points")


@bp.get("/<int:point_id>/photo")
@may(*READERS)
def show(point_id: int) -> Response:
    """Show the photo and the form that replaces it."""
    return _draw(point_of(point_id), PhotoForm(formdata=None))


@bp.post("/<int:point_id>/photo")
@may(*WRITERS)
def send(point_id: int) -> Response:
    """Keep a new photo, made small and rid of what the camera wrote in it."""
    point = point_of(point_id)
    form = PhotoForm()
    try:
        _correct(point, pictures.keep(current_app.config["REBOND"].data_dir, _bytes()))
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(point, form, 422)
    flash(_("La photo est en ligne."), "success")
    return go(url_for(".show", point_id=point_id))


@bp.post("/<int:point_id>/photo/suppression")
@may(*WRITERS)
def remove(point_id: int) -> Response:
    """Show the place without a photo."""
    _correct(point_of(point_id), "")
    flash(_("La fiche n’a plus de photo."), "success")
    return go(url_for(".show", point_id=point_id))


def _bytes() -> bytes:
    """Return the content sent, one byte more than allowed at most."""
    sent = request.files.get("photo")
    content = sent.stream.read(pictures.MOST_BYTES + 1) if sent else b""
    if not content:
        raise RuleBroken(N_("Choisissez une photo sur votre appareil."), field="photo")
    return content


def _correct(point: Point, name: str) -> None:
    actions.correct(db.session(), point, {"photo": name}, actor=current_actor(), now=clock.now())


def _draw(point: Point, form: PhotoForm, status: int = 200) -> Response:
    kept = pictures.NAME.fullmatch(point.photo)
    return page(
        "points/staff/photo.html",
        status=status,
        point=point,
        heading=heading(point, "photo"),
        form=form,
        photo_words=words.photo(point),
        photo_url=f"/photos/{point.photo}" if kept else "",
    )
