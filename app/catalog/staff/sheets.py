"""The sheet of one object: written, checked, its history shown."""

from dataclasses import fields
from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.audit import queries as trail
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.catalog import actions, queries
from app.catalog.forms import ObjectForm
from app.catalog.models import CatalogObject
from app.catalog.rules.corrections import Correction
from app.catalog.staff import in_words, trying
from app.catalog.staff.door import READERS, WRITERS, may_write, object_of
from app.catalog.staff.in_words import Change

bp = Blueprint("catalog_sheets", __name__, url_prefix="/gestion/objets")


@bp.get("/nouveau")
@may(*WRITERS)
def new() -> Response:
    """Show an empty sheet."""
    return _draw(ObjectForm(formdata=None), None)


@bp.post("/nouveau")
@may(*WRITERS)
def create() -> Response:
    """Add an object of the territory's own, or show the form again with what it lacks."""
    form = ObjectForm()
    if not form.validate():
        return _draw(form, None, status=422)
    try:
        row = actions.add(db.session(), form.correction(), actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, None, status=422)
    flash(_("L’objet est dans le dictionnaire."), "success")
    return go(url_for(".edit", object_id=row.id))


@bp.get("/<int:object_id>")
@may(*READERS)
def edit(object_id: int) -> Response:
    """Show an object, its history, and a box to try the search."""
    row = object_of(object_id)
    form = ObjectForm(formdata=None)
    form.fill(_known(row))
    _remember(form, row)
    return _draw(form, row)


@bp.post("/<int:object_id>")
@may(*WRITERS)
def save(object_id: int) -> Response:
    """Write the sheet; on a conflict keep what was typed and show what changed."""
    row = object_of(object_id, locked=True)
    form = ObjectForm()
    if not form.validate():
        return _draw(form, row, status=422)
    try:
        actions.correct(
            db.session(),
            row,
            form.correction(),
            actor=current_actor(),
            now=clock.now(),
            seen=form.seen(),
        )
    except Stale:
        _remember(form, row)
        told = in_words.compared(_known(row), form.correction())
        return _draw(form, row, status=409, conflict=told)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, row, status=422)
    flash(_("L’objet est à jour. La recherche en tient compte dès maintenant."), "success")
    return go(url_for(".edit", object_id=object_id))


def _known(row: CatalogObject) -> Correction:
    """Return an object as a correction that would change nothing."""
    names = [field.name for field in fields(Correction) if field.name != "synonyms"]
    words = tuple(queries.synonyms(db.session(), row.id))
    return Correction(**{name: getattr(row, name) for name in names}, synonyms=words)


def _remember(form: ObjectForm, row: CatalogObject) -> None:
    form.version.data = row.touched_at.isoformat()


def _draw(
    form: ObjectForm,
    row: CatalogObject | None,
    *,
    status: int = 200,
    conflict: list[Change] | None = None,
) -> Response:
    here = url_for(".edit", object_id=row.id) if row else url_for(".new")
    return page(
        "catalog/staff/edit.html",
        swaps=("try-it",),
        status=status,
        form=form,
        row=row,
        conflict=conflict,
        history=_history(row),
        writes=may_write(),
        trial=trying.answer(),
        here=here,
    )


def _history(row: CatalogObject | None) -> list[dict[str, Any]]:
    """Return what happened to the object, newest first, in words."""
    if row is None:
        return []
    return [
        {
            "at": entry.at,
            "who": entry.actor,
            "did": in_words.verb(entry.verb),
            "changes": in_words.changes(entry.before or {}, entry.after or {}),
        }
        for entry in trail.of_subject(db.session(), actions.subject(row), limit=20)
    ]
