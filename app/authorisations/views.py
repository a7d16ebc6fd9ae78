"""What anybody may see: our own authorisations."""

from flask import Blueprint, Response

from app.authorisations import queries
from app.base import db
from app.base.core import clock
from app.base.web.guards import anyone
from app.base.web.hypermedia import page

bp = Blueprint("authorisations", __name__)


@bp.get("/nos-autorisations")
@anyone
def index() -> Response:
    """Show our own authorisations that are public and not over."""
    rows = queries.shown(db.session(), clock.today())
    return page("authorisations/index.html", reading=True, rows=rows)
