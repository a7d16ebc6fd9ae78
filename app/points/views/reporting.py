"""Reporting an error on a place's page: no account, an address of its own."""

from flask import Response, url_for

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.guards import anyone
from app.base.web.hypermedia import go, page
from app.base.web.limits import limit
from app.points import actions
from app.points.forms import ReportForm
from app.points.models import Point, ReportKind
from app.points.views.door import bp, open_point


@bp.get("/points/<slug>/signaler")
@anyone
def report(slug: str) -> Response:
    """Show the form."""
    point = open_point(slug)
    return page("points/report.html", point=point, form=ReportForm(formdata=None))


@bp.post("/points/<slug>/signaler")
@anyone
@limit("10 per hour")
def send_report(slug: str) -> Response:
    """Put the error in staff's queue; the same words sent twice are one report."""
    point = open_point(slug)
    form = ReportForm()
    try:
        if form.validate():
            if not form.website.data:
                _keep(point, form)
            return go(url_for(".reported", slug=slug))
    except RuleBroken as refusal:
        form.broken(refusal)
    return page("points/report.html", point=point, form=form, status=422)


@bp.get("/points/<slug>/signaler/merci")
@anyone
def reported(slug: str) -> Response:
    """Thank, and say what happens next."""
    return page("points/reported.html", point=open_point(slug), reading=True)


def _keep(point: Point, form: ReportForm) -> None:
    actions.report(
        db.session(),
        point,
        ReportKind(form.kind.data),
        form.text.data or "",
        email=form.email.data or "",
        now=clock.now(),
    )
