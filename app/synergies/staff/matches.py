"""Which entries of others fit one, and what one structure needs and offers."""

from uuid import UUID

from flask import Blueprint, Response

from app.base import db
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import pages
from app.partners import queries as partners
from app.partners.staff.door import READERS, heading
from app.synergies import queries
from app.synergies.queries import Filters
from app.synergies.rules.matching import best
from app.synergies.staff.shown import TONES, amount, around, reasons

SHOWN = 30
"""How many entries that fit are shown: nobody calls more."""

bp = Blueprint("synergies_matches", __name__, url_prefix="/gestion")


@bp.get("/synergies/<uuid:synergy_id>/rapprochements")
@may(*READERS)
def matches(synergy_id: UUID) -> Response:
    """Show which entries of others fit, the best first, and why."""
    session = db.session()
    row = queries.entry(session, synergy_id)
    fits = best(queries.fact(row), queries.comparable(session, row), limit=SHOWN)
    others = queries.some(session, [key for key, _how in fits])
    names, towns = around([row, *others.values()])
    return page(
        "synergies/staff/matches.html",
        row=row,
        fits=[(others[key], how.score, reasons(how)) for key, how in fits],
        names=names,
        towns=towns,
        amount=amount,
    )


@bp.get("/partenaires/<uuid:organisation_id>/synergies")
@may(*READERS)
def of_structure(organisation_id: UUID) -> Response:
    """List what one structure needs and offers."""
    session = db.session()
    organisation = partners.organisation(session, organisation_id)
    query = queries.listed(Filters(organisation_id=organisation.id))
    leaf = pages(queries.count(session, query))
    return page(
        "synergies/staff/structure.html",
        heading=heading(organisation, "synergies"),
        rows=queries.lines(session, query, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        tones=TONES,
        amount=amount,
    )
