"""Which structure keeps a place, and the places that a structure keeps."""

from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_, clean
from app.base.web.forms import whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages
from app.partners import queries as partners
from app.partners.staff import door as register
from app.points import actions
from app.points.forms import KeeperForm
from app.points.models import Point
from app.points.queries import desk, keepers
from app.points.queries.desk import Line
from app.points.staff.door import READERS, point_of
from app.points.staff.menu import heading

bp = Blueprint("point_keepers", __name__)
OFFERED = 20
CHOOSE = N_("Choisissez une structure de la liste, ou « Aucune structure ».")
_HEAD = ("numéro", "nom", "genre", "adresse", "code postal", "commune", "visible")


@bp.get("/gestion/points/<int:point_id>/structure")
@may(*READERS)
def show(point_id: int) -> Response:
    """Show who keeps a place, and the structures to choose from."""
    point = point_of(point_id)
    form = KeeperForm(formdata=None)
    form.version.data = str(point.version)
    form.organisation.data = str(point.organisation_id or "")
    form.q.data = clean(request.args.get("q", ""), limit=100)
    return _draw(point, form)


@bp.post("/gestion/points/<int:point_id>/structure")
@may(*READERS)
def save(point_id: int) -> Response:
    """Give a place to a structure, or to none."""
    point, form = point_of(point_id), KeeperForm()
    try:
        actions.entrust(
            db.session(),
            point,
            _chosen(form.organisation.data or ""),
            actor=current_actor(),
            now=clock.now(),
            version=whole_number(form.version.data),
        )
    except Stale as refusal:
        form.version.data = str(point.version)
        form.broken(refusal)
        return _draw(point, form, 409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(point, form, 422)
    flash(_("La structure de ce lieu est enregistrée."), "success")
    return go(url_for(".show", point_id=point.id))


@bp.get("/gestion/partenaires/<uuid:organisation_id>/points")
@may(*register.READERS)
def of_structure(organisation_id: UUID) -> Response:
    """List the places that a structure keeps."""
    session = db.session()
    organisation = partners.organisation(session, organisation_id)
    query = keepers.kept_by(organisation_id)
    if request.args.get("format") == "csv":
        return csv_answer("points-d-apport", _HEAD, map(_cells, desk.lines(session, query)))
    leaf = pages(desk.count(session, query))
    return page(
        "points/staff/of_structure.html",
        heading=register.heading(organisation, "points"),
        lines=desk.lines(session, query, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d point d’apport", "%(num)d points d’apport", leaf.total),
        export=export_address(),
        opens=may_open(),
    )


def may_open() -> bool:
    """Tell whether the signed-in person may open the sheets of the places."""
    return any(current_user.has_role(role) for role in READERS)


def _chosen(text: str) -> UUID | None:
    if text == KeeperForm.NOBODY:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise RuleBroken(CHOOSE, field="organisation") from None


def _draw(point: Point, form: KeeperForm, status: int = 200) -> Response:
    session = db.session()
    keeper = keepers.keeper(session, point)
    offered = list(keepers.candidates(session, form.q.data or "", OFFERED + 1))
    return page(
        "points/staff/keeper.html",
        status=status,
        point=point,
        heading=heading(point, "structure"),
        form=form,
        keeper=keeper,
        offered=[each for each in offered[:OFFERED] if each is not keeper],
        more=len(offered) > OFFERED,
        nobody=KeeperForm.NOBODY,
    )


def _cells(line: Line) -> tuple[object, ...]:
    point = line.point
    return (
        point.id,
        point.name,
        _(point.kind.label),
        point.address,
        point.postcode,
        line.commune,
        _("oui") if point.active else _("non"),
    )
