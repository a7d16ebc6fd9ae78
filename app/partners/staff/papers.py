"""The papers of a structure: handed in, shared with it, downloaded, withdrawn."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, request
from flask_babel import gettext as _

from app.base import db, files
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.uploads import up_to
from app.partners import actions, downloads, queries, shown
from app.partners.forms import PaperForm
from app.partners.models import Organisation, PaperKind
from app.partners.staff.door import BASE, READERS, WRITERS, heading

bp = Blueprint("partner_papers", __name__, url_prefix=f"{BASE}/<uuid:organisation_id>/documents")
FORM_BYTES = files.MOST_BYTES + 64 * 1024
"""The file and the few words beside it."""
FILELESS = N_("Choisissez un fichier sur votre appareil.")


@bp.get("")
@may(*READERS)
def index(organisation_id: UUID) -> Response:
    """List the papers of a structure."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = PaperForm(formdata=None)
    form.kind.data = PaperKind.OTHER.value
    return _draw(organisation, form)


@bp.post("")
@may(*WRITERS)
@up_to(FORM_BYTES)
def add(organisation_id: UUID) -> Response:
    """Keep a paper, whatever it is called: what it is, its content says."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = PaperForm()
    sent = request.files.get("file")
    if not form.validate():
        return _draw(organisation, form, status=422)
    if sent is None or not sent.filename:
        form.broken(RuleBroken(FILELESS, field="file"))
        return _draw(organisation, form, status=422)
    try:
        kept = files.keep(current_app.config["REBOND"].data_dir, sent.read(), sent.filename)
        actions.add_paper(
            db.session(),
            organisation,
            kept,
            title=form.title.data or kept.filename.rpartition(".")[0],
            kind=form.kind.word or PaperKind.OTHER,
            shared=bool(form.shared.data),
            actor=current_actor(),
            now=clock.now(),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(organisation, form, status=422)
    flash(_("Le document est rangé."), "success")
    return go(f"{BASE}/{organisation.id}/documents")


@bp.get("/<uuid:paper_id>")
@may(*READERS)
def download(organisation_id: UUID, paper_id: UUID) -> Response:
    """Give a paper as a file to save."""
    return downloads.answer(queries.paper(db.session(), organisation_id, paper_id))


@bp.post("/<uuid:paper_id>/partage")
@may(*WRITERS)
def share(organisation_id: UUID, paper_id: UUID) -> Response:
    """Show a paper to the structure, or show it no more."""
    paper = queries.paper(db.session(), organisation_id, paper_id)
    shared = request.form.get("shared") == "1"
    actions.share_paper(db.session(), paper, shared=shared, actor=current_actor(), now=clock.now())
    said = _("La structure voit ce document.") if shared else _("La structure ne le voit plus.")
    flash(said, "success")
    return go(f"{BASE}/{organisation_id}/documents")


@bp.post("/<uuid:paper_id>/retrait")
@may(*WRITERS)
def withdraw(organisation_id: UUID, paper_id: UUID) -> Response:
    """Take a paper back."""
    paper = queries.paper(db.session(), organisation_id, paper_id)
    actions.withdraw_paper(db.session(), paper, actor=current_actor(), now=clock.now())
    flash(_("Le document est retiré : plus personne ne le télécharge."), "success")
    return go(f"{BASE}/{organisation_id}/documents")


def _draw(organisation: Organisation, form: PaperForm, *, status: int = 200) -> Response:
    papers = queries.papers(db.session(), organisation.id)
    return page(
        "partners/staff/papers.html",
        status=status,
        heading=heading(organisation, "documents"),
        form=form,
        weight=shown.weight,
        papers=[paper for paper in papers if paper.withdrawn_at is None],
        withdrawn=[paper for paper in papers if paper.withdrawn_at is not None],
    )
