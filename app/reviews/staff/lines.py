"""The records behind a figure, drawn the same whichever page it stands on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.web import french
from app.base.web.guards import opens
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages
from app.partners.registry import Arrival
from app.reviews.rules.years import DAY

HEAD: Final = ("jour", "quoi", "pièces", "kg", "estimé", "source", "passage")


def draw(  # noqa: PLR0913 - the parts of the page
    found: Sequence[Arrival],
    names: Mapping[UUID, str],
    *,
    what: str,
    source: str,
    since: date,
    before: date,
    crumbs: Sequence[tuple[str, str]],
) -> Response:
    """Answer with a page of records, or with all of them as CSV.

    `crumbs` leads back to the figure, the last of them with its address.
    """
    if request.args.get("format") == "csv":
        return csv_answer("releve", HEAD, (_cells(each, names)[:-1] for each in found))
    leaf = pages(len(found))
    return page(
        "reviews/staff/records.html",
        crumbs=[*crumbs, (_("D’où vient ce chiffre"), "")],
        back=crumbs[-1][1],
        rows=[_cells(each, names) for each in found[leaf.offset : leaf.offset + leaf.size]],
        what=what,
        source=source,
        units=sum(each.units for each in found),
        mass_g=sum(each.mass_g for each in found),
        since=since,
        until=before - DAY,
        opens=opens,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d ligne", "%(num)d lignes", len(found)),
        export=export_address(),
    )


def who(source: UUID | None, names: Mapping[UUID, str]) -> str:
    """Return the name of a source; no structure (none, or a nil id) is all residents together."""
    if source is None or not source.int:
        return _("Les habitants")
    return names.get(source, _("structure inconnue"))


def _cells(arrival: Arrival, names: Mapping[UUID, str]) -> tuple[object, ...]:
    return (
        arrival.day,
        arrival.thing,
        arrival.units,
        french.mass(arrival.mass_g),
        _("oui") if arrival.estimated else _("non"),
        who(arrival.organisation_id, names),
        arrival.visit,
        arrival.href,
    )
