"""The list of structures and the sheet of one."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from flask_babel import ngettext

from app.base import db
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import export_address, pages
from app.partners import queries
from app.partners.queries import lists
from app.partners.staff.door import READERS, heading, may_write

bp = Blueprint("partners_staff", __name__, url_prefix="/gestion/partenaires")


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the structures."""
    session = db.session()
    leaf = pages(lists.count(session))
    return page(
        "partners/staff/index.html",
        rows=lists.lines(session, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d structure", "%(num)d structures", leaf.total),
        export=export_address(),
        reset=url_for(".index"),
        writes=may_write(),
    )


@bp.get("/<uuid:organisation_id>")
@may(*READERS)
def show(organisation_id: UUID) -> Response:
    """Show who a structure is."""
    organisation = queries.organisation(db.session(), organisation_id)
    return page("partners/staff/show.html", heading=heading(organisation, "identite"))
