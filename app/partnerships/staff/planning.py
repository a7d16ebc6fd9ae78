"""An exchange to come: planned, changed, prepared on a sheet to take along."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import queries as partners
from app.partners.models import Organisation
from app.partners.staff.door import READERS, WRITERS, heading
from app.partnerships import queries
from app.partnerships.actions import exchanges as actions
from app.partnerships.forms.exchanges import PlanForm
from app.partnerships.models import Exchange, ExchangeKind, ExchangeState, SheetKind
from app.partnerships.queries import exchanges
from app.partnerships.staff.door import (
    EXCHANGES,
    contact_choices,
    own_id,
    people,
    structure,
    tab_address,
)
from app.partnerships.staff.in_words import SHEET_LABELS

bp = Blueprint("exchange_plans", __name__)
NEW = "/gestion/partenaires/<uuid:organisation_id>/echanges/prevoir"
CHANGE = f"{EXCHANGES}/<uuid:exchange_id>/modification"


@bp.get(NEW)
@may(*WRITERS)
def new(organisation_id: UUID) -> Response:
    """Show an empty plan."""
    organisation = structure(organisation_id)
    form = _form(organisation, fresh=True)
    asked = request.args.get("genre", "")
    form.kind.data = asked if asked in set(ExchangeKind) else ExchangeKind.MEETING.value
    form.minutes.data, form.owner.data = "60", str(own_id())
    return _draw(organisation, form)


@bp.post(NEW)
@may(*WRITERS)
def create(organisation_id: UUID) -> Response:
    """Plan an exchange."""
    organisation = structure(organisation_id)
    form = _form(organisation)
    if form.validate():
        try:
            made = actions.plan(
                db.session(), organisation, form.facts(), actor=current_actor(), now=clock.now()
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("C’est prévu."), "success")
            return go(f"{EXCHANGES}/{made.id}")
    return _draw(organisation, form, status=422)


@bp.get(CHANGE)
@may(*WRITERS)
def edit(exchange_id: UUID) -> Response:
    """Show a plan to change it; a cancelled one is planned again so."""
    row, organisation = _planned(exchange_id)
    form = _form(organisation, fresh=True)
    form.fill(actions.plan_of(db.session(), row), row.version)
    return _draw(organisation, form, row)


@bp.post(CHANGE)
@may(*WRITERS)
def save(exchange_id: UUID) -> Response:
    """Change a plan."""
    row, organisation = _planned(exchange_id)
    form, status = _form(organisation), 422
    if form.validate():
        try:
            actions.replan(
                db.session(),
                row,
                form.facts(),
                actor=current_actor(),
                now=clock.now(),
                seen=form.seen,
            )
        except Stale as refusal:
            status = 409
            form.broken(refusal)
            form.version.data = str(row.version)
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("Le rendez-vous est à jour."), "success")
            return go(f"{EXCHANGES}/{exchange_id}")
    return _draw(organisation, form, row, status=status)


@bp.get(f"{EXCHANGES}/<uuid:exchange_id>/fiche")
@may(*READERS)
def brief(exchange_id: UUID) -> Response:
    """Show the sheet to take along: who they are, what was said and promised, what we want."""
    session = db.session()
    row = exchanges.exchange(session, exchange_id)
    organisation = structure(row.organisation_id)
    partnership = queries.partnership(session, organisation.id)
    before = min(row.at, clock.now())
    found = queries.sheets(session, partnership.id) if partnership else {}
    argument = found.get(SheetKind.ARGUMENT)
    return page(
        "partnerships/staff/brief.html",
        row=row,
        organisation=organisation,
        contacts=partners.contacts(session, organisation.id),
        seated={each.id for each in exchanges.present(session, row.id)},
        sites=partners.sites(session, organisation.id),
        partnership=partnership,
        last=exchanges.last(session, organisation.id, before=before),
        promised=exchanges.promised(session, organisation.id, before=before),
        argument=_texts(argument) if argument else [],
        here=f"{EXCHANGES}/{row.id}",
    )


def _texts(sheet: Any) -> list[tuple[str, str]]:
    labels = SHEET_LABELS[SheetKind.ARGUMENT]
    texts = (sheet.first, sheet.second, sheet.third, sheet.fourth)
    return [(_(label), text) for label, text in zip(labels, texts, strict=True) if text]


def _planned(exchange_id: UUID) -> tuple[Exchange, Organisation]:
    row = exchanges.exchange(db.session(), exchange_id)
    if row.state is ExchangeState.DONE:
        raise NotFound
    return row, structure(row.organisation_id)


def _form(organisation: Organisation, *, fresh: bool = False) -> PlanForm:
    form = PlanForm(formdata=None) if fresh else PlanForm()
    contacts = partners.contacts(db.session(), organisation.id, former=True)
    form.offer_people(people(), contact_choices(contacts))
    return form


def _draw(
    organisation: Organisation, form: PlanForm, row: Exchange | None = None, *, status: int = 200
) -> Response:
    return page(
        "partnerships/staff/plan.html",
        status=status,
        heading=heading(organisation, "echanges"),
        form=form,
        row=row,
        here=f"{EXCHANGES}/{row.id}/modification"
        if row
        else f"{tab_address(organisation.id, 'echanges')}/prevoir",
        back=f"{EXCHANGES}/{row.id}" if row else tab_address(organisation.id, "echanges"),
    )
