"""Whom we lean on over twelve months, what stops with whom, and the records behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound
from app.base.web import french
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address
from app.catalog.models import Family
from app.partners import queries as partners
from app.partners.registry import Arrival, Sum, registry
from app.reviews import queries
from app.reviews.forms import DependencyForm
from app.reviews.rules.dependency import (
    By,
    Dependence,
    Measure,
    Share,
    dependences,
    lost,
    year_before,
)
from app.reviews.staff import lines

READERS: Final = ("admin", "direction", "partenariats")
RESIDENTS: Final = "habitants"
TOLD: Final = 5
"""Sources told beside the first; the export has them all."""
bp = Blueprint("dependency", __name__, url_prefix="/gestion/dependance")
_HEAD = ("quoi", "total", "source", "quantité", "part (%)")


@dataclass(frozen=True)
class Told:
    """One line of shares, in words: who, how much, which part, where the records are."""

    who: str
    amount: str
    percent: int
    records: str


@dataclass(frozen=True)
class Line:
    """One family or object: how much came, from whom, and whether it hangs by a thread."""

    name: str
    whole: str
    first: Told | None
    others: list[Told]
    more: int
    """How many sources more there are than those told."""
    records: str
    tone: str
    said: str


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show the share of the first source, and what would stop with one structure."""
    session, form = db.session(), DependencyForm()
    since, before = year_before(clock.today())
    arrivals = list(registry.sums(session, since, before))
    givers = {each.organisation_id for each in arrivals if each.organisation_id}
    names = partners.names(session, givers)
    form.offer(sorted(names.items(), key=lambda pair: pair[1]))
    found = dependences(arrivals, form.by, form.measure)
    if request.args.get("format") == "csv":
        return csv_answer("dependance", _HEAD, _cells(found, names, form))
    return page(
        "reviews/staff/dependency.html",
        form=form,
        lines=[_line(each, names, form) for each in found],
        since=since,
        until=clock.today(),
        said=ngettext("%(num)d ligne", "%(num)d lignes", len(found)),
        export=export_address(),
        stops=names.get(form.stops) if form.stops else None,
        lost=_lost(found, names, form),
        prospects=_prospects(arrivals, givers, form),
    )


@bp.get("/releve")
@may(*READERS)
def records() -> Response:
    """List the records that a figure was counted from: `par`, `quoi`, `source`."""
    session = db.session()
    since, before = year_before(clock.today())
    by, key, source = _asked()
    structures = None if source is None else {source} if source.int else set()
    found = [
        each
        for each in registry.arrivals(session, since, before, structures or None)
        if (key is None or by.of(each) == key) and _from(each, source)
    ]
    names = partners.names(
        session, {each.organisation_id for each in found if each.organisation_id}
    )
    return lines.draw(
        found,
        names,
        what=_name(by, key) if key is not None else _("tout"),
        source=lines.who(source, names) if source is not None else "",
        since=since,
        before=before,
        crumbs=[(_("De qui dépendons-nous ?"), "/gestion/dependance")],
    )


def _asked() -> tuple[By, str | None, UUID | None]:
    """Return what the address asks for; a nil id stands for residents. Raises NotFound."""
    told = request.args
    try:
        source = told.get("source", "")
        giver = UUID(int=0) if source == RESIDENTS else UUID(source) if source else None
        return By(told.get("par", By.FAMILY)), told.get("quoi"), giver
    except ValueError:
        raise NotFound from None


def _from(arrival: Arrival, source: UUID | None) -> bool:
    if source is None:
        return True
    return arrival.organisation_id == (source if source.int else None)


def _line(found: Dependence, names: Mapping[UUID, str], form: DependencyForm) -> Line:
    others = [each for each in found.shares if each is not found.first]
    tone = "bad" if found.fragile else "warn" if found.watched else "good"
    said = _("fragile") if found.fragile else _("à surveiller") if found.watched else _("réparti")
    return Line(
        name=_name(form.by, found.key),
        whole=_amount(found.whole, form.measure),
        first=_told(found.key, found.first, names, form) if found.first else None,
        others=[_told(found.key, each, names, form) for each in others[:TOLD]],
        more=len(others[TOLD:]),
        records=url_for(".records", par=form.by.value, quoi=found.key),
        tone=tone,
        said=said,
    )


def _told(key: str, share: Share, names: Mapping[UUID, str], form: DependencyForm) -> Told:
    source = str(share.organisation_id) if share.organisation_id else RESIDENTS
    return Told(
        who=lines.who(share.organisation_id, names),
        amount=_amount(share.amount, form.measure),
        percent=share.percent,
        records=url_for(".records", par=form.by.value, quoi=key, source=source),
    )


def _lost(
    found: Iterable[Dependence], names: Mapping[UUID, str], form: DependencyForm
) -> list[tuple[str, Told]]:
    if form.stops is None:
        return []
    return [
        (_name(form.by, key), _told(key, share, names, form))
        for key, share in lost(found, form.stops)
    ]


def _prospects(
    arrivals: list[Sum], givers: set[UUID], form: DependencyForm
) -> list[queries.Prospect]:
    """Return who could fill what stops: estimates of structures that give nothing yet."""
    stops = form.stops
    if stops is None:
        return []
    families = {each.family for each in arrivals if each.organisation_id == stops and each.family}
    return queries.prospects(db.session(), families, givers)


def _cells(
    found: Iterable[Dependence], names: Mapping[UUID, str], form: DependencyForm
) -> Iterable[tuple[object, ...]]:
    for each in found:
        for share in each.shares:
            yield (
                _name(form.by, each.key),
                _amount(each.whole, form.measure),
                lines.who(share.organisation_id, names),
                _amount(share.amount, form.measure),
                share.percent,
            )


def _name(by: By, key: str) -> str:
    if by is By.THING:
        return key
    try:
        return _(Family(key).label)
    except ValueError:
        return _("Sans famille connue")


def _amount(amount: int, measure: Measure) -> str:
    if measure is Measure.MASS:
        return french.about(amount)
    return ngettext("%(num)d pièce", "%(num)d pièces", amount)
