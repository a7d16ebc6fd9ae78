"""The list of objects: filtered in the address, sorted, paged, as a file."""

from collections.abc import Sequence

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages, sortable
from app.catalog.forms import ListForm, ThousandthsField
from app.catalog.models import Battery, DataBearing, Family, Flow
from app.catalog.queries import desk
from app.catalog.queries.desk import Filters, Line
from app.catalog.staff import in_words, trying
from app.catalog.staff.door import READERS, may_write

bp = Blueprint("catalog_staff", __name__, url_prefix="/gestion/objets")
_HEAD = (
    "numéro",
    "nom",
    "autres mots",
    "famille",
    "sorte",
    "flux",
    "poids en kg",
    "volume en l",
    "source du poids",
    "données",
    "batterie",
    "bonus réparation",
    "modifié ici le",
    "retiré",
)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the objects that pass the filters; the box below tries the search."""
    form = ListForm()
    sort = form.tri.data if form.tri.data in desk.SORTS else "nom"
    lines = desk.lines(db.session(), _filters(form), sort=sort)
    if request.args.get("format") == "csv":
        return csv_answer("objets", _HEAD, map(_cells, lines))
    leaf = pages(len(lines))
    return page(
        "catalog/staff/index.html",
        swaps=("try-it",),
        form=form,
        litres=in_words.litres,
        lines=lines[leaf.offset : leaf.offset + leaf.size],
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d objet", "%(num)d objets", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        columns=_columns(sort),
        reset=url_for(".index"),
        writes=may_write(),
        trial=trying.answer(),
        here=url_for(".index"),
    )


def _filters(form: ListForm) -> Filters:
    """Return what the filters ask for; a forged one asks nothing."""
    family, flow = form.said("famille"), form.said("flux")
    return Filters(
        text=form.said("texte"),
        family=Family(family) if family else None,
        flow=Flow(flow) if flow and flow != "aucun" else None,
        without_flow=flow == "aucun",
        data={"oui": True, "non": False}.get(form.said("donnees")),
        edited={"ici": True, "livre": False}.get(form.said("origine")),
        retired={"": False, "retires": True}.get(form.said("etat")),
    )


def _columns(sort: str) -> Sequence[tuple[str, str, str, str]]:
    return [
        sortable("nom", _("Objet"), sort=sort),
        sortable("famille", _("Famille"), sort=sort),
        (_("Flux"), "", "", ""),
        sortable("poids", _("Poids"), "num", sort=sort, order="descending"),
        sortable("volume", _("Volume"), "num", sort=sort, order="descending"),
        (_("À savoir"), "", "", ""),
    ]


def _cells(line: Line) -> tuple[object, ...]:
    held = {"no": _("non"), "possible": _("peut-être"), "yes": _("oui")}
    data: DataBearing = line.data_bearing
    battery: Battery = line.battery
    return (
        line.id,
        line.name,
        ", ".join(line.synonyms),
        _(line.subfamily.family.label),
        _(line.subfamily.label),
        _(line.flow.label) if line.flow else "",
        ThousandthsField.written(line.mass_g),
        ThousandthsField.written(line.volume_ml),
        line.weight_source,
        held[data],
        held[battery],
        _("oui") if line.bonus_possible else _("non"),
        clock.local(line.edited_at).date() if line.edited_at else "",
        _("oui") if line.retired else _("non"),
    )
