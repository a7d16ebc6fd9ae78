"""The list of agreements: filtered in the address, sorted, paged, as a file."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.agreements import in_words
from app.agreements.forms import ListForm
from app.agreements.models import Agreement, AgreementKind, AgreementStatus
from app.agreements.queries import desk
from app.agreements.queries.desk import Asked, Line
from app.agreements.queries.promises import stands
from app.agreements.rules import terms
from app.agreements.rules.sheets import terms_of
from app.agreements.rules.states import Turn
from app.agreements.staff.door import READERS, may_write
from app.base import db
from app.base.core import clock
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages, sortable

bp = Blueprint("agreements_staff", __name__, url_prefix="/gestion/conventions")
_HEAD = (
    "référence",
    "structure",
    "titre",
    "objet",
    "état",
    "à qui le tour",
    "début",
    "fin de la période",
    "préavis avant le",
    "reconduction tacite",
)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the agreements that pass the filters."""
    form = ListForm()
    asked = _asked(form)
    sort = form.tri.data if form.tri.data in desk.SORTS else "reference"
    session = db.session()
    if request.args.get("format") == "csv":
        return csv_answer("conventions", _HEAD, map(_cells, desk.lines(session, asked, sort)))
    leaf = pages(desk.count(session, asked))
    lines = desk.lines(session, asked, sort, limit=leaf.size, offset=leaf.offset)
    return page(
        "agreements/staff/index.html",
        form=form,
        rows=[row(line.agreement, line.name) for line in lines],
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d convention", "%(num)d conventions", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        columns=_columns(sort),
        reset=url_for(".index"),
        writes=may_write(),
    )


def row(agreement: Agreement, name: str) -> dict[str, object]:
    """Return one agreement as a list shows it."""
    today = clock.today()
    status = stands(agreement, today)
    known = terms_of(agreement)
    return {
        "row": agreement,
        "name": name,
        "status": status,
        "kind": in_words.KINDS[status],
        "turn": in_words.turn(agreement, _("nous"), name),
        "end": None if agreement.parent_id else terms.term_end(known, today),
        "renews": agreement.parent_id is None and terms.renews(known, today) is not None,
    }


def _asked(form: ListForm) -> Asked:
    status, kind, turn = form.said("etat"), form.said("objet"), form.said("tour")
    return Asked(
        clock.today(),
        AgreementStatus(status) if status else None,
        AgreementKind(kind) if kind else None,
        Turn(turn) if turn else None,
        form.fin.day,
        form.said("structure"),
    )


def _columns(sort: str) -> list[tuple[str, str, str, str]]:
    named = {
        "reference": _("Convention"),
        "structure": _("Structure"),
        "etat": _("État"),
        "fin": _("Fin de la période"),
    }
    sorting = [sortable(key, label, sort=sort) for key, label in named.items()]
    return [*sorting, (_("À qui le tour"), "", "", "")]


def _cells(line: Line) -> tuple[object, ...]:
    agreement, today = line.agreement, clock.today()
    known = terms_of(agreement)
    end = terms.term_end(known, today)
    return (
        agreement.reference,
        line.name,
        agreement.title,
        _(agreement.kind.label),
        _(stands(agreement, today).label),
        in_words.turn(agreement, _("nous"), line.name),
        agreement.starts_on,
        end,
        terms.decide_by(known, end),
        in_words.renewal(agreement),
    )
