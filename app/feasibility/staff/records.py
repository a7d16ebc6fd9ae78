"""The records behind a measured figure: who could give, what we did not take, who waits."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound
from app.base.core.text import N_
from app.base.web import french
from app.base.web.guards import may, opens
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages
from app.feasibility.picture import Portrait, portrait
from app.feasibility.staff.door import BASE, READERS, address, family_of
from app.partners import queries as partners
from app.pickups.models import PickupStatus

bp = Blueprint("feasibility_records", __name__, url_prefix=BASE)
Row = tuple[str, str, object, str, str]
"""What, detail, pieces, kilograms, address (empty when this person may not open it)."""
TITLES: Final[Mapping[str, str]] = {
    "gisement": N_("Ce que des structures disent pouvoir donner"),
    "non-pris": N_("Ce que nous n’avons pas pris, ou qui attend"),
    "en-attente": N_("Qui attend des choses de cette famille"),
}
HEADS: Final[Mapping[str, tuple[str, str]]] = {
    "gisement": (N_("Structure"), N_("Dernière estimation")),
    "non-pris": (N_("Objet"), N_("Enlèvement")),
    "en-attente": (N_("Demande"), N_("De qui, depuis quand")),
}


@bp.get("/<product_family>/releve/<measured>")
@may(*READERS)
def show(product_family: str, measured: str) -> Response:
    """List the records of one figure of a family."""
    if measured not in TITLES:
        raise NotFound
    family = family_of(product_family)
    found = portrait(db.session(), family, clock.today())
    rows = _ROWS[measured](found)
    head = HEADS[measured]
    if request.args.get("format") == "csv":
        names = (_(head[0]), _(head[1]), _("pièces"), _("poids"))
        return csv_answer(f"faisabilite-{measured}", names, (row[:4] for row in rows))
    leaf = pages(len(rows))
    return page(
        "feasibility/staff/records.html",
        title=_(TITLES[measured]),
        family=family,
        head=[_(each) for each in head],
        rows=rows[leaf.offset : leaf.offset + leaf.size],
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d ligne", "%(num)d lignes", len(rows)),
        export=export_address(),
        back=address(family),
        amounts=measured != "en-attente",
        guessed=measured == "en-attente" and any(each.guessed for each in found.waiting),
    )


def _supplies(found: Portrait) -> list[Row]:
    return [
        (
            each.name,
            f"{each.year} · {each.source}",
            each.units or "–",
            french.mass(each.mass_g) if each.mass_g else "–",
            f"/gestion/partenaires/{each.organisation_id}/gisement",
        )
        for each in found.could
    ]


def _refused(found: Portrait) -> list[Row]:
    states = {PickupStatus.REFUSED: _("refusé"), PickupStatus.WAITING: _("liste d’attente")}
    return [
        (
            each.thing,
            f"{each.reference} · {states[each.status]}",
            each.units,
            french.mass(each.mass_g),
            href if opens(href := f"/gestion/enlevements/{each.pickup_id}") else "",
        )
        for each in found.refused
    ]


def _waiting(found: Portrait) -> list[Row]:
    structures: set[UUID] = {e.organisation_id for e in found.waiting if e.organisation_id}
    names = partners.names(db.session(), structures)
    return [
        (
            each.words,
            " · ".join(
                part
                for part in (
                    names.get(each.organisation_id, "") if each.organisation_id else "",
                    french.short_day(each.day),
                )
                if part
            ),
            "–",
            "–",
            each.href,
        )
        for each in found.waiting
    ]


_ROWS: Final[Mapping[str, Callable[[Portrait], list[Row]]]] = {
    "gisement": _supplies,
    "non-pris": _refused,
    "en-attente": _waiting,
}
