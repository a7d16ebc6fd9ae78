"""The list of structures and the sheet of one."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages, sortable
from app.catalog.models import Family
from app.partners import queries, shown
from app.partners.forms import StructureFilters
from app.partners.models import Activity, Level, OrganisationKind, Public
from app.partners.queries import lists
from app.partners.queries.lists import Asked
from app.partners.staff import columns
from app.partners.staff.door import BASE, READERS, heading, may_write
from app.territory import here
from app.territory import queries as territory
from app.territory.rules.places import Found

bp = Blueprint("partners_staff", __name__, url_prefix=BASE)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the structures that pass the filters."""
    session, form = db.session(), StructureFilters()
    asked = _asked(form)
    sort = form.tri.data if form.tri.data in lists.SORTS else "nom"
    if request.args.get("format") == "csv":
        rows = lists.lines(session, asked, sort=sort)
        parents = queries.names(
            session, [each for row in rows if (each := row.organisation.parent_id)]
        )
        return csv_answer("structures", columns.HEAD, (columns.cells(row, parents) for row in rows))
    leaf = pages(lists.count(session, asked))
    return page(
        "partners/staff/index.html",
        form=form,
        rows=lists.lines(session, asked, sort=sort, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d structure", "%(num)d structures", leaf.total),
        active=form.narrowed(),
        columns=_columns(sort),
        export=export_address(),
        reset=url_for(".index"),
        writes=may_write(),
        more=bool(form.role.ticked or any(map(form.said, _MORE))),
    )


@bp.get("/<uuid:organisation_id>")
@may(*READERS)
def show(organisation_id: UUID) -> Response:
    """Show who a structure is."""
    session = db.session()
    organisation = queries.organisation(session, organisation_id)
    head = heading(organisation, "identite")
    above = {organisation.parent_id, organisation.introduced_by_id} - {None}
    return page(
        "partners/staff/show.html",
        heading=head,
        facts=shown.facts(organisation),
        note=organisation.note,
        names=queries.names(session, {each for each in above if each}),
        subsidiaries=queries.subsidiaries(session, organisation.id),
        introduced=queries.introduced(session, organisation.id),
        members=queries.members(session, organisation.id),
    )


_MORE = ("public", "activite", "echelle", "carte", "etat")
"""Filters that stand folded until one of them is used."""


def _asked(form: StructureFilters) -> Asked:
    """Return what the filters ask; a forged one asks nothing."""
    insee, words = _commune(form.said("commune"))
    kind, public = form.said("type"), form.said("public")
    activity, family, level = form.said("activite"), form.said("famille"), form.said("echelle")
    return Asked(
        words=form.said("texte"),
        kind=OrganisationKind(kind) if kind else None,
        insee=insee if not words else "",
        roles=form.role.ticked,
        public=Public(public) if public else None,
        activity=Activity(activity) if activity else None,
        family=Family(family) if family else None,
        level=Level(level) if level else None,
        listed={"oui": True, "non": False}.get(form.said("carte")),
        closed={"fermees": True, "toutes": None}.get(form.said("etat"), False),
    )


def _commune(text: str) -> tuple[str | None, str]:
    """Return the commune meant; the words alone when they mean none, which nothing lies in."""
    if not text:
        return None, ""
    answer = territory.resolve(db.session(), text, territory=here.territory(), geocoder=None)
    return (answer.place.insee, "") if isinstance(answer, Found) else (None, text)


def _columns(sort: str) -> list[tuple[str, str, str, str]]:
    named = {"nom": _("Structure"), "type": _("Type"), "commune": _("Commune")}
    sorting = [sortable(key, label, sort=sort) for key, label in named.items()]
    added = sortable("ajout", _("Ajoutée le"), sort=sort, order="descending")
    return [*sorting, (_("Ce qu’elle fait"), "", "", ""), added]
