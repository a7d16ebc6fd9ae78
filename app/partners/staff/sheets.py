"""The sheet of a structure: entered, prefilled, corrected, closed."""

from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import clean
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import actions, companies, queries
from app.partners.forms import NewForm, SheetForm
from app.partners.models import Organisation
from app.partners.queries import lists, twins
from app.partners.rules import OrganisationFacts
from app.partners.rules.sites import SiteFacts
from app.partners.staff import choosing, drafts, prefill
from app.partners.staff.communes import commune_code
from app.partners.staff.door import BASE, READERS, WRITERS, heading
from app.territory import here
from app.territory import queries as territory

bp = Blueprint("partner_sheets", __name__, url_prefix=BASE)


@bp.get("/nouveau")
@may(*WRITERS)
def new() -> Response:
    """Show an empty sheet."""
    form = NewForm(formdata=None)
    form.kind.data = form.activity.data = ""
    return _draw_new(form)


@bp.post("/nouveau")
@may(*WRITERS)
def create() -> Response:
    """Enter a structure with its main place; those that look like it are shown first."""
    form = NewForm()
    if prefill.asked():
        return _draw_new(form, prefilled=prefill.fill(form))
    valid = form.validate()
    facts, site = drafts.read(form), _site(form)
    if not valid or facts is None or form.commune.errors:
        return _draw_new(form, status=422)
    alike = twins.like(db.session(), facts.name, facts.siret)
    if alike and "sure" not in request.form:
        return _draw_new(form, alike=alike)
    try:
        made = _enter(facts, site)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw_new(form, status=422)
    flash(_("La structure est au registre."), "success")
    return go(f"{BASE}/{made.id}")


@bp.get("/<uuid:organisation_id>/fiche")
@may(*WRITERS)
def edit(organisation_id: UUID) -> Response:
    """Show the sheet of a structure to correct."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = SheetForm(formdata=None)
    drafts.fill(form, organisation)
    return _draw(form, organisation)


@bp.post("/<uuid:organisation_id>/fiche")
@may(*WRITERS)
def save(organisation_id: UUID) -> Response:
    """Correct a sheet; when somebody else did meanwhile, keep what was typed."""
    session = db.session()
    organisation = queries.organisation(session, organisation_id)
    form = SheetForm()
    if prefill.asked():
        return _draw(form, organisation, prefilled=prefill.fill(form))
    valid = form.validate()
    facts = drafts.read(form)
    if not valid or facts is None:
        return _draw(form, organisation, status=422)
    try:
        changed = actions.correct(
            session,
            organisation,
            facts,
            actor=current_actor(),
            now=clock.now(),
            seen=drafts.seen(form),
        )
    except Stale:
        form.version.data = str(organisation.version)
        return _draw(form, organisation, status=409, stale=True)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, organisation, status=422)
    flash(_("La fiche est à jour.") if changed else _("Rien n’a changé."), "success")
    return go(f"{BASE}/{organisation.id}")


@bp.post("/<uuid:organisation_id>/fermeture")
@may(*WRITERS)
def close(organisation_id: UUID) -> Response:
    """Follow a structure no more."""
    organisation = queries.organisation(db.session(), organisation_id)
    actions.close(db.session(), organisation, actor=current_actor(), now=clock.now())
    flash(_("Cette structure n’est plus suivie. Son histoire reste."), "success")
    return go(f"{BASE}/{organisation.id}")


@bp.post("/<uuid:organisation_id>/reouverture")
@may(*WRITERS)
def reopen(organisation_id: UUID) -> Response:
    """Follow a structure again."""
    organisation = queries.organisation(db.session(), organisation_id)
    actions.reopen(db.session(), organisation, actor=current_actor(), now=clock.now())
    flash(_("Cette structure est de nouveau suivie."), "success")
    return go(f"{BASE}/{organisation.id}")


@bp.get("/suggestions")
@may(*READERS)
def suggestions() -> Response:
    """Propose structures while one types the name of another."""
    typed = next(
        (request.args[name] for name in ("parent", "introducer", "avec") if name in request.args),
        "",
    )
    words = clean(typed, limit=100)
    found = lists.like(db.session(), words) if words else []
    return page(
        "partners/staff/_structure_suggestions.html", labels=list(map(choosing.label, found))
    )


def _enter(facts: OrganisationFacts, site: SiteFacts | None) -> Organisation:
    session, actor, now = db.session(), current_actor(), clock.now()
    made = actions.add(session, facts, actor=actor, now=now)
    if site is not None:
        actions.add_site(session, made, site, actor=actor, now=now)
    return made


def _site(form: NewForm) -> SiteFacts | None:
    """Return the main place typed, at its commune's centre; None without one."""
    if not (form.commune.data or form.address.data):
        return None
    try:
        insee = commune_code(form.commune.data or "")
    except RuleBroken as fault:
        form.broken(fault)
        return None
    town = territory.commune(db.session(), insee)
    lat, lon = town.centre if town else (None, None)
    return SiteFacts(insee, address=form.address.data or "", lat=lat, lon=lon, main=True)


def _draw_new(
    form: NewForm,
    *,
    status: int = 200,
    prefilled: prefill.Prefilled | None = None,
    alike: list[Organisation] | None = None,
) -> Response:
    return page(
        "partners/staff/new.html",
        status=status,
        form=form,
        prefilled=prefilled,
        alike=alike,
        looks_up=companies.is_on(),
        labels=[],
        suggestions=here.suggest(form.commune.data or "") if form.commune.data else [],
    )


def _draw(
    form: SheetForm,
    organisation: Organisation,
    *,
    status: int = 200,
    prefilled: prefill.Prefilled | None = None,
    stale: bool = False,
) -> Response:
    return page(
        "partners/staff/edit.html",
        status=status,
        form=form,
        heading=heading(organisation, "identite"),
        prefilled=prefilled,
        stale=stale,
        looks_up=companies.is_on(),
        labels=[],
    )
