"""What was said: noted on one page, from a phone as well, or dropped as a mail."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.uploads import up_to
from app.partners import queries as partners
from app.partners.models import Organisation
from app.partners.staff.door import WRITERS, heading
from app.partnerships import queries
from app.partnerships.actions import exchanges as actions
from app.partnerships.actions import letters
from app.partnerships.forms.exchanges import LetterForm, RecordForm
from app.partnerships.forms.fields import offer, read_id
from app.partnerships.models import Exchange, ExchangeKind, ExchangeState, Standing
from app.partnerships.queries import exchanges
from app.partnerships.rules.letters import HEAVY, MOST_BYTES, Letter, read
from app.partnerships.staff.door import (
    EXCHANGES,
    contact_choices,
    own_id,
    people,
    structure,
    tab_address,
    tabs,
)

bp = Blueprint("exchange_records", __name__)
NEW = "/gestion/partenaires/<uuid:organisation_id>/echanges/noter"
NOTE = f"{EXCHANGES}/<uuid:exchange_id>/compte-rendu"
MAIL = f"{EXCHANGES}/courriel"
MAIL_OF = "/gestion/partenaires/<uuid:organisation_id>/echanges/courriel"
MOST_FORM = MOST_BYTES + 1024 * 1024


@bp.get(NEW)
@may(*WRITERS)
def new(organisation_id: UUID) -> Response:
    """Show an empty record of now."""
    organisation = structure(organisation_id)
    form = _form(organisation, fresh=True)
    asked = request.args.get("genre", "")
    form.kind.data = asked if asked in set(ExchangeKind) else ExchangeKind.CALL.value
    form.now(clock.now())
    form.owner.data = form.follow_up_owner.data = str(own_id())
    return _draw(organisation, form)


@bp.post(NEW)
@may(*WRITERS)
def create(organisation_id: UUID) -> Response:
    """Note an exchange that was not planned."""
    organisation = structure(organisation_id)
    form = _form(organisation)
    if form.validate():
        try:
            made = actions.record(
                db.session(), organisation, form.facts(), actor=current_actor(), now=clock.now()
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("L’échange est noté."), "success")
            return go(f"{EXCHANGES}/{made.id}")
    return _draw(organisation, form, status=422)


@bp.get(NOTE)
@may(*WRITERS)
def edit(exchange_id: UUID) -> Response:
    """Show the record of a planned exchange to be written, or of a past one to be corrected."""
    row, organisation = _known(exchange_id)
    form = _form(organisation, fresh=True)
    form.fill(actions.record_of(db.session(), row), row.version)
    if row.state is ExchangeState.PLANNED:
        form.follow_up_owner.data = str(own_id())
        form.owner.data = form.owner.data or str(own_id())
        if row.at > clock.now():
            form.now(clock.now())
    return _draw(organisation, form, row)


@bp.post(NOTE)
@may(*WRITERS)
def save(exchange_id: UUID) -> Response:
    """Note what was said."""
    row, organisation = _known(exchange_id)
    form, status = _form(organisation), 422
    if form.validate():
        try:
            actions.note_down(
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
            flash(_("L’échange est noté."), "success")
            return go(f"{EXCHANGES}/{exchange_id}")
    return _draw(organisation, form, row, status=status)


@bp.get(MAIL)
@may(*WRITERS)
def ask_for_mail() -> Response:
    """Ask for a mail; its addresses say with which structure it was exchanged."""
    return _draw_mail(LetterForm(formdata=None))


@bp.post(MAIL)
@may(*WRITERS)
@up_to(MOST_FORM)
def drop() -> Response:
    """Take a mail in."""
    return _drop(None)


@bp.get(MAIL_OF)
@may(*WRITERS)
def ask_for_mail_of(organisation_id: UUID) -> Response:
    """Ask for a mail exchanged with this structure."""
    return _draw_mail(LetterForm(formdata=None), structure(organisation_id))


@bp.post(MAIL_OF)
@may(*WRITERS)
@up_to(MOST_FORM)
def drop_of(organisation_id: UUID) -> Response:
    """Take in a mail exchanged with this structure."""
    return _drop(structure(organisation_id))


def _drop(organisation: Organisation | None) -> Response:
    form, found = LetterForm(), []
    try:
        letter = read(_sent(form))
        found = letters.structures_of(db.session(), letter)
        row, new = _take(letter, organisation)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw_mail(form, organisation, status=422, found=found)
    flash(
        _("Le courriel est noté : relisez, ajoutez la suite à donner.")
        if new
        else _("Ce courriel était déjà noté."),
        "success" if new else "info",
    )
    return go(f"{EXCHANGES}/{row.id}")


def _take(letter: Letter, organisation: Organisation | None) -> tuple[Exchange, bool]:
    session = db.session()
    chosen = read_id(request.form.get("structure", "")[:60])
    if organisation is None and chosen in letters.structures_of(session, letter):
        organisation = structure(chosen)
    return letters.take(
        session,
        letter,
        organisation or letters.structure_of(session, letter),
        data_dir=current_app.config["REBOND"].data_dir,
        actor=current_actor(),
        now=clock.now(),
    )


def _sent(form: LetterForm) -> bytes:
    sent = form.file.data
    if not sent or not getattr(sent, "filename", ""):
        raise RuleBroken(_("Choisissez le courriel à déposer."), field="file")
    content: bytes = sent.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RuleBroken(HEAVY, field="file")
    return content


def _known(exchange_id: UUID) -> tuple[Exchange, Organisation]:
    row = exchanges.exchange(db.session(), exchange_id)
    if row.state is ExchangeState.CANCELLED:
        raise NotFound
    return row, structure(row.organisation_id)


def _form(organisation: Organisation, *, fresh: bool = False) -> RecordForm:
    form = RecordForm(formdata=None) if fresh else RecordForm()
    contacts = partners.contacts(db.session(), organisation.id, former=True)
    form.offer_people(people(), contact_choices(contacts))
    return form


def _draw(
    organisation: Organisation, form: RecordForm, row: Exchange | None = None, *, status: int = 200
) -> Response:
    partnership = queries.partnership(db.session(), organisation.id)
    tab = tab_address(organisation.id, "echanges")
    return page(
        "partnerships/staff/record.html",
        status=status,
        heading=heading(organisation, "echanges"),
        form=form,
        row=row,
        going=partnership is not None and partnership.standing is Standing.ACTIVE,
        here=f"{EXCHANGES}/{row.id}/compte-rendu" if row else f"{tab}/noter",
        back=f"{EXCHANGES}/{row.id}" if row else tab,
    )


def _draw_mail(
    form: LetterForm,
    organisation: Organisation | None = None,
    *,
    status: int = 200,
    found: list[UUID] | None = None,
) -> Response:
    """Answer with the page that takes a mail; `found` are the structures that it may be about."""
    named = partners.names(db.session(), found or [])
    offer(form.structure, [(str(key), name) for key, name in named.items()])
    tab = tab_address(organisation.id, "echanges") if organisation else ""
    return page(
        "partnerships/staff/mail.html",
        status=status,
        tabs=tabs("echanges"),
        heading=heading(organisation, "echanges") if organisation else None,
        form=form,
        several=len(named) > 1,
        here=f"{tab}/courriel" if organisation else MAIL,
        back=tab or EXCHANGES,
    )
