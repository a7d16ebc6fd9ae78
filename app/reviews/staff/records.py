"""The records behind each figure of a review."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core.errors import NotFound
from app.base.web.guards import may, opens
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages
from app.partners import queries as partners
from app.partners.registry import Arrival, Ending, registry
from app.partners.staff.door import BASE, READERS
from app.reviews import shown
from app.reviews.queries import yearly
from app.reviews.reading import Reading, reading
from app.reviews.rules import yearly as rules
from app.reviews.staff import lines

bp = Blueprint("review_records", __name__, url_prefix=f"{BASE}/<uuid:organisation_id>/bilan")
_VISITS = ("jour", "passage", "fin", "restés sur place", "pourquoi")


@bp.get("/releve")
@may(*READERS)
def records(organisation_id: UUID) -> Response:
    """List what a figure counts: `par` and `quoi`, `de` (tous), `quand` (avant, apres)."""
    read = reading(partners.organisation(db.session(), organisation_id))
    since, before, found = _counted(read)
    names = partners.names(db.session(), {a.organisation_id for a in found if a.organisation_id})
    here = url_for("review_staff.show", organisation_id=organisation_id, annee=read.days.year)
    par, quoi = request.args.get("par", ""), request.args.get("quoi")
    return lines.draw(
        found,
        names,
        what=shown.name_of(par, quoi) if quoi is not None else _("tout"),
        source="" if request.args.get("de") == "tous" else read.organisation.name,
        since=since,
        before=before,
        crumbs=[(read.organisation.name, here)],
    )


@bp.get("/passages")
@may(*READERS)
def visits(organisation_id: UUID) -> Response:
    """List how visits ended, with what the crew wrote: for us only, it may name somebody."""
    read = reading(partners.organisation(db.session(), organisation_id))
    wanted = request.args.get("fin", "")
    if wanted and wanted not in {each.value for each in Ending}:
        raise NotFound
    some = registry.visits(db.session(), read.days.first, read.days.before, {organisation_id})
    found = [each for each in some if not wanted or each.ending.value == wanted]
    rows = [
        (each.day, each.reference, _(shown.ENDINGS[each.ending]), each.left, each.why, each.href)
        for each in reversed(found)
    ]
    if request.args.get("format") == "csv":
        return csv_answer("passages", _VISITS, (row[:-1] for row in rows))
    leaf = pages(len(rows))
    here = url_for("review_staff.show", organisation_id=organisation_id, annee=read.days.year)
    return page(
        "reviews/staff/visits.html",
        organisation=read.organisation,
        back=here,
        rows=rows[leaf.offset : leaf.offset + leaf.size],
        days=read.days,
        opens=opens,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d passage", "%(num)d passages", len(rows)),
        export=export_address(),
    )


def _counted(read: Reading) -> tuple[date, date, Sequence[Arrival]]:
    """Return the days asked for, and what came in them. Raises NotFound."""
    asked = request.args
    since, before = read.days.first, read.days.before
    if asked.get("quand"):
        joined = yearly.joined(db.session(), read.organisation.id)
        days = yearly.compared_days(joined, read.days, asked["quand"])
        if days is None:
            raise NotFound
        since, before = days
    if asked.get("de", "") not in {"", "tous"}:
        raise NotFound
    if asked.get("de"):
        found = list(registry.arrivals(db.session(), since, before))
    else:
        found = [each for each in read.arrivals if since <= each.day < before]
    if asked.get("quoi") is None:
        return since, before, found
    key = {"famille": rules.family_of, "objet": rules.thing_of}.get(asked.get("par", ""))
    if key is None:
        raise NotFound
    return since, before, [each for each in found if key(each) == asked["quoi"]]
