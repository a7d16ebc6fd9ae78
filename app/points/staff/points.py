"""The list of places: filtered in the address, sorted, paged, as a file."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel.sql.expression import SelectOfScalar
from wtforms.fields.choices import SelectChoice

from app.base import db
from app.base.core import clock
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages, sortable
from app.points import queries
from app.points.forms import ListForm
from app.points.models import Point, PointKind
from app.points.queries import desk
from app.points.queries.desk import Line
from app.points.staff.door import READERS, writes
from app.territory import here
from app.territory import queries as territory
from app.territory.rules.places import Found

bp = Blueprint("points_staff", __name__, url_prefix="/gestion/points")
YEAR = timedelta(days=365)
_HEAD = (
    "numéro",
    "nom",
    "genre",
    "adresse",
    "code postal",
    "commune",
    "téléphone",
    "horaires",
    "visible",
    "vérifié le",
    "signalements en attente",
    "source",
)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the places that pass the filters."""
    form = _form()
    query = _query(form, clock.now())
    sort = form.tri.data if form.tri.data in desk.SORTS else "nom"
    if request.args.get("format") == "csv":
        lines = desk.lines(db.session(), query, sort=sort)
        return csv_answer("points", _HEAD, map(_cells, lines))
    leaf = pages(desk.count(db.session(), query))
    lines = desk.lines(db.session(), query, sort=sort, limit=leaf.size, offset=leaf.offset)
    return page(
        "points/staff/index.html",
        form=form,
        lines=lines,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d lieu", "%(num)d lieux", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        columns=_columns(sort),
        reset=url_for(".index"),
        writes=writes(),
    )


def _form() -> ListForm:
    form = ListForm()
    names = desk.source_names(db.session())
    form.source.choices = [*form.source.choices, *(SelectChoice(name, name) for name in names)]
    return form


def _query(form: ListForm, now: datetime) -> SelectOfScalar[Point]:
    """Return the query that the filters ask for; a forged filter asks nothing."""
    insee, words = _commune(form.said("commune"))
    kind, state, lack = form.said("genre"), form.said("etat"), form.said("manque")
    query = queries.listed(
        words=f"{form.said('texte')} {words}",
        kind=PointKind(kind) if kind else None,
        thing=form.said("famille") or None,
        insee=insee,
        source=form.said("source"),
        active={"actifs": True, "inactifs": False}.get(state),
        checked_before=now - YEAR if lack == "verification" else None,
    )
    if lack == "horaires":
        return desk.unknown_hours(query)
    return desk.reported(query) if lack == "signalements" else query


def _commune(text: str) -> tuple[tuple[str, ...], str]:
    """Return the commune meant, else the words to look for in addresses."""
    if not text:
        return (), ""
    answer = territory.resolve(db.session(), text, territory=here.territory(), geocoder=None)
    return ((answer.place.insee,), "") if isinstance(answer, Found) else ((), text)


def _columns(sort: str) -> list[tuple[str, str, str, str]]:
    named = {
        "nom": _("Lieu"),
        "genre": _("Genre"),
        "commune": _("Commune"),
        "verifie": _("Vérifié le"),
    }
    sorting = [sortable(key, label, sort=sort) for key, label in named.items()]
    return [*sorting, (_("Horaires"), "", "", ""), (_("Signalements"), "num", "", "")]


def _cells(line: Line) -> tuple[object, ...]:
    point = line.point
    return (
        point.id,
        point.name,
        _(point.kind.label),
        point.address,
        point.postcode,
        line.commune,
        point.phone,
        point.hours,
        _("oui") if point.active else _("non"),
        point.checked_on,
        line.reports,
        point.source,
    )
