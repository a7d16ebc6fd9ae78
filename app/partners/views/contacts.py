"""A structure keeps its own contacts: its direction and its partnership managers do."""

from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.guards import current_actor
from app.base.web.hypermedia import go, page
from app.partners import actions, own, persons, queries
from app.partners.forms import ContactForm, EndForm
from app.partners.models import Contact
from app.partners.own import EDITORS

bp = Blueprint("own_contacts", __name__, url_prefix=f"{own.BASE}/contacts")


@bp.get("")
@own.member_roles()
def index() -> Response:
    """List the structure's people."""
    listed = persons.listed(own.organisation())
    return page("partners/own/contacts.html", heading=own.heading("contacts"), **listed)


@bp.get("/nouveau")
@own.member_roles(*EDITORS)
def new() -> Response:
    """Show an empty contact."""
    return _draw(None, persons.empty(own.organisation(), request.args.get("remplace", "")))


@bp.post("/nouveau")
@own.member_roles(*EDITORS)
def create() -> Response:
    """Enter somebody of the structure."""
    organisation = own.organisation()
    form = persons.sent(organisation)
    facts = persons.read(form, organisation)
    if facts is None:
        return _draw(None, form, status=422)
    try:
        actions.add_contact(
            db.session(),
            organisation,
            facts,
            actor=current_actor(),
            now=clock.now(),
            replaces=persons.replaced(form, organisation),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(None, form, status=422)
    flash(_("Le contact est enregistré. Merci."), "success")
    return go(f"{own.BASE}/contacts")


@bp.get("/<uuid:contact_id>")
@own.member_roles(*EDITORS)
def edit(contact_id: UUID) -> Response:
    """Show a contact of the structure to correct."""
    organisation = own.organisation()
    contact = queries.contact(db.session(), organisation.id, contact_id)
    return _draw(contact, persons.shown(contact, organisation))


@bp.post("/<uuid:contact_id>")
@own.member_roles(*EDITORS)
def save(contact_id: UUID) -> Response:
    """Correct a contact of the structure; what the team wrote for itself stays."""
    session, organisation = db.session(), own.organisation()
    contact = queries.contact(session, organisation.id, contact_id)
    form = persons.sent(organisation)
    form.note.data, form.introduced_by.data = contact.note, contact.introduced_by
    facts = persons.read(form, organisation)
    if facts is None:
        return _draw(contact, form, status=422)
    try:
        actions.correct_contact(
            session,
            contact,
            facts,
            actor=current_actor(),
            now=clock.now(),
            seen=persons.seen(form),
        )
    except Stale:
        form.version.data = str(contact.version)
        return _draw(contact, form, status=409, stale=True)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(contact, form, status=422)
    flash(_("Le contact est à jour. Merci."), "success")
    return go(f"{own.BASE}/contacts")


@bp.post("/<uuid:contact_id>/depart")
@own.member_roles(*EDITORS)
def end(contact_id: UUID) -> Response:
    """Note that somebody of the structure has left."""
    organisation = own.organisation()
    contact = queries.contact(db.session(), organisation.id, contact_id)
    form = EndForm()
    if not persons.end(form, contact, current_actor()):
        return _draw(contact, persons.shown(contact, organisation), status=422, leaving=form)
    flash(_("C’est noté. Merci."), "success")
    return go(f"{own.BASE}/contacts")


def _draw(
    contact: Contact | None,
    form: ContactForm,
    *,
    status: int = 200,
    stale: bool = False,
    leaving: EndForm | None = None,
) -> Response:
    return page(
        "partners/own/contact.html",
        status=status,
        heading=own.heading("contacts"),
        contact=contact,
        form=form,
        stale=stale,
        leaving=leaving or persons.leaving(),
        here=f"{own.BASE}/contacts",
        years=persons.years_kept(),
    )
