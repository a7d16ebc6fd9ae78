"""Good practices of another installation: looked at first, then taken over."""

import base64
import binascii
import zlib

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners.staff.door import WRITERS
from app.partnerships.actions import practices as actions
from app.partnerships.actions.practices import Taken
from app.partnerships.forms.others import ImportForm
from app.partnerships.rules import sharing
from app.partnerships.rules.sharing import SharedNote
from app.partnerships.staff.door import BOARD, tabs

bp = Blueprint("good_practice_imports", __name__, url_prefix=f"{BOARD}/bonnes-pratiques/import")


@bp.get("")
@may(*WRITERS)
def index() -> Response:
    """Ask for the file."""
    return _draw(ImportForm(formdata=None))


@bp.post("")
@may(*WRITERS)
def look() -> Response:
    """Show what the file would change, or take it over once that was seen."""
    form = ImportForm()
    if not form.validate():
        return _draw(form, status=422)
    packed = form.packed.data or ""
    try:
        notes = _read(form, packed)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, status=422)
    if not packed:
        return _draw(form, taken=actions.compared(db.session(), notes))
    taken = actions.take_over(db.session(), notes, actor=current_actor(), now=clock.now())
    flash(ngettext("%(num)d note importée.", "%(num)d notes importées.", taken.count), "success")
    return go(url_for("good_practices.index"))


def _read(form: ImportForm, packed: str) -> list[SharedNote]:
    """Return the notes of the file sent, or of the one that was looked at just before."""
    if packed:
        return sharing.read(_unpacked(packed))
    sent = form.file.data
    if not sent or not getattr(sent, "filename", ""):
        raise RuleBroken(_("Choisissez le fichier à importer."), field="file")
    content = sent.read(sharing.MOST_BYTES + 1)
    notes = sharing.read(content)
    form.packed.data = base64.b64encode(zlib.compress(content, 9)).decode("ascii")
    return notes


def _unpacked(packed: str) -> bytes:
    """Return the file that a page carried, never more than a file may weigh."""
    try:
        content = base64.b64decode(packed, validate=True)
        return zlib.decompressobj().decompress(content, sharing.MOST_BYTES + 1)
    except (binascii.Error, zlib.error, ValueError):
        raise RuleBroken(sharing.NO_FILE, field="file") from None


def _draw(form: ImportForm, *, status: int = 200, taken: Taken | None = None) -> Response:
    return page(
        "partnerships/staff/practice_import.html",
        status=status,
        tabs=tabs("pratiques"),
        form=form,
        taken=taken,
    )
