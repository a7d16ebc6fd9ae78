"""The places of a structure: listed, on the map, written, closed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import clean
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import actions, queries, shown
from app.partners.forms import SiteForm
from app.partners.models import Organisation, Site
from app.partners.rules.sites import SiteFacts
from app.partners.staff import locating
from app.partners.staff.communes import commune_code
from app.partners.staff.door import BASE, READERS, WRITERS, heading
from app.territory import here
from app.territory import queries as territory

bp = Blueprint("partner_sites", __name__, url_prefix=f"{BASE}/<uuid:organisation_id>/sites")
UNREADABLE = "?"


@bp.get("")
@may(*READERS)
def index(organisation_id: UUID) -> Response:
    """List the places of a structure."""
    session = db.session()
    organisation = queries.organisation(session, organisation_id)
    return page(
        "partners/staff/sites.html",
        heading=heading(organisation, "sites"),
        sites=[(site, shown.place(site)) for site in queries.sites(session, organisation.id)],
        closed=[shown.place(site) for site in queries.closed_sites(session, organisation.id)],
        **_ground(),
    )


@bp.get("/nouveau")
@may(*WRITERS)
def new(organisation_id: UUID) -> Response:
    """Show an empty place."""
    organisation = queries.organisation(db.session(), organisation_id)
    return _draw(organisation, None, SiteForm(formdata=None))


@bp.post("/nouveau")
@may(*WRITERS)
def create(organisation_id: UUID) -> Response:
    """Enter a place."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = SiteForm()
    if "locate" in request.form:
        return _draw(organisation, None, form, located=_locate(form))
    facts = _facts(form)
    if facts is None:
        return _draw(organisation, None, form, status=422)
    try:
        actions.add_site(db.session(), organisation, facts, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(organisation, None, form, status=422)
    flash(_("Le site est enregistré."), "success")
    return go(f"{BASE}/{organisation.id}/sites")


@bp.get("/<uuid:site_id>")
@may(*WRITERS)
def edit(organisation_id: UUID, site_id: UUID) -> Response:
    """Show a place to correct."""
    organisation = queries.organisation(db.session(), organisation_id)
    site = queries.site(db.session(), organisation_id, site_id)
    form = SiteForm(formdata=None)
    facts = SiteFacts.of(site)
    form.name.data, form.address.data, form.main.data = facts.name, facts.address, facts.main
    form.commune.data = here.commune_label(facts.insee)
    form.lat.data, form.lon.data = _degrees(facts.lat), _degrees(facts.lon)
    form.was.data = facts.print
    return _draw(organisation, site, form)


@bp.post("/<uuid:site_id>")
@may(*WRITERS)
def save(organisation_id: UUID, site_id: UUID) -> Response:
    """Correct a place; when somebody else did meanwhile, keep what was typed."""
    session = db.session()
    organisation = queries.organisation(session, organisation_id)
    site = queries.site(session, organisation_id, site_id)
    form = SiteForm()
    if "locate" in request.form:
        return _draw(organisation, site, form, located=_locate(form))
    facts = _facts(form, site)
    if facts is None:
        return _draw(organisation, site, form, status=422)
    try:
        actions.correct_site(
            session,
            site,
            facts,
            actor=current_actor(),
            now=clock.now(),
            seen=form.was.data or "",
        )
    except Stale:
        form.was.data = SiteFacts.of(site).print
        return _draw(organisation, site, form, status=409, stale=shown.place(site))
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(organisation, site, form, status=422)
    flash(_("Le site est à jour."), "success")
    return go(f"{BASE}/{organisation.id}/sites")


@bp.post("/<uuid:site_id>/fermeture")
@may(*WRITERS)
def close(organisation_id: UUID, site_id: UUID) -> Response:
    """Close a place."""
    site = queries.site(db.session(), organisation_id, site_id)
    actions.close_site(db.session(), site, actor=current_actor(), now=clock.now())
    flash(_("Ce site est fermé."), "success")
    return go(f"{BASE}/{organisation_id}/sites")


def _locate(form: SiteForm) -> locating.Located:
    return locating.fill(form, clean(request.form["locate"], limit=200))


def _facts(form: SiteForm, site: Site | None = None) -> SiteFacts | None:
    """Return what the form says; without a position, the commune's centre."""
    valid = form.validate()
    insee = site.insee if site and form.commune.data == here.commune_label(site.insee) else ""
    try:
        insee = insee or commune_code(form.commune.data or "")
        lat, lon = _read_degrees(form, "lat"), _read_degrees(form, "lon")
    except RuleBroken as fault:
        form.broken(fault)
        return None
    if not valid:
        return None
    if lat is None and lon is None:
        town = territory.commune(db.session(), insee)
        lat, lon = town.centre if town else (None, None)
    return SiteFacts(
        insee=insee,
        name=form.name.data or "",
        address=form.address.data or "",
        lat=lat,
        lon=lon,
        main=bool(form.main.data),
    )


def _read_degrees(form: SiteForm, name: str) -> float | None:
    text = (form[name].data or "").replace(",", ".")
    if not text:
        return None
    try:
        degrees = float(text)
    except ValueError:
        raise RuleBroken(locating.NO_NUMBER, field=name) from None
    if degrees != degrees or abs(degrees) > 180:  # noqa: PLR0124, PLR2004 - NaN; degrees
        raise RuleBroken(locating.NO_NUMBER, field=name)
    return round(degrees, 6)


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _ground() -> dict[str, Any]:
    settings = current_app.config["REBOND"]
    return {
        "outline_url": "/territoire.geojson",
        "tiles_url": settings.tiles_url,
        "tiles_credit": settings.tiles_credit,
    }


def _draw(  # noqa: PLR0913 - the state of a page
    organisation: Organisation,
    site: Site | None,
    form: SiteForm,
    *,
    status: int = 200,
    located: locating.Located | None = None,
    stale: str = "",
) -> Response:
    return page(
        "partners/staff/site.html",
        status=status,
        heading=heading(organisation, "sites"),
        site=site,
        form=form,
        located=located,
        stale=stale,
        suggestions=[],
        **_ground(),
    )
