"""The sheet of one place: written, checked, put on the map, taken out and back."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.audit import queries as trail
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.hours.sentences import WEEKDAYS
from app.base.core.text import clean
from app.base.web.forms import whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.points import actions, forms
from app.points.forms import SheetForm
from app.points.models import Point, Sheet
from app.points.rules import things, weekly
from app.points.staff import drafts, facts_in_words, hours_preview, locating, reports
from app.points.staff.door import READERS, WRITERS, point_of
from app.points.staff.menu import heading

bp = Blueprint("point_sheets", __name__, url_prefix="/gestion/points")


@bp.get("/nouveau")
@may(*WRITERS)
def new() -> Response:
    """Show an empty sheet."""
    form = SheetForm(formdata=None)
    return _draw(form, None)


@bp.post("/nouveau")
@may(*WRITERS)
def create() -> Response:
    """Open a place, or show the form again with what it lacks."""
    form = SheetForm()
    told = _asked(form)
    if told is not None:
        return _draw(form, None, **told)
    if form.validate():
        try:
            point = actions.create(
                db.session(),
                drafts.facts_of(form, None),
                actor=current_actor(),
                now=clock.now(),
                reason=form.reason.data or "",
            )
        except RuleBroken as refusal:
            drafts.put(form, refusal)
        else:
            flash(_("Le lieu est enregistré."), "success")
            return go(url_for(".edit", point_id=point.id))
    return _draw(form, None, status=422)


@bp.get("/<int:point_id>")
@may(*READERS)
def edit(point_id: int) -> Response:
    """Show the sheet of a place, its history, and what waits."""
    point = point_of(point_id)
    form = SheetForm(formdata=None)
    drafts.fill(form, Sheet.of(point).facts())
    drafts.remember(form, point)
    form.report.data = request.args.get("signalement", "")[:40]
    form.settles.data = True
    return _draw(form, point)


@bp.post("/<int:point_id>")
@may(*WRITERS)
def save(point_id: int) -> Response:
    """Write the sheet; on a conflict keep what was typed and show what changed."""
    point = point_of(point_id)
    form = SheetForm()
    told = _asked(form)
    if told is not None:
        return _draw(form, point, **told)
    if not form.validate():
        return _draw(form, point, status=422)
    try:
        _write(point, form)
    except Stale:
        db.session().refresh(point)
        return _draw(form, point, status=409, changes=drafts.merge(form, point))
    except RuleBroken as refusal:
        drafts.put(form, refusal)
        return _draw(form, point, status=422)
    flash(_("La fiche est à jour."), "success")
    return go(url_for(".edit", point_id=point_id))


@bp.post("/<int:point_id>/verification")
@may(*WRITERS)
def check(point_id: int) -> Response:
    """Note that this sheet was checked today."""
    actor = current_actor()
    stamp = {"checked_on": clock.today().isoformat(), "checked_by": actor.label[:80]}
    point = point_of(point_id)
    actions.correct(db.session(), point, stamp, actor=actor, now=clock.now())
    flash(_("Merci : la fiche porte la date d’aujourd’hui."), "success")
    return go(url_for(".edit", point_id=point_id))


@bp.post("/<int:point_id>/desactivation")
@may(*WRITERS)
def deactivate(point_id: int) -> Response:
    """Take a place out of the search; its page says so."""
    point = point_of(point_id)
    actions.deactivate(db.session(), point, actor=current_actor(), now=clock.now())
    flash(_("Ce lieu n’est plus proposé au public."), "success")
    return go(url_for(".edit", point_id=point_id))


@bp.post("/<int:point_id>/reactivation")
@may(*WRITERS)
def activate(point_id: int) -> Response:
    """Put a place back into the search."""
    point = point_of(point_id)
    actions.activate(db.session(), point, actor=current_actor(), now=clock.now())
    flash(_("Ce lieu est de nouveau proposé au public."), "success")
    return go(url_for(".edit", point_id=point_id))


def _write(point: Point, form: SheetForm) -> None:
    """Correct the place and, when asked, close the report that started it."""
    actions.correct(
        db.session(),
        point,
        drafts.facts_of(form, point),
        actor=current_actor(),
        now=clock.now(),
        reason=form.reason.data or "",
        version=whole_number(form.version.data),
    )
    if form.report.data and form.settles.data:
        reports.settle_corrected(form.report.data, point)


def _asked(form: SheetForm) -> dict[str, Any] | None:
    """Do what another button than "Enregistrer" asks; return what the page then says, or None."""
    if "use_hours" in request.form:
        form.hours.data = clean(request.form["use_hours"], limit=500)
        return {}
    if "compose" in request.form:
        _compose(form)
        return {}
    if "locate" in request.form:
        return {"located": locating.fill(form, request.form["locate"])}
    return {} if "preview" in request.form else None


def _compose(form: SheetForm) -> None:
    """Write the hours text of the week filled in day by day."""
    try:
        week = weekly.read(request.form)
    except RuleBroken as refusal:
        form.broken(refusal)
        return
    form.hours.data = weekly.compose(week, open_on_holidays="feries" in request.form)


def _draw(form: SheetForm, point: Point | None, status: int = 200, **told: Any) -> Response:
    """Draw the page of the form."""
    typed = form.hours.data or ""
    return page(
        "points/staff/edit.html",
        status=status,
        form=form,
        point=point,
        heading=heading(point, "fiche"),
        gestures=forms.gestures(),
        families=forms.families(),
        refusable=[
            (thing, _(things.label(thing))) for thing in things.CODES if thing != things.ANY
        ],
        week=dict(request.form) if "compose" in request.form else hours_preview.week_fields(typed),
        week_days=[_(name).capitalize() for name in WEEKDAYS],
        outline_url="/territoire.geojson",
        tiles_url=current_app.config["REBOND"].tiles_url,
        tiles_credit=current_app.config["REBOND"].tiles_credit,
        report=reports.waiting(form.report.data, point),
        history=_history(point),
        **hours_preview.told(typed, point.id if point else None),
        **told,
    )


def _history(point: Point | None) -> list[dict[str, object]]:
    """Return what happened to the sheet, newest first, in words."""
    if point is None:
        return []
    return [
        {
            "at": entry.at,
            "who": entry.actor,
            "did": facts_in_words.verb(entry.verb),
            "changes": [
                (
                    facts_in_words.label(name),
                    facts_in_words.value(name, (entry.before or {}).get(name)),
                    facts_in_words.value(name, after),
                )
                for name, after in (entry.after or {}).items()
            ],
        }
        for entry in trail.of_subject(db.session(), f"point:{point.id}", limit=20)
    ]
