"""What happened to a structure, newest first, in words."""

from uuid import UUID

from flask import Blueprint, Response
from flask_babel import ngettext

from app.accounts.staff.journal import changes
from app.base import db
from app.base.audit import queries as trail
from app.base.web import telling
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import pages
from app.partners import queries
from app.partners.staff.door import BASE, READERS, heading

bp = Blueprint("partner_journal", __name__, url_prefix=f"{BASE}/<uuid:organisation_id>/journal")


@bp.get("")
@may(*READERS)
def index(organisation_id: UUID) -> Response:
    """Tell who changed what of a structure, and of those merged into it, and when."""
    session = db.session()
    organisation = queries.organisation(session, organisation_id)
    ids = [organisation.id, *queries.merged_into(session, organisation.id)]
    subjects = [f"organisation:{each}" for each in ids]
    leaf = pages(trail.count_of_subjects(session, subjects))
    entries = trail.of_subjects(session, subjects, limit=leaf.size, offset=leaf.offset)
    return page(
        "partners/staff/journal.html",
        heading=heading(organisation, "journal"),
        said=ngettext("%(num)d changement", "%(num)d changements", leaf.total),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        entries=[
            {
                "at": entry.at,
                "who": entry.actor,
                "did": telling.of(entry.room).verb(entry.verb),
                "changes": changes(entry),
            }
            for entry in entries
        ],
    )
