"""Which structure gives the things of a visit, and the visits of one structure."""

from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.forms import sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages
from app.partners import queries as partners
from app.partners.staff.door import READERS as REGISTER
from app.partners.staff.door import heading
from app.pickups import queries, rules
from app.pickups.actions.giving import give_from
from app.pickups.models import Pickup
from app.pickups.queries import arrivals
from app.pickups.staff import words
from app.pickups.staff.door import WRITERS, bp

_HEAD = ("référence", "passage", "commune", "à prendre", "état")
bp_structure = Blueprint("pickups_structure", __name__, url_prefix="/gestion/partenaires")


@bp.post("/<uuid:pickup_id>/structure")
@may(*WRITERS)
def give(pickup_id: UUID) -> Response:
    """Note which structure gives the things, or that a resident does."""
    pickup = queries.by_id(db.session(), pickup_id)
    try:
        chosen = UUID(request.form.get("structure") or "0" * 32)
    except ValueError:
        chosen = UUID(int=1)
    giver = chosen if chosen.int else None
    try:
        give_from(db.session(), pickup, giver, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        flash(sentence_of(refusal), "danger")
    else:
        flash(_("C’est noté."), "success")
    return go(url_for(".show", pickup_id=pickup.id))


@bp_structure.get("/<uuid:organisation_id>/enlevements")
@may(*REGISTER)
def of_structure(organisation_id: UUID) -> Response:
    """List the visits to one structure: no address, no contact."""
    session = db.session()
    organisation = partners.organisation(session, organisation_id)
    total = arrivals.count_of_structure(session, organisation.id)
    if request.args.get("format") == "csv":
        found = arrivals.of_structure(session, organisation.id, limit=total, offset=0)
        return csv_answer("enlevements", _HEAD, map(_cells, found))
    leaf = pages(total)
    rows = arrivals.of_structure(session, organisation.id, limit=leaf.size, offset=leaf.offset)
    return page(
        "pickups/staff/of_structure.html",
        heading=heading(organisation, "enlevements"),
        rows=[(row, *_cells(row)) for row in rows],
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d enlèvement", "%(num)d enlèvements", total),
        export=export_address(),
        books=any(current_user.has_role(role) for role in WRITERS),
    )


def _cells(pickup: Pickup) -> tuple[str, ...]:
    return (
        pickup.reference,
        words.when(pickup),
        pickup.commune.name,
        pickup.things,
        _(rules.LABELS[pickup.status]),
    )
