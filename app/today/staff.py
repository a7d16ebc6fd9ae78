"""The first page of the back office, and the search by code."""

from flask import Blueprint, Response, request

from app.base import db
from app.base.core import clock
from app.base.core.text import clean
from app.base.web import showcase
from app.base.web.guards import may
from app.base.web.hypermedia import go, page
from app.today import rail, tasks

bp = Blueprint("today", __name__, url_prefix="/gestion")
STAFF = (
    "direction",
    "accueil",
    "atelier",
    "partenariats",
    "dons",
    "chauffeur",
    "admin",
    "mediation",
)


@bp.get("")
@may(*STAFF)
def index() -> Response:
    """Show what waits today, for the roles of who looks."""
    found = tasks.waiting(db.session(), today=clock.today(), now=clock.now())
    waiting = [task for task in found if rail.opens(task.door)]
    return page("today/index.html", waiting=waiting, ways=rail.ways())


@bp.get("/recherche")
@may(*STAFF)
def find() -> Response:
    """Go to the one thing a code or name means, or list what looks like it."""
    code = clean(request.args.get("code", ""), limit=100)
    found = [hit for hit in tasks.find(db.session(), code) if rail.opens(hit.door)]
    if len(found) == 1:
        return go(found[0].url)
    return page("today/find.html", code=code, found=found)


@bp.get("/composants")
@may(*STAFF)
def components() -> Response:
    """Show every component in every state, for who builds screens."""
    return page("components/index.html", **showcase.context())
