"""What a structure could give in a year, family by family."""

from itertools import groupby
from uuid import UUID

from flask import Blueprint, Response, flash
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.catalog.models import Family
from app.partners import actions, queries
from app.partners.forms import SupplyForm
from app.partners.models import Organisation
from app.partners.rules.supplies import SupplyFacts
from app.partners.staff.door import BASE, READERS, WRITERS, heading

bp = Blueprint("partner_supplies", __name__, url_prefix=f"{BASE}/<uuid:organisation_id>/gisement")


@bp.get("")
@may(*READERS)
def index(organisation_id: UUID) -> Response:
    """Show the estimates, the last year first."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = SupplyForm(formdata=None)
    form.year.data = str(clock.today().year)
    form.family.data = Family.EEE.value
    return _draw(organisation, form)


@bp.post("")
@may(*WRITERS)
def estimate(organisation_id: UUID) -> Response:
    """Note an estimate; the same year and family again replaces it."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = SupplyForm()
    if not form.validate():
        return _draw(organisation, form, status=422)
    facts = SupplyFacts(
        year=form.year.number or 0,
        family=form.family.word or Family.AUTRES,
        units=form.units.number or 0,
        mass_g=form.mass.scaled or 0,
        source=form.source.data or "",
    )
    try:
        actions.estimate(db.session(), organisation, facts, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(organisation, form, status=422)
    flash(_("L’estimation est notée."), "success")
    return go(f"{BASE}/{organisation.id}/gisement")


@bp.post("/<uuid:supply_id>/suppression")
@may(*WRITERS)
def drop(organisation_id: UUID, supply_id: UUID) -> Response:
    """Forget an estimate."""
    row = queries.supply_of(db.session(), organisation_id, supply_id)
    actions.drop_estimate(db.session(), row, actor=current_actor(), now=clock.now())
    flash(_("L’estimation est effacée."), "success")
    return go(f"{BASE}/{organisation_id}/gisement")


def _draw(organisation: Organisation, form: SupplyForm, *, status: int = 200) -> Response:
    rows = queries.supplies(db.session(), organisation.id)
    years = [(year, list(of_year)) for year, of_year in groupby(rows, key=lambda row: row.year)]
    return page(
        "partners/staff/supplies.html",
        status=status,
        heading=heading(organisation, "gisement"),
        form=form,
        years=[
            {
                "year": year,
                "rows": of_year,
                "units": sum(row.units for row in of_year),
                "mass_g": sum(row.mass_g for row in of_year),
            }
            for year, of_year in years
        ],
    )
