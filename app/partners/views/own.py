"""A structure's own space: its sheet as the register keeps it, and who of it may enter."""

from flask import Blueprint, Response

from app.base import db
from app.base.web.hypermedia import page
from app.partners import own, queries, shown

bp = Blueprint("own_partner", __name__, url_prefix=own.BASE)


@bp.get("")
@own.member_roles()
def show() -> Response:
    """Show the structure its own sheet."""
    session, organisation = db.session(), own.organisation()
    return page(
        "partners/own/show.html",
        heading=own.heading("fiche"),
        facts=shown.facts(organisation),
        places=[shown.place(site) for site in queries.sites(session, organisation.id)],
        members=queries.members(session, organisation.id),
    )
