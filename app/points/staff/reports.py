"""What people report: the queue, the answers, the states seen on the spot."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.forms import sentence_of, whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, pages
from app.points import actions, queries
from app.points.forms import SettleForm
from app.points.models import Point, PointReport, ReportKind, ReportStatus, StateKind
from app.points.queries import desk
from app.points.rules import states
from app.points.staff.door import LAST_NUMBER, READERS, WRITERS, point_of, writes

bp = Blueprint("point_reports", __name__, url_prefix="/gestion/points")
ALL = "tous"
_HEAD = ("reçu le", "lieu", "erreur", "texte", "suite", "réponse", "traité par")


@bp.get("/signalements")
@may(*READERS)
def index() -> Response:
    """Show the queue of reports and the states seen on the spot."""
    asked = request.args.get("suite", ReportStatus.NEW.value)
    status = ReportStatus(asked) if asked in set(ReportStatus) else None
    wanted = _small(request.args.get("point", type=int))
    query = queries.reports(status=status, point_id=wanted)
    total = desk.count_reports(db.session(), query)
    if request.args.get("format") == "csv":
        rows = desk.queue(db.session(), query, limit=max(total, 1), offset=0)
        return csv_answer("signalements", _HEAD, [_cells(*row) for row in rows])
    leaf = pages(total)
    return page(
        "points/staff/reports.html",
        rows=desk.queue(db.session(), query, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d signalement", "%(num)d signalements", total),
        tabs=_tabs(status),
        point=point_of(wanted) if wanted else None,
        export=url_for(".index", suite=asked, point=wanted, format="csv"),
        states=_states(),
        writes=writes(),
    )


@bp.get("/signalements/<uuid:report_id>")
@may(*READERS)
def show(report_id: UUID) -> Response:
    """Show one report, and what may be done with it."""
    row = queries.report(db.session(), report_id)
    form = SettleForm(formdata=None)
    form.version.data = str(row.version)
    return _draw(row, form)


@bp.post("/signalements/<uuid:report_id>")
@may(*WRITERS)
def settle(report_id: UUID) -> Response:
    """Close a report; whoever left an address gets the answer by mail."""
    row = queries.report(db.session(), report_id)
    form = SettleForm()
    if not form.validate():
        return _draw(row, form, 422)
    try:
        version = whole_number(form.version.data)
        _close(row, ReportStatus(form.status.data), form.answer.data or "", version)
    except Stale as late:
        form.form_errors.append(sentence_of(late))
        return _draw(row, form, 409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(row, form, 422)
    flash(_("Le signalement est clos."), "success")
    return go(url_for(".index"))


@bp.post("/signalements/<uuid:report_id>/retrait-du-lieu")
@may(*WRITERS)
def apply_gone(report_id: UUID) -> Response:
    """Take the place out of the search, as the report says, and close it."""
    row = queries.report(db.session(), report_id)
    if row.kind is not ReportKind.GONE:
        abort(404)
    point = point_of(row.point_id)
    thanks = _("Merci : ce lieu n’est plus proposé sur notre site.")
    _close(row, ReportStatus.CORRECTED, thanks, None)
    actions.deactivate(db.session(), point, actor=current_actor(), now=clock.now())
    flash(_("Le lieu est retiré et le signalement clos."), "success")
    return go(url_for(".index"))


@bp.post("/<int:point_id>/etats")
@may(*WRITERS)
def declare(point_id: int) -> Response:
    """Confirm a state: people see it on staff's word alone."""
    kind = request.form.get("etat", "")
    if kind not in set(StateKind):
        abort(400)
    point, now, said = point_of(point_id), clock.now(), StateKind(kind)
    until = now + states.LASTS[said]
    actions.declare_state(db.session(), point, said, until, actor=current_actor(), now=now)
    flash(_("La fiche affiche maintenant : %(state)s.", state=_(said.label)), "success")
    return go(url_for(".index"))


@bp.post("/<int:point_id>/etats/levee")
@may(*WRITERS)
def lift(point_id: int) -> Response:
    """End every state seen on the spot."""
    point = point_of(point_id)
    actions.end_states(db.session(), point, actor=current_actor(), now=clock.now())
    flash(_("La fiche n’affiche plus d’état particulier."), "success")
    return go(url_for(".index"))


def waiting(report_id: str | None, point: Point | None) -> PointReport | None:
    """Return the report that a correction answers, when it is one of this place and waits."""
    if point is None or not report_id:
        return None
    try:
        row = queries.report(db.session(), UUID(report_id))
    except (ValueError, NotFound):
        return None
    return row if row.point_id == point.id and row.status is ReportStatus.NEW else None


def settle_corrected(report_id: str, point: Point) -> None:
    """Close the report that a correction answers, if it still waits."""
    row = waiting(report_id, point)
    if row is not None:
        _close(row, ReportStatus.CORRECTED, _("Merci : la fiche est corrigée."), None)


def _close(row: PointReport, status: ReportStatus, answer: str, version: int | None) -> None:
    actions.answer_report(
        db.session(),
        row,
        status,
        answer,
        actor=current_actor(),
        now=clock.now(),
        version=version,
    )


def _draw(row: PointReport, form: SettleForm, status: int = 200) -> Response:
    point = point_of(row.point_id)
    return page(
        "points/staff/report.html",
        status=status,
        row=row,
        point=point,
        form=form,
        writes=writes(),
    )


def _tabs(chosen: ReportStatus | None) -> list[tuple[str, str, bool]]:
    named = [
        (_(status.label), url_for(".index", suite=status.value), status is chosen)
        for status in ReportStatus
    ]
    return [*named, (_("Tous"), url_for(".index", suite=ALL), chosen is None)]


def _states() -> list[dict[str, Any]]:
    """Return the places with a living word, what was said, and whether people see it."""
    now = clock.now()
    found: dict[int, dict[str, Any]] = {}
    for word, point in desk.living_states(db.session(), now=now):
        line = found.setdefault(point.id, {"point": point, "words": []})
        line["words"].append(word)
    for line in found.values():
        visible = states.shown(line["words"], now)
        line["visible"] = [_(one.kind.label) for one in visible]
        line["kinds"] = sorted({word.kind for word in line["words"]})
        line["people"] = len(line["words"])
        line["since"] = line["words"][0].at
    return list(found.values())


def _small(number: int | None) -> int | None:
    """Return a number that a database integer can hold, or None."""
    return number if number is not None and 0 < number <= LAST_NUMBER else None


def _cells(row: PointReport, point: Point) -> tuple[object, ...]:
    return (
        clock.local(row.at).strftime("%Y-%m-%d %H:%M"),
        point.name,
        _(row.kind.label),
        row.text,
        _(row.status.label),
        row.answer,
        row.answered_by,
    )
