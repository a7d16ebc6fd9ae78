"""The list of fundings, what they weigh per year, the sheet of one, its reports."""

from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web import papers
from app.base.web.forms import whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages
from app.fundings import actions, queries
from app.fundings.forms import FundingForm, FundingsForm, ReportForm, SentForm
from app.fundings.models import Funding, FundingStatus, Lever
from app.fundings.queries import Filters
from app.fundings.rules import by_lever, by_year
from app.partners import queries as partners

READERS = ("admin", "direction", "partenariats")
"""Amounts concern few people: not everybody who reads the register."""
BASE = "/gestion/financements"
TONES = {
    FundingStatus.GRANTED: "good",
    FundingStatus.CLOSED: "good",
    FundingStatus.REFUSED: "bad",
    FundingStatus.FILED: "warn",
}
_HEAD = (
    "financeur",
    "appel ou programme",
    "ce qu’il paie",
    "leviers",
    "état",
    "demandé (€)",
    "accordé (€)",
    "à déposer avant",
    "début",
    "fin",
)

bp = Blueprint("fundings_staff", __name__, url_prefix=BASE)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the fundings that pass the filters, and what is granted per year and lever."""
    session, form = db.session(), FundingsForm()
    query = queries.listed(_filters(form))
    if request.args.get("format") == "csv":
        rows = queries.lines(session, query)
        names = partners.names(session, {row.organisation_id for row in rows})
        return csv_answer("financements", _HEAD, (_cells(row, names) for row in rows))
    leaf = pages(queries.count(session, query))
    rows = queries.lines(session, query, limit=leaf.size, offset=leaf.offset)
    grants = queries.grants(session)
    return page(
        "fundings/staff/index.html",
        form=form,
        rows=rows,
        names=partners.names(session, {row.organisation_id for row in rows}),
        years=list(by_year(grants).items()),
        levers=[(_(lever.label), n) for lever, n in by_lever(grants).items()],
        tones=TONES,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d financement", "%(num)d financements", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        reset=url_for(".index"),
    )


@bp.get("/nouveau")
@may(*READERS)
def new() -> Response:
    """Show an empty sheet."""
    form = FundingForm(formdata=None)
    form.organisation.data = request.args.get("structure", "")
    return _draw(form, None)


@bp.post("/nouveau")
@may(*READERS)
def create() -> Response:
    """Enter a funding, or show the form again with what it lacks."""
    form = _offered(FundingForm())
    if not form.validate():
        return _draw(form, None, status=422)
    try:
        made = actions.add(db.session(), form.facts(), actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, None, status=422)
    flash(_("Le financement est enregistré. Notez maintenant les rapports attendus."), "success")
    return go(url_for(".edit", funding_id=made.id))


@bp.get("/<uuid:funding_id>")
@may(*READERS)
def edit(funding_id: UUID) -> Response:
    """Show one funding."""
    row = queries.funding(db.session(), funding_id)
    form = FundingForm(formdata=None)
    form.show(row)
    return _draw(form, row)


@bp.post("/<uuid:funding_id>")
@may(*READERS)
def save(funding_id: UUID) -> Response:
    """Correct a funding; on a conflict keep what was typed."""
    row, form = queries.funding(db.session(), funding_id), _offered(FundingForm())
    if not form.validate():
        return _draw(form, row, status=422)
    seen = whole_number(form.version.data)
    hand, now = current_actor(), clock.now()
    try:
        actions.correct(db.session(), row, form.facts(), actor=hand, now=now, seen=seen)
    except Stale as refusal:
        form.version.data = str(row.version)
        form.broken(refusal)
        return _draw(form, row, status=409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, row, status=422)
    flash(_("Le financement est à jour."), "success")
    return go(url_for(".edit", funding_id=row.id))


@bp.post("/<uuid:funding_id>/rapports")
@may(*READERS)
def owe(funding_id: UUID) -> Response:
    """Note a report that the funder waits for."""
    row, form = queries.funding(db.session(), funding_id), ReportForm()
    name, hand, now = form.report_name.data or "", current_actor(), clock.now()
    if not form.validate():
        return _draw(None, row, report=form, status=422)
    try:
        actions.owe(db.session(), row, name, form.due_on.day, actor=hand, now=now)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(None, row, report=form, status=422)
    flash(_("Le rapport est noté. Le site prévient un mois avant."), "success")
    return go(url_for(".edit", funding_id=row.id))


@bp.post("/<uuid:funding_id>/rapports/<uuid:owed_id>/envoi")
@may(*READERS)
def send(funding_id: UUID, owed_id: UUID) -> Response:
    """Note that a report left, with its paper."""
    row = queries.funding(db.session(), funding_id)
    report, form = queries.report(db.session(), funding_id, owed_id), SentForm()
    today = clock.today()
    try:
        if not form.validate():
            return _draw(None, row, sent=(owed_id, form), status=422)
        actions.send(
            db.session(),
            report,
            form.sent_on.day or today,
            actor=current_actor(),
            now=clock.now(),
            today=today,
            paper=papers.sent("file"),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(None, row, sent=(owed_id, form), status=422)
    flash(_("Le rapport est noté comme envoyé."), "success")
    return go(url_for(".edit", funding_id=row.id))


@bp.post("/<uuid:funding_id>/rapports/<uuid:owed_id>/suppression")
@may(*READERS)
def drop(funding_id: UUID, owed_id: UUID) -> Response:
    """Take away a report that nobody waits for."""
    report = queries.report(db.session(), funding_id, owed_id)
    try:
        actions.drop(db.session(), report, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        flash(_(refusal.sentence), "danger")
    else:
        flash(_("Le rapport n’est plus attendu."), "success")
    return go(url_for(".edit", funding_id=funding_id))


@bp.get("/<uuid:funding_id>/rapports/<uuid:owed_id>/document")
@may(*READERS)
def paper(funding_id: UUID, owed_id: UUID) -> Response:
    """Hand the paper of a report over."""
    report = queries.report(db.session(), funding_id, owed_id)
    if report.sha256 is None or report.filename is None:
        raise NotFound
    return papers.download(report.sha256, report.filename)


def _filters(form: FundingsForm) -> Filters:
    status, lever = form.said("etat"), form.said("levier")
    return Filters(
        status=FundingStatus(status) if status else None, lever=Lever(lever) if lever else None
    )


def _cells(row: Funding, names: dict[UUID, str]) -> tuple[object, ...]:
    return (
        names.get(row.organisation_id, ""),
        row.name,
        row.post,
        ", ".join(_(each.label) for each in sorted(row.lever_set)),
        _(row.status.label),
        _euros(row.asked_cents),
        _euros(row.granted_cents),
        row.file_by,
        row.starts,
        row.ends,
    )


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100},{cents % 100:02d}"


def _offered(form: FundingForm) -> FundingForm:
    form.offer(partners.choices(db.session()))
    return form


def _draw(
    form: FundingForm | None,
    row: Funding | None,
    *,
    report: ReportForm | None = None,
    sent: tuple[UUID, SentForm] | None = None,
    status: int = 200,
) -> Response:
    """Draw a funding; what was typed in one of its forms stays in it."""
    if form is None:
        assert row is not None
        form = FundingForm(formdata=None)
        form.show(row)
    reports = row.reports if row else []
    which, sending = sent or (None, SentForm(formdata=None))
    return page(
        "fundings/staff/edit.html",
        status=status,
        form=_offered(form),
        row=row,
        reports=reports,
        report=report or ReportForm(formdata=None),
        sending=sending,
        sending_id=which,
        late={each.id for each in reports if each.due_on < clock.today()},
        here=f"{BASE}/{row.id}" if row else f"{BASE}/nouveau",
        tones=TONES,
    )
