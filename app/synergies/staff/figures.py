"""What the synergies brought: totals per year and field, and the records behind each."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.web.fields import decimal
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages
from app.partners import queries as partners
from app.partners.staff.door import READERS
from app.synergies import shown
from app.synergies.forms import FiguresForm
from app.synergies.models import Domain, Measure, Side
from app.synergies.queries import results
from app.synergies.queries.results import Record, Wanted
from app.synergies.rules.results import SCALES

_HEAD = ("jour", "domaine", "mesure", "nombre", "unité", "comment", "besoin", "structure", "offre",
         "structure de l’offre", "précision")  # fmt: skip
bp = Blueprint("synergies_figures", __name__, url_prefix="/gestion/synergies/resultats")


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show what confirmed results add up to, and the records that the filters keep."""
    session, form = db.session(), FiguresForm()
    form.offer(results.years(session))
    wanted = _wanted(form)
    if request.args.get("format") == "csv":
        found = results.records(session, wanted)
        names = _names(found)
        return csv_answer("resultats-des-synergies", _HEAD, (_cells(e, names) for e in found))
    leaf = pages(results.count(session, wanted))
    found = results.records(session, wanted, limit=leaf.size, offset=leaf.offset)
    return page(
        "synergies/staff/figures.html",
        form=form,
        totals=results.totals(session, wanted),
        rows=found,
        names=_names(found),
        said=shown.said,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        count=ngettext("%(num)d résultat confirmé", "%(num)d résultats confirmés", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        reset=url_for(".index"),
    )


def _wanted(form: FiguresForm) -> Wanted:
    year, domain, measure = form.said("annee"), form.said("domaine"), form.said("mesure")
    return Wanted(
        year=int(year) if year else None,
        domain=Domain(domain) if domain else None,
        measure=Measure(measure) if measure else None,
    )


def _names(found: list[Record]) -> dict[UUID, str]:
    owners = {each.pair.of(side).organisation_id for each in found for side in Side}
    return partners.names(db.session(), owners)


def _cells(each: Record, names: dict[UUID, str]) -> tuple[object, ...]:
    row, pair = each.row, each.pair
    return (
        row.day,
        _(pair.need.domain.label),
        _(row.measure.label),
        decimal(row.amount, SCALES[row.measure]),
        row.measure.value,
        _(row.method.label),
        pair.need.title,
        names.get(pair.need.organisation_id, ""),
        pair.offer.title,
        names.get(pair.offer.organisation_id, ""),
        row.words,
    )
