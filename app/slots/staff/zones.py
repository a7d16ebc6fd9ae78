"""Zones: a name and the communes it holds; which communes nobody serves."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.audit import queries as trail
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import fold
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer
from app.slots import actions, queries
from app.slots.actions.staff import subject, zone_facts
from app.slots.forms import ZoneForm
from app.slots.models import Zone
from app.slots.queries import desk as looks
from app.slots.rules import fingerprint
from app.slots.staff import desk, in_words
from app.slots.staff.door import READERS, WRITERS, may_write, tabs
from app.territory import here
from app.territory import queries as territory
from app.territory.models import Commune

bp = Blueprint("slot_zones", __name__, url_prefix="/gestion/creneaux/secteurs")
_HEAD = ("commune", "code INSEE", "intercommunalité", "secteurs", "desservie")


@dataclass(frozen=True)
class Box:
    """A commune to tick; `elsewhere` names its other zones, `seen` tells whether the search shows it."""

    insee: str
    name: str
    ticked: bool
    seen: bool
    elsewhere: str


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the zones, and the communes that no slot serves."""
    session = db.session()
    zones = queries.zones(session)
    patterns = queries.patterns(session)
    communes = territory.communes(session, here.territory())
    lying = looks.zone_communes(session)
    missing = set(desk.unserved([c.insee for c in communes], patterns, lying, clock.today()))
    if request.args.get("format") == "csv":
        names = {zone.id: zone.name for zone in zones}
        rows = (_cells(each, lying, names, missing) for each in communes)
        return csv_answer("secteurs", _HEAD, rows)
    known = {commune.insee: commune.name for commune in communes}
    return page(
        "slots/staff/zones.html",
        tabs=tabs("secteurs"),
        zones=[
            {
                "zone": zone,
                "communes": sorted(known.get(code, code) for code in zone.codes),
                "patterns": [p for p in patterns if p.zone_id == zone.id],
            }
            for zone in zones
        ],
        everywhere=[p for p in patterns if p.zone_id is None],
        missing=[commune for commune in communes if commune.insee in missing],
        total=len(communes),
        words=in_words,
        said=ngettext("%(num)d secteur", "%(num)d secteurs", len(zones)),
        export=url_for(".index", format="csv"),
        writes=may_write(),
    )


@bp.get("/nouveau")
@may(*WRITERS)
def new() -> Response:
    """Show an empty zone."""
    return _draw(ZoneForm(formdata=None), None, set())


@bp.post("/nouveau")
@may(*WRITERS)
def create() -> Response:
    """Draw a zone, or show the form again with what it lacks."""
    form, ticked = ZoneForm(), _ticked()
    if "filter" in request.form:
        return _draw(form, None, ticked)
    if form.validate():
        try:
            actions.add_zone(
                db.session(),
                form.name.data or "",
                ticked,
                actor=current_actor(),
                now=clock.now(),
            )
        except RuleBroken as refusal:
            return _draw(form, None, ticked, status=422, refusal=refusal)
        flash(_("Le secteur est enregistré."), "success")
        return go(url_for(".index"))
    return _draw(form, None, ticked, status=422)


@bp.get("/<uuid:zone_id>")
@may(*READERS)
def edit(zone_id: UUID) -> Response:
    """Show a zone."""
    zone = queries.zone(db.session(), zone_id)
    form = ZoneForm(formdata=None)
    form.name.data = zone.name
    form.version.data = fingerprint(zone_facts(zone))
    return _draw(form, zone, set(zone.codes))


@bp.post("/<uuid:zone_id>")
@may(*WRITERS)
def save(zone_id: UUID) -> Response:
    """Write a zone; on a conflict keep what was typed."""
    zone = queries.zone(db.session(), zone_id)
    form, ticked = ZoneForm(), _ticked()
    if "filter" in request.form:
        return _draw(form, zone, ticked)
    if not form.validate():
        return _draw(form, zone, ticked, status=422)
    try:
        actions.correct_zone(
            db.session(),
            zone,
            form.name.data or "",
            ticked,
            actor=current_actor(),
            now=clock.now(),
            seen=form.version.data or "",
        )
    except Stale:
        form.version.data = fingerprint(zone_facts(zone))
        return _draw(form, zone, ticked, status=409, conflict=True)
    except RuleBroken as refusal:
        return _draw(form, zone, ticked, status=422, refusal=refusal)
    flash(_("Le secteur est à jour."), "success")
    return go(url_for(".index"))


@bp.post("/<uuid:zone_id>/suppression")
@may(*WRITERS)
def remove(zone_id: UUID) -> Response:
    """Forget a zone that nothing relies on."""
    zone = queries.zone(db.session(), zone_id)
    try:
        actions.remove_zone(db.session(), zone, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form = ZoneForm(formdata=None)
        form.name.data = zone.name
        form.version.data = fingerprint(zone_facts(zone))
        return _draw(form, zone, set(zone.codes), status=422, refusal=refusal)
    flash(_("Le secteur est supprimé."), "success")
    return go(url_for(".index"))


def _ticked() -> set[str]:
    """Return the communes of the territory that the form ticks; a forged code is none."""
    return set(request.form.getlist("communes")) & here.territory().insee


def _draw(  # noqa: PLR0913 - the state of a page
    form: ZoneForm,
    zone: Zone | None,
    ticked: set[str],
    *,
    status: int = 200,
    refusal: RuleBroken | None = None,
    conflict: bool = False,
) -> Response:
    unticked = ""
    if refusal is not None and refusal.field == "communes":
        unticked = _(refusal.sentence)
    elif refusal is not None:
        form.broken(refusal)
    groups = _groups(zone, ticked, form.look.data or "")
    return page(
        "slots/staff/zone.html",
        swaps=("zone-communes",),
        status=status,
        tabs=tabs("secteurs"),
        form=form,
        zone=zone,
        here=url_for(".edit", zone_id=zone.id) if zone else url_for(".new"),
        groups=groups,
        ticked=ngettext("%(num)d commune cochée", "%(num)d communes cochées", len(ticked)),
        found=sum(box.seen for _name, boxes in groups for box in boxes),
        unticked=unticked,
        conflict=conflict,
        saved=_names(zone) if conflict and zone else "",
        writes=may_write(),
        history=_history(zone),
    )


def _groups(zone: Zone | None, ticked: set[str], look: str) -> list[tuple[str, list[Box]]]:
    """Return the communes to tick, under their intercommunal body; bodies with ticks first."""
    session = db.session()
    lying = looks.zone_communes(session)
    names = {each.id: each.name for each in queries.zones(session)}
    words = fold(look)
    found: dict[str, list[Box]] = {}
    for commune in territory.communes(session, here.territory()):
        others = lying.get(commune.insee, set()) - {zone.id if zone else None}
        box = Box(
            commune.insee,
            commune.name,
            commune.insee in ticked,
            not words or words in fold(f"{commune.name} {commune.postcode}"),
            ", ".join(sorted(names[each] for each in others if each)),
        )
        found.setdefault(commune.epci_name or _("Sans intercommunalité"), []).append(box)
    return sorted(
        found.items(), key=lambda group: (not any(box.ticked for box in group[1]), group[0])
    )


def _names(zone: Zone) -> str:
    known = territory.communes(db.session(), zone.codes)
    return ", ".join(commune.name for commune in known)


def _history(zone: Zone | None) -> list[dict[str, Any]]:
    if zone is None:
        return []
    return in_words.history(trail.of_subject(db.session(), subject(zone), limit=20), {})


def _cells(
    commune: Commune, lying: Any, names: dict[UUID, str], missing: set[str]
) -> tuple[object, ...]:
    return (
        commune.name,
        commune.insee,
        commune.epci_name,
        ", ".join(sorted(names[each] for each in lying.get(commune.insee, ()))),
        _("non") if commune.insee in missing else _("oui"),
    )
