"""Pages about the site itself, and the pulse of the server."""

import sqlalchemy as sa
from flask import Blueprint, Response, current_app

from app.base import db
from app.base.web.guards import anyone
from app.base.web.hypermedia import page

bp = Blueprint("about", __name__)


@bp.get("/<any(accessibilite, 'mentions-legales', confidentialite, 'plan-du-site'):name>")
@anyone
def show(name: str) -> Response:
    """Show one of the pages about the site."""
    settings = current_app.config["REBOND"]
    return page(f"about/{name.replace('-', '_')}.html", reading=True, settings=settings)


@bp.get("/healthz")
@anyone
def health() -> Response:
    """Answer "ok" when the database answers."""
    db.session().execute(sa.text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
