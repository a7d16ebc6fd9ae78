"""Exceptional days: closed, changed, added; who is booked on them is always said."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.fields import decimal, hour_typed
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer
from app.slots import actions, queries
from app.slots.forms import KINDS, DaysForm
from app.slots.models import ExceptionKind, SlotException
from app.slots.queries import desk as looks
from app.slots.rules import DaysFacts, days_faults
from app.slots.staff import desk, in_words
from app.slots.staff.door import AGENDA, READERS, WRITERS, may_write, read_id, tabs

bp = Blueprint("slot_days", __name__, url_prefix="/gestion/creneaux/jours-exceptionnels")
SHORT = {
    ExceptionKind.CLOSED: ("fermé", "bad"),
    ExceptionKind.CHANGED: ("changé", "warn"),
    ExceptionKind.ADDED: ("ajouté", "info"),
}
_HEAD = (
    "premier jour",
    "dernier jour",
    "créneau",
    "quoi",
    "raison",
    "début",
    "fin",
    "places",
    "kg",
    "m³",
    "minutes de travail",
    "réservations",
)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show the exceptional days to come (or all), and a form to add some."""
    if request.args.get("format") == "csv":
        return csv_answer("jours-exceptionnels", _HEAD, map(_cells, _rows()))
    form = _form(sent=False)
    form.first_day.data = request.args.get("jour", "")[:10]
    wished = read_id(request.args.get("creneau", ""))
    form.pattern.data = str(wished or "")
    return _draw(form)


@bp.post("")
@may(*WRITERS)
def add() -> Response:
    """Add exceptional days; where people are booked, ask once more before closing."""
    form = _form(sent=True)
    facts = _facts(form)
    if facts is None:
        return _draw(form, status=422)
    booked = _booked(facts)
    if "preview" in request.form:
        return _draw(form, booked=booked, looked=True)
    if facts.kind is ExceptionKind.CLOSED and booked and "anyway" not in request.form:
        return _draw(form, status=422, booked=booked, asks=True)
    try:
        actions.add_days(db.session(), facts, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, status=422)
    flash(_("Ces jours sont enregistrés."), "success")
    return go(url_for(".index"))


@bp.post("/<uuid:days_id>/suppression")
@may(*WRITERS)
def remove(days_id: UUID) -> Response:
    """Let these days be usual ones again."""
    days = queries.exception(db.session(), days_id)
    actions.drop_days(db.session(), days, actor=current_actor(), now=clock.now())
    flash(_("Ces jours suivent de nouveau la semaine."), "success")
    return go(url_for(".index"))


def _form(*, sent: bool) -> DaysForm:
    form = DaysForm() if sent else DaysForm(formdata=None)
    known = queries.patterns(db.session(), stopped=True)
    form.offer_patterns([(str(each.id), in_words.pattern_said(each)) for each in known])
    return form


def _facts(form: DaysForm) -> DaysFacts | None:
    """Return what the form says, or None; every fault is told."""
    if not form.validate():
        return None
    facts = form.facts()
    pattern = queries.pattern(db.session(), facts.pattern_id) if facts.pattern_id else None
    faults = list(days_faults(facts, pattern, today=clock.today()))
    for fault in faults:
        form.broken(fault)
    return None if faults else facts


def _booked(facts: DaysFacts) -> list[tuple[date, int]]:
    """Return who is booked on these days, from today on."""
    first = max(facts.first_day, clock.today())
    return looks.booked_days(db.session(), facts.pattern_id, first, facts.last_day)


def _rows() -> list[SlotException]:
    """Return the exceptional days to come; the past ones too when the address asks."""
    first = date.min if request.args.get("depuis") == "toujours" else clock.today()
    return list(desk.exceptional(db.session(), first))


def _draw(
    form: DaysForm,
    *,
    status: int = 200,
    booked: list[tuple[date, int]] | None = None,
    asks: bool = False,
    looked: bool = False,
) -> Response:
    names = {each.id: each.name for each in queries.patterns(db.session(), stopped=True)}
    past = request.args.get("depuis") == "toujours"
    rows = _rows()
    return page(
        "slots/staff/days.html",
        swaps=("days-effect",),
        status=status,
        tabs=tabs("jours"),
        form=form,
        lines=[
            {
                "row": row,
                "days": in_words.days(row.first_day, row.last_day),
                "pattern": names.get(row.pattern_id, "") if row.pattern_id else _("Tous"),
                "what": SHORT[row.kind],
                "change": in_words.change(row),
                "booked": _booked(DaysFacts.of(row)) if row.kind is ExceptionKind.CLOSED else [],
                "over": row.last_day < clock.today(),
            }
            for row in rows
        ],
        said=ngettext("%(num)d période", "%(num)d périodes", len(rows)),
        past=past,
        export=url_for(".index", format="csv", depuis="toujours" if past else None),
        booked=booked,
        people=sum(count for _day, count in booked or ()),
        asks=asks,
        looked=looked,
        agenda=AGENDA,
        writes=may_write(),
    )


def _cells(row: SlotException) -> tuple[object, ...]:
    pattern = queries.pattern(db.session(), row.pattern_id) if row.pattern_id else None
    return (
        row.first_day,
        row.last_day,
        pattern.name if pattern else _("tous"),
        str(KINDS[row.kind]),
        row.reason,
        hour_typed(row.starts),
        hour_typed(row.ends),
        row.places,
        "" if row.mass_g is None else decimal(row.mass_g, 1000),
        "" if row.volume_ml is None else decimal(row.volume_ml, 1_000_000),
        row.crew_minutes,
        sum(count for _day, count in _booked(DaysFacts.of(row))),
    )
