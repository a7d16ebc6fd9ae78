"""The list of weekly slots with the days they give, filtered in the address, as files."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.web.fields import decimal, hour_typed
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer
from app.slots import queries
from app.slots.forms import HOLIDAYS, ListForm
from app.slots.loads import MEASURES
from app.slots.models import SlotPattern
from app.slots.staff import desk, in_words
from app.slots.staff.desk import Line
from app.slots.staff.door import READERS, may_write, read_id, tabs, zone_choices

bp = Blueprint("slots_staff", __name__, url_prefix="/gestion/creneaux")
FILTERS = ("secteur", "etat", "jours")
_HEAD = (
    "nom",
    "secteur",
    "jour",
    "toutes les n semaines",
    "début",
    "fin",
    "places",
    "kg",
    "m³",
    "minutes de travail",
    "personnes",
    "jours fériés",
    "premier jour",
    "dernier jour",
    "proposé",
)
_DAYS_HEAD = (
    "jour",
    "créneau",
    "secteur",
    "état",
    "raison",
    "début",
    "fin",
    "réservations",
    "places",
    "places restantes",
    "kg",
    "kg restants",
    "m³",
    "m³ restants",
    "minutes de travail",
    "minutes restantes",
)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the weekly slots that pass the filters, and every day they give soon."""
    form = ListForm()
    form.offer_zones(zone_choices())
    patterns = _filtered(form)
    length = int(form.said("jours") or 14)
    today, now = clock.today(), clock.now()
    window = queries.window(today, length)
    lines = desk.calendar(db.session(), patterns, window, now=now)
    zones = {zone.id: zone.name for zone in queries.zones(db.session())}
    if request.args.get("format") == "csv":
        if request.args.get("liste") == "jours":
            return csv_answer("jours", _DAYS_HEAD, (_day_cells(each, zones) for each in lines))
        return csv_answer("creneaux", _HEAD, (_cells(each, zones) for each in patterns))
    return page(
        "slots/staff/index.html",
        tabs=tabs("creneaux"),
        form=form,
        patterns=patterns,
        days=by_day(lines),
        words=in_words,
        zones=zones,
        holidays=HOLIDAYS,
        said=ngettext("%(num)d créneau", "%(num)d créneaux", len(patterns)),
        days_said=_days_said(lines),
        length=length,
        active=_active(form),
        export=_address(format="csv"),
        days_export=_address(format="csv", liste="jours"),
        reset=url_for(".index"),
        writes=may_write(),
    )


def by_day(lines: Sequence[Line]) -> list[tuple[object, list[Line]]]:
    """Return the lines under their day."""
    found: dict[object, list[Line]] = {}
    for line in lines:
        found.setdefault(line.day, []).append(line)
    return list(found.items())


def _filtered(form: ListForm) -> list[SlotPattern]:
    """Return the patterns that the filters ask for; a forged filter asks nothing."""
    state, zone = form.said("etat"), read_id(form.said("secteur"))
    found = queries.patterns(db.session(), stopped=bool(state))
    return [
        each
        for each in found
        if (state != "arretes" or not each.active)
        and (zone is None or each.zone_id in {zone, None})
    ]


def _days_said(lines: Sequence[Line]) -> str:
    offered = sum(line.offered for line in lines)
    said = ngettext("%(num)d passage proposé", "%(num)d passages proposés", offered)
    full = sum(line.offered and line.full for line in lines)
    if full:
        said += ngettext(", dont %(num)d complet", ", dont %(num)d complets", full)
    return said


def _active(form: ListForm) -> list[tuple[str, str]]:
    found = []
    for name in FILTERS:
        value = form.said(name)
        if value:
            choices = {each.value: each.label for each in form[name].choices}
            label = f"{form[name].label.text} : {choices[value]}"
            found.append((label, _address(**{name: None})))
    return found


def _address(**changes: str | None) -> str:
    kept = {k: v for k, v in request.args.items() if k in FILTERS and v} | changes
    query = urlencode({k: v for k, v in kept.items() if v})
    return f"{request.path}?{query}" if query else request.path


def _cells(pattern: SlotPattern, zones: Mapping[UUID, str]) -> tuple[object, ...]:
    return (
        pattern.name,
        in_words.zone_name(zones, pattern.zone_id),
        in_words.weekday(pattern.weekday),
        pattern.every_weeks,
        hour_typed(pattern.starts),
        hour_typed(pattern.ends),
        pattern.places,
        decimal(pattern.mass_g, 1000),
        decimal(pattern.volume_ml, 1_000_000),
        pattern.crew_minutes,
        pattern.crew,
        HOLIDAYS[pattern.on_holiday],
        pattern.first_day,
        pattern.last_day,
        _("oui") if pattern.active else _("non"),
    )


def _day_cells(line: Line, zones: Mapping[UUID, str]) -> tuple[object, ...]:
    state, slot = in_words.state(line), line.slot
    amounts: list[object] = []
    for measure in MEASURES:
        scale = {"mass_g": 1000, "volume_ml": 1_000_000}.get(measure, 1)
        loads = (slot.capacity, slot.left) if slot else ()
        amounts += [decimal(max(getattr(load, measure), 0), scale) for load in loads]
    return (
        line.day,
        line.name,
        in_words.zone_name(zones, line.zone_id),
        state.label,
        state.more,
        hour_typed(slot.starts if slot else None),
        hour_typed(slot.ends if slot else None),
        line.booked,
        *(amounts or [""] * 8),
    )
