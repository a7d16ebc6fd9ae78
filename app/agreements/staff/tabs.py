"""A structure's tabs: its agreements, its commitments."""

from uuid import UUID

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.agreements import queries, shown
from app.agreements.queries import promises
from app.agreements.staff.door import READERS
from app.agreements.staff.index import row
from app.base import db
from app.base.core import clock
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.partners import queries as partners
from app.partners.staff.door import heading

bp = Blueprint("agreements_tabs", __name__, url_prefix="/gestion/partenaires")


@bp.get("/<uuid:organisation_id>/conventions")
@may(*READERS)
def agreements(organisation_id: UUID) -> Response:
    """Show a structure's agreements, each with its amendments."""
    organisation = partners.organisation(db.session(), organisation_id)
    found = queries.of_structure(db.session(), organisation_id)
    return page(
        "agreements/staff/of_structure.html",
        heading=heading(organisation, "conventions"),
        crumbs=_crumbs(organisation.name, organisation.id, _("Conventions")),
        rows=[
            row(each, organisation.name)
            | {"amendments": [row(a, organisation.name) for a in found if a.parent_id == each.id]}
            for each in found
            if each.parent_id is None
        ],
    )


@bp.get("/<uuid:organisation_id>/engagements")
@may(*READERS)
def commitments(organisation_id: UUID) -> Response:
    """Show what the structure and we promised each other, and how far it is."""
    organisation = partners.organisation(db.session(), organisation_id)
    today = clock.today()
    held = promises.held(db.session(), today, organisation_id=organisation_id)
    measured = promises.measured(db.session(), held, today)
    return page(
        "agreements/staff/promises_of_structure.html",
        heading=heading(organisation, "engagements"),
        crumbs=_crumbs(organisation.name, organisation.id, _("Engagements")),
        running=[shown.promise(each) for each in measured if each.held.runs_on(today)],
        others=[shown.promise(each) for each in measured if not each.held.runs_on(today)],
    )


def _crumbs(name: str, organisation_id: UUID, here: str) -> list[tuple[str, str]]:
    base = "/gestion/partenaires"
    return [(_("Partenaires"), base), (name, f"{base}/{organisation_id}"), (here, "")]
