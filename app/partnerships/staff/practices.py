"""Good practices: listed, written, exported for another territory."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.text import fold
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import export_address, pages
from app.catalog.models import Family
from app.partners.staff.door import READERS, WRITERS, may_write
from app.partnerships.actions import practices as actions
from app.partnerships.forms.lists import PracticeListForm
from app.partnerships.forms.others import PracticeForm
from app.partnerships.models import GoodPractice, Step
from app.partnerships.queries import practices as queries
from app.partnerships.queries.practices import Wanted
from app.partnerships.rules import sharing
from app.partnerships.rules.sharing import SharedNote
from app.partnerships.staff.door import BOARD, tabs

bp = Blueprint("good_practices", __name__, url_prefix=f"{BOARD}/bonnes-pratiques")


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the notes that pass the filters."""
    form = PracticeListForm()
    wanted = _wanted(form)
    leaf = pages(queries.count(db.session(), wanted), 20)
    return page(
        "partnerships/staff/practices.html",
        tabs=tabs("pratiques"),
        form=form,
        rows=queries.lines(db.session(), wanted, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d note", "%(num)d notes", leaf.total),
        active=form.narrowed(),
        share=export_address().replace(f"{BOARD}/bonnes-pratiques", url_for(".export"), 1),
        reset=url_for(".index"),
        writes=may_write(),
    )


@bp.get("/export.json")
@may(*READERS)
def export() -> Response:
    """Send the notes that pass the filters as a file for another installation."""
    settings = current_app.config["REBOND"]
    rows = queries.lines(db.session(), _wanted(PracticeListForm()), limit=sharing.MOST_NOTES)
    notes = [SharedNote(r.id, actions.facts_of(r), r.written_on, r.origin) for r in rows]
    text = sharing.written(notes, origin=settings.territory_name, on=clock.today())
    named = f"bonnes-pratiques-{clock.today().isoformat()}.json"
    return Response(
        text,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{named}"'},
    )


@bp.get("/nouvelle")
@may(*WRITERS)
def new() -> Response:
    """Show an empty note; the address may say at which step it is written."""
    form = PracticeForm(formdata=None)
    step = request.args.get("etape", "")
    form.steps.data = [step] if step in set(Step) else []
    return _draw(None, form)


@bp.post("/nouvelle")
@may(*WRITERS)
def create() -> Response:
    """Write a note."""
    form = PracticeForm()
    if form.validate():
        try:
            made = actions.add(db.session(), form.facts(), actor=current_actor(), now=clock.now())
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("La note est enregistrée."), "success")
            return go(url_for(".show", practice_id=made.id))
    return _draw(None, form, status=422)


@bp.get("/<uuid:practice_id>")
@may(*READERS)
def show(practice_id: UUID) -> Response:
    """Show a note."""
    row = _known(practice_id)
    form = PracticeForm(formdata=None)
    form.fill(actions.facts_of(row), row.version)
    return _draw(row, form)


@bp.post("/<uuid:practice_id>")
@may(*WRITERS)
def save(practice_id: UUID) -> Response:
    """Change a note."""
    row, form, status = _known(practice_id), PracticeForm(), 422
    if form.validate():
        try:
            actions.correct(
                db.session(),
                row,
                form.facts(),
                actor=current_actor(),
                now=clock.now(),
                seen=form.seen,
            )
        except Stale as refusal:
            status = 409
            form.broken(refusal)
            form.version.data = str(row.version)
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("La note est à jour."), "success")
            return go(url_for(".show", practice_id=practice_id))
    return _draw(row, form, status=status)


@bp.post("/<uuid:practice_id>/retrait")
@may(*WRITERS)
def withdraw(practice_id: UUID) -> Response:
    """Put a note away."""
    actions.withdraw(db.session(), _known(practice_id), actor=current_actor(), now=clock.now())
    flash(_("La note est retirée."), "success")
    return go(url_for(".index"))


def _known(practice_id: UUID) -> GoodPractice:
    row = queries.practice(db.session(), practice_id)
    if row.withdrawn_at is not None:
        raise NotFound
    return row


def _wanted(form: PracticeListForm) -> Wanted:
    family, step = form.said("famille"), form.said("etape")
    return Wanted(
        family=Family(family) if family else None,
        step=Step(step) if step else None,
        words=fold(form.said("texte")),
    )


def _draw(row: GoodPractice | None, form: PracticeForm, *, status: int = 200) -> Response:
    return page(
        "partnerships/staff/practice.html",
        status=status,
        row=row,
        form=form,
        here=url_for(".show", practice_id=row.id) if row else url_for(".new"),
        writes=may_write(),
        opened=status != 200,  # noqa: PLR2004 - plain OK
    )
