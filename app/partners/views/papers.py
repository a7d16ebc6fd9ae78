"""The papers that the team shares with a structure."""

from uuid import UUID

from flask import Blueprint, Response

from app.base import db
from app.base.web.hypermedia import page
from app.partners import downloads, own, queries, shown

bp = Blueprint("own_papers", __name__, url_prefix=f"{own.BASE}/documents")


@bp.get("")
@own.member_roles()
def index() -> Response:
    """List the papers shared with the structure."""
    papers = queries.papers(db.session(), own.organisation().id, shared=True)
    return page(
        "partners/own/papers.html",
        heading=own.heading("documents"),
        papers=papers,
        weight=shown.weight,
    )


@bp.get("/<uuid:paper_id>")
@own.member_roles()
def download(paper_id: UUID) -> Response:
    """Give a shared paper as a file to save."""
    organisation_id = own.organisation().id
    return downloads.answer(queries.paper(db.session(), organisation_id, paper_id, shared=True))
