"""Exceptional days of a place: added one by one, taken away one by one."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock, hours
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.web.forms import sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.points import actions
from app.points.forms import DayForm
from app.points.models import Point
from app.points.queries import desk
from app.points.staff import hours_preview
from app.points.staff.door import READERS, WRITERS, point_of
from app.points.staff.menu import heading

bp = Blueprint("point_days", __name__, url_prefix="/gestion/points")


@bp.get("/<int:point_id>/jours-exceptionnels")
@may(*READERS)
def index(point_id: int) -> Response:
    """Show the exceptional days to come, and a form to add some."""
    return _draw(point_of(point_id), DayForm(formdata=None))


@bp.post("/<int:point_id>/jours-exceptionnels")
@may(*WRITERS)
def add(point_id: int) -> Response:
    """Add days on which the place closes, or opens, unlike its week."""
    point = point_of(point_id)
    form = DayForm()
    if not form.validate():
        return _draw(point, form, 422)
    try:
        _set(point, [*_kept(point), _read(form)])
    except Stale as late:
        form.form_errors.append(sentence_of(late))
        return _draw(point, form, 409)
    except RuleBroken as refusal:
        form.broken(_on_the_form(refusal))
        return _draw(point, form, 422)
    flash(_("Ces jours sont enregistrés."), "success")
    return go(url_for(".index", point_id=point_id))


@bp.post("/<int:point_id>/jours-exceptionnels/<uuid:day_id>/suppression")
@may(*WRITERS)
def remove(point_id: int, day_id: UUID) -> Response:
    """Take one period away: the week counts again."""
    point = point_of(point_id)
    gone = desk.day_of(db.session(), point_id, day_id)
    days = (gone.first_day, gone.last_day)
    _set(point, [one for one in _kept(point) if (one.first_day, one.last_day) != days])
    flash(_("Ces jours suivent de nouveau la semaine."), "success")
    return go(url_for(".index", point_id=point_id))


def _set(point: Point, wanted: list[hours.Exceptional]) -> None:
    """Write the days, unless somebody changed the place since they were read: theirs would go."""
    actions.set_exceptions(
        db.session(),
        point,
        wanted,
        actor=current_actor(),
        now=clock.now(),
        version=point.version,
    )


def _kept(point: Point) -> list[hours.Exceptional]:
    rows = desk.days_of(db.session(), point.id, clock.today())
    return [hours.Exceptional(row.first_day, row.last_day, row.hours, row.reason) for row in rows]


def _read(form: DayForm) -> hours.Exceptional:
    """Return the period typed; raises RuleBroken on a date that is none or over."""
    first = _date(form.first_day.data, "first_day")
    last = _date(form.last_day.data, "last_day") if form.last_day.data else first
    if last < first:
        raise RuleBroken(N_("Le dernier jour vient avant le premier."), field="last_day")
    if last < clock.today():
        raise RuleBroken(N_("Ces jours sont déjà passés."), field="first_day")
    return hours.Exceptional(first, last, form.hours.data or None, form.why.data or "")


def _date(typed: str | None, field: str) -> date:
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        sentence = (
            N_("Écrivez la date ainsi : 2026-12-31.")
            if typed
            else N_("Choisissez le premier jour.")
        )
        raise RuleBroken(sentence, field=field) from None


def _on_the_form(refusal: RuleBroken) -> RuleBroken:
    """Return the refusal on the field of this form that it concerns."""
    field = "first_day" if refusal.field == "exceptions" else refusal.field
    return RuleBroken(refusal.sentence, field=field, **refusal.values)


def _draw(point: Point, form: DayForm, status: int = 200) -> Response:
    rows = desk.days_of(db.session(), point.id, clock.today())
    return page(
        "points/staff/days.html",
        status=status,
        point=point,
        heading=heading(point, "jours"),
        form=form,
        rows=rows,
        **hours_preview.told(point.hours, point.id),
    )
