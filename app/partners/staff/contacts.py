"""The people of a structure: who is there, who was, who comes instead."""

from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import actions, persons, queries
from app.partners.forms import ContactForm, EndForm
from app.partners.models import Contact, Organisation
from app.partners.staff.door import BASE, READERS, WRITERS, heading

bp = Blueprint("partner_contacts", __name__, url_prefix=f"{BASE}/<uuid:organisation_id>/contacts")


@bp.get("")
@may(*READERS)
def index(organisation_id: UUID) -> Response:
    """List the people of a structure, those who left last."""
    organisation = queries.organisation(db.session(), organisation_id)
    return page(
        "partners/staff/contacts.html",
        heading=heading(organisation, "contacts"),
        years=persons.years_kept(),
        **persons.listed(organisation),
    )


@bp.get("/nouveau")
@may(*WRITERS)
def new(organisation_id: UUID) -> Response:
    """Show an empty contact; `remplace` names whom the new one replaces."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = persons.empty(organisation, request.args.get("remplace", ""))
    return _draw(organisation, None, form)


@bp.post("/nouveau")
@may(*WRITERS)
def create(organisation_id: UUID) -> Response:
    """Enter somebody."""
    session = db.session()
    organisation = queries.organisation(session, organisation_id)
    form = persons.sent(organisation)
    facts = persons.read(form, organisation)
    if facts is None:
        return _draw(organisation, None, form, status=422)
    try:
        actions.add_contact(
            session,
            organisation,
            facts,
            actor=current_actor(),
            now=clock.now(),
            replaces=persons.replaced(form, organisation),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(organisation, None, form, status=422)
    flash(_("Le contact est enregistré."), "success")
    return go(f"{BASE}/{organisation.id}/contacts")


@bp.get("/<uuid:contact_id>")
@may(*WRITERS)
def edit(organisation_id: UUID, contact_id: UUID) -> Response:
    """Show a contact to correct."""
    organisation = queries.organisation(db.session(), organisation_id)
    contact = queries.contact(db.session(), organisation_id, contact_id)
    return _draw(organisation, contact, persons.shown(contact, organisation))


@bp.post("/<uuid:contact_id>")
@may(*WRITERS)
def save(organisation_id: UUID, contact_id: UUID) -> Response:
    """Correct a contact; when somebody else did meanwhile, keep what was typed."""
    session = db.session()
    organisation = queries.organisation(session, organisation_id)
    contact = queries.contact(session, organisation_id, contact_id)
    form = persons.sent(organisation)
    facts = persons.read(form, organisation)
    if facts is None:
        return _draw(organisation, contact, form, status=422)
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
        return _draw(organisation, contact, form, status=409, stale=True)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(organisation, contact, form, status=422)
    flash(_("Le contact est à jour."), "success")
    return go(f"{BASE}/{organisation.id}/contacts")


@bp.post("/<uuid:contact_id>/depart")
@may(*WRITERS)
def end(organisation_id: UUID, contact_id: UUID) -> Response:
    """Note that somebody has left."""
    organisation = queries.organisation(db.session(), organisation_id)
    contact = queries.contact(db.session(), organisation_id, contact_id)
    form = EndForm()
    if not persons.end(form, contact, current_actor()):
        typed = persons.shown(contact, organisation)
        return _draw(organisation, contact, typed, status=422, leaving=form)
    flash(_("C’est noté : cette personne n’est plus un contact."), "success")
    return go(f"{BASE}/{organisation.id}/contacts")


def _draw(  # noqa: PLR0913 - the state of a page
    organisation: Organisation,
    contact: Contact | None,
    form: ContactForm,
    *,
    status: int = 200,
    stale: bool = False,
    leaving: EndForm | None = None,
) -> Response:
    return page(
        "partners/staff/contact.html",
        status=status,
        heading=heading(organisation, "contacts"),
        contact=contact,
        form=form,
        stale=stale,
        leaving=leaving or persons.leaving(),
        here=f"{BASE}/{organisation.id}/contacts",
        years=persons.years_kept(),
    )
