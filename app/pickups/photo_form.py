"""The page that adds and removes photos of a visit: the asker's and the team's do the same."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import MultipleFileField

from app.base import db
from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.web.forms import Form, sentence_of
from app.pickups import actions, photos
from app.pickups.models import Pickup
from app.pickups.rules import Who
from app.pickups.rules.photos import MOST_PHOTOS, may_change_photos

ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif"


class PhotosForm(Form):
    """Photos to add."""

    photos = MultipleFileField(
        _l("Photos à ajouter"),
        description=_l(
            "JPEG, PNG, WebP ou HEIC, 8 Mo au plus chacune, %(n)d au plus en tout.", n=MOST_PHOTOS
        ),
    )


def add(pickup: Pickup, form: PhotosForm, *, by: Who, actor: Actor) -> bool:
    """Add what was sent; tell whether all of it went well, else the form says what did not.

    Nothing is added unless everything is: who chose the photos sees what became of them.
    """
    try:
        may_change_photos(pickup, by=by, now=clock.now())
        already = [photos.signed(photo.name) for photo in pickup.photos]
        kept, wrong = photos.keep(request.files.getlist("photos"), already)
        for refusal in wrong:
            form.photos.errors = [*form.photos.errors, sentence_of(refusal)]
        if wrong:
            return False
        names = [name for each in kept if (name := photos.name_of(each))]
        new = actions.add_photos(db.session(), pickup, names, by=by, actor=actor, now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return False
    if new:
        flash(ngettext("%(num)d photo ajoutée.", "%(num)d photos ajoutées.", new), "success")
    else:
        flash(_("Aucune nouvelle photo n’a été envoyée."), "info")
    return True


def remove(pickup: Pickup, number: int, *, by: Who, actor: Actor) -> None:
    """Remove a photo; one that is gone already is gone. Raises RuleBroken when it is too late."""
    actions.remove_photo(db.session(), pickup, number, by=by, actor=actor, now=clock.now())
    flash(_("La photo est retirée."), "success")


def shown(pickup: Pickup, form: PhotosForm, *, by: Who, address: str) -> dict[str, Any]:
    """Return what the templates of the page need; `address` is the page's own."""
    why = ""
    try:
        may_change_photos(pickup, by=by, now=clock.now())
    except RuleBroken as refusal:
        why = sentence_of(refusal)
    return {
        "pickup": pickup,
        "form": form,
        "address": address,
        "photos": [photo.number for photo in pickup.photos],
        "room": MOST_PHOTOS - len(pickup.photos),
        "accepted": ACCEPTED,
        "closed": why,
    }
