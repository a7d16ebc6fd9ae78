"""The list of authorisations, the sheet of one, its paper, its renewal."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.authorisations import actions, queries
from app.authorisations.forms import AuthorisationForm, AuthorisationsForm
from app.authorisations.models import Authorisation, AuthorisationKind
from app.authorisations.queries import Filters
from app.authorisations.rules import Standing, standing
from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web import papers
from app.base.web.forms import whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages
from app.partners import queries as partners
from app.partners.staff.door import READERS, WRITERS, heading, may_write

bp = Blueprint("authorisations_staff", __name__, url_prefix="/gestion/autorisations")
BASE = "/gestion/autorisations"
TONES = {
    Standing.VALID: "good",
    Standing.ENDING: "warn",
    Standing.EXPIRED: "bad",
    Standing.WITHDRAWN: "bad",
}
_HEAD = ("pour qui", "genre", "numéro", "délivrée par", "début", "fin", "état", "permet")


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the authorisations that pass the filters, the first to end first."""
    session, today, form = db.session(), clock.today(), AuthorisationsForm()
    query = queries.listed(_filters(form), today)
    if request.args.get("format") == "csv":
        rows = queries.lines(session, query)
        names = _names(rows)
        return csv_answer("autorisations", _HEAD, (_cells(row, names, today) for row in rows))
    leaf = pages(queries.count(session, query))
    rows = queries.lines(session, query, limit=leaf.size, offset=leaf.offset)
    return page(
        "authorisations/staff/index.html",
        form=form,
        rows=rows,
        names=_names(rows),
        standings={row.id: standing(row, today) for row in rows},
        tones=TONES,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d autorisation", "%(num)d autorisations", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        reset=url_for(".index"),
        writes=may_write(),
    )


@bp.get("/nouvelle")
@may(*WRITERS)
def new() -> Response:
    """Show an empty sheet, or that of a renewal (`?suite=<id>`)."""
    form, renews = AuthorisationForm(formdata=None), _renewed()
    form.warn_days.data = "90"
    if renews is not None:
        form.show(renews)
        form.version.data = form.starts.data = form.ends.data = form.number.data = ""
    elif structure := request.args.get("structure", ""):
        form.organisation.data = structure
    return _draw(form, None, renews=renews)


@bp.post("/nouvelle")
@may(*WRITERS)
def create() -> Response:
    """Enter an authorisation, or show the form again with what it lacks."""
    form, renews = AuthorisationForm(), _renewed()
    form.offer(partners.choices(db.session()))
    if not form.validate():
        return _draw(form, None, renews=renews, status=422)
    try:
        made = actions.add(
            db.session(),
            form.facts(),
            actor=current_actor(),
            now=clock.now(),
            paper=papers.sent("file"),
            renews=renews,
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, None, renews=renews, status=422)
    flash(_("L’autorisation est enregistrée."), "success")
    return go(url_for(".edit", authorisation_id=made.id))


@bp.get("/<uuid:authorisation_id>")
@may(*READERS)
def edit(authorisation_id: UUID) -> Response:
    """Show one authorisation."""
    row = queries.authorisation(db.session(), authorisation_id)
    form = AuthorisationForm(formdata=None)
    form.show(row)
    return _draw(form, row)


@bp.post("/<uuid:authorisation_id>")
@may(*WRITERS)
def save(authorisation_id: UUID) -> Response:
    """Correct an authorisation; on a conflict keep what was typed."""
    row = queries.authorisation(db.session(), authorisation_id)
    form = AuthorisationForm()
    form.offer(partners.choices(db.session()))
    if not form.validate():
        return _draw(form, row, status=422)
    try:
        actions.correct(
            db.session(),
            row,
            form.facts(),
            actor=current_actor(),
            now=clock.now(),
            paper=papers.sent("file"),
            seen=whole_number(form.version.data),
        )
    except Stale as refusal:
        form.version.data = str(row.version)
        form.broken(refusal)
        return _draw(form, row, status=409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, row, status=422)
    flash(_("L’autorisation est à jour."), "success")
    return go(url_for(".edit", authorisation_id=row.id))


@bp.post("/<uuid:authorisation_id>/retrait")
@may(*WRITERS)
def withdraw(authorisation_id: UUID) -> Response:
    """Say that an authorisation counts no more."""
    row = queries.authorisation(db.session(), authorisation_id)
    actions.withdraw(db.session(), row, actor=current_actor(), now=clock.now())
    flash(_("L’autorisation ne compte plus. Elle reste dans la liste des retirées."), "success")
    return go(url_for(".edit", authorisation_id=row.id))


@bp.get("/<uuid:authorisation_id>/document")
@may(*READERS)
def paper(authorisation_id: UUID) -> Response:
    """Hand its paper over."""
    row = queries.authorisation(db.session(), authorisation_id)
    if row.sha256 is None or row.filename is None:
        raise NotFound
    return papers.download(row.sha256, row.filename)


def of_structure(organisation_id: UUID) -> Response:
    """Show the authorisations of one structure, those over too."""
    session, today = db.session(), clock.today()
    organisation = partners.organisation(session, organisation_id)
    rows = queries.of_structure(session, organisation.id)
    return page(
        "authorisations/staff/structure.html",
        heading=heading(organisation, "autorisations"),
        rows=rows,
        standings={row.id: standing(row, today) for row in rows},
        tones=TONES,
    )


bp_structure = Blueprint(
    "authorisations_structure", __name__, url_prefix="/gestion/partenaires/<uuid:organisation_id>"
)
bp_structure.get("/autorisations")(may(*READERS)(of_structure))


def _filters(form: AuthorisationsForm) -> Filters:
    kind, state, who = form.said("genre"), form.said("etat"), form.said("qui")
    return Filters(
        kind=AuthorisationKind(kind) if kind else None,
        standing=Standing(state) if state else None,
        ours={"nous": True, "autres": False}.get(who),
    )


def _renewed() -> Authorisation | None:
    """Return the authorisation that a new one follows. Raises NotFound for a forged one."""
    asked = request.args.get("suite", "")
    if not asked:
        return None
    try:
        return queries.authorisation(db.session(), UUID(asked))
    except ValueError:
        raise NotFound from None


def _names(rows: list[Authorisation]) -> dict[UUID, str]:
    return partners.names(db.session(), {r.organisation_id for r in rows if r.organisation_id})


def _cells(row: Authorisation, names: dict[UUID, str], today: date) -> tuple[object, ...]:
    holder = names.get(row.organisation_id, "") if row.organisation_id else _("nous")
    return (
        holder,
        _(row.kind.label),
        row.number,
        row.issuer,
        row.starts,
        row.ends,
        _(standing(row, today).label),
        row.scope,
    )


def _draw(
    form: AuthorisationForm,
    row: Authorisation | None,
    *,
    renews: Authorisation | None = None,
    status: int = 200,
) -> Response:
    form.offer(partners.choices(db.session()))
    here = f"{BASE}/{row.id}" if row else f"{BASE}/nouvelle"
    return page(
        "authorisations/staff/edit.html",
        status=status,
        form=form,
        row=row,
        renews=renews,
        here=f"{here}?suite={renews.id}" if renews else here,
        standing=standing(row, clock.today()) if row else None,
        tones=TONES,
        writes=may_write() and (row is None or row.withdrawn_at is None),
    )
