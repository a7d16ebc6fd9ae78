"""Exchanges: all of them, those of a structure, and one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db, files
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken
from app.base.core.text import fold
from app.base.web.forms import sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages, sortable
from app.partners.staff.door import READERS, WRITERS, heading, may_write
from app.partnerships import calendars, queries
from app.partnerships.actions import exchanges as actions
from app.partnerships.forms.fields import more, read_id
from app.partnerships.forms.lists import ExchangeListForm
from app.partnerships.forms.steps import VersionForm
from app.partnerships.models import Exchange, ExchangeKind, ExchangeState
from app.partnerships.queries import exchanges
from app.partnerships.queries.exchanges import Line, Wanted
from app.partnerships.staff.door import EXCHANGES, people, structure, tab_address, tabs

bp = Blueprint("exchanges", __name__)
TAB = "/gestion/partenaires/<uuid:organisation_id>/echanges"
OF_TAB = 20
_HEAD = (
    "date",
    "heure",
    "structure",
    "genre",
    "état",
    "objet",
    "résultat",
    "qui de chez nous",
    "suite",
    "pour le",
    "suite donnée le",
)


@bp.get(EXCHANGES)
@may(*READERS)
def index() -> Response:
    """List every exchange that passes the filters."""
    form = ExchangeListForm()
    more(form.qui, people())
    wanted, session = _wanted(form), db.session()
    sort = form.tri.data if form.tri.data in exchanges.SORTS else "date"
    if request.args.get("format") == "csv":
        return csv_answer(
            "echanges", _HEAD, map(_cells, exchanges.lines(session, wanted, sort=sort))
        )
    leaf = pages(exchanges.count(session, wanted))
    return page(
        "partnerships/staff/exchanges.html",
        tabs=tabs("echanges"),
        form=form,
        rows=exchanges.lines(session, wanted, sort=sort, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d échange", "%(num)d échanges", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        columns=_columns(sort),
        reset=url_for(".index"),
        writes=may_write(),
    )


@bp.get(f"{EXCHANGES}/nouveau")
@may(*WRITERS)
def choose() -> Response:
    """Ask with which structure: the name of one opens its forms."""
    words = fold(request.args.get("texte", "")[:80])
    found = queries.structures_named(db.session(), words) if words else []
    return page(
        "partnerships/staff/choose.html",
        tabs=tabs("echanges"),
        words=request.args.get("texte", "")[:80],
        found=found,
        asked=bool(words),
    )


@bp.get(TAB)
@may(*READERS)
def tab(organisation_id: UUID) -> Response:
    """List the exchanges with one structure, what is planned first."""
    organisation, session = structure(organisation_id), db.session()
    wanted = Wanted(organisation_id=organisation.id)
    leaf = pages(exchanges.count(session, wanted), OF_TAB)
    return page(
        "partnerships/staff/tab_exchanges.html",
        heading=heading(organisation, "echanges"),
        here=tab_address(organisation.id, "echanges"),
        rows=exchanges.lines(session, wanted, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d échange", "%(num)d échanges", leaf.total),
    )


@bp.get(f"{EXCHANGES}/<uuid:exchange_id>")
@may(*READERS)
def show(exchange_id: UUID) -> Response:
    """Show an exchange: what it is about, what was said, what follows."""
    return draw(exchanges.exchange(db.session(), exchange_id))


@bp.post(f"{EXCHANGES}/<uuid:exchange_id>/annulation")
@may(*WRITERS)
def cancel(exchange_id: UUID) -> Response:
    """Cancel a planned exchange."""
    return _changed(exchange_id, actions.cancel, _("C’est annulé."))


@bp.post(f"{EXCHANGES}/<uuid:exchange_id>/suite")
@may(*WRITERS)
def follow(exchange_id: UUID) -> Response:
    """Note that the follow-up is done."""
    return _changed(exchange_id, actions.follow, _("La suite est notée comme faite."))


@bp.get(f"{EXCHANGES}/<uuid:exchange_id>/rendez-vous.ics")
@may(*READERS)
def calendar(exchange_id: UUID) -> Response:
    """Send a planned exchange, or a cancelled one, as a calendar file."""
    row = exchanges.exchange(db.session(), exchange_id)
    if row.state is ExchangeState.DONE:
        raise NotFound
    organisation = structure(row.organisation_id)
    settings = current_app.config["REBOND"]
    made = calendars.exchange(row, organisation.name, settings=settings, now=clock.now())
    return calendars.answer(made, f"{fold(organisation.name).replace(' ', '-')[:60]}.ics")


@bp.get(f"{EXCHANGES}/<uuid:exchange_id>/pieces/<uuid:attachment_id>")
@may(*READERS)
def attachment(exchange_id: UUID, attachment_id: UUID) -> Response:
    """Send a file that a dropped mail carried: always as a download."""
    row = exchanges.attachment(db.session(), exchange_id, attachment_id)
    path = files.find(current_app.config["REBOND"].data_dir, row.sha256)
    if path is None:
        raise NotFound
    answer = send_file(
        path, mimetype=row.media_type, as_attachment=True, download_name=row.filename
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def draw(row: Exchange, *, status: int = 200, warning: str = "") -> Response:
    """Answer with the page of one exchange."""
    session = db.session()
    organisation = structure(row.organisation_id)
    names = queries.people(session, {row.owner_id, row.follow_up_owner_id})
    return page(
        "partnerships/staff/exchange.html",
        status=status,
        heading=heading(organisation, "echanges"),
        row=row,
        here=f"{EXCHANGES}/{row.id}",
        present=exchanges.present(session, row.id),
        attached=exchanges.attached(session, row.id),
        owner=names.get(row.owner_id, "") if row.owner_id else "",
        follower=names.get(row.follow_up_owner_id, "") if row.follow_up_owner_id else "",
        late=row.follow_up_on is not None
        and row.followed_at is None
        and row.follow_up_on < clock.today(),
        writes=may_write(),
        warning=warning,
    )


def _changed(exchange_id: UUID, act: Any, done: str) -> Response:
    row, form = exchanges.exchange(db.session(), exchange_id), VersionForm()
    try:
        act(db.session(), row, actor=current_actor(), now=clock.now(), seen=form.seen)
    except RuleBroken as refusal:
        return draw(row, status=409, warning=sentence_of(refusal))
    flash(done, "success")
    return go(f"{EXCHANGES}/{exchange_id}")


def _wanted(form: ExchangeListForm) -> Wanted:
    kind, state = form.said("genre"), form.said("etat")
    return Wanted(
        kind=ExchangeKind(kind) if kind else None,
        state=ExchangeState(state) if state else None,
        owner_id=read_id(form.said("qui")),
        since=form.du.day,
        until=form.au.day,
        to_follow=bool(form.said("suite")),
        words=fold(form.said("texte")),
    )


def _columns(sort: str) -> list[tuple[str, str, str, str]]:
    return [
        sortable("date", _("Quand"), sort=sort, order="descending"),
        sortable("structure", _("Structure"), sort=sort),
        (_("Échange"), "", "", ""),
        (_("Qui"), "", "", ""),
        sortable("suite", _("Suite à donner"), sort=sort),
    ]


def _cells(line: Line) -> tuple[object, ...]:
    wall = clock.local(line.at)
    return (
        wall.date(),
        f"{wall:%H:%M}",
        line.name,
        _(line.kind.label),
        _(line.state.label),
        line.subject,
        line.result,
        line.owner,
        line.follow_up,
        line.follow_up_on,
        clock.local(line.followed_at).date() if line.followed_at else "",
    )
