"""The people of a structure on a page, the same for the team and in the structure's own space."""

from typing import Any
from uuid import UUID

from flask import current_app

from app.base import db
from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import NotFound, RuleBroken
from app.base.core.phones import spoken
from app.base.core.text import N_
from app.base.web.forms import whole_number
from app.partners import actions, queries
from app.partners import shown as words
from app.partners.forms import ContactForm, EndForm
from app.partners.models import Contact, Function, Organisation
from app.partners.rules import sheets
from app.partners.rules.contacts import ContactFacts

DAYLESS = N_("Dites depuis quel jour cette personne n’est plus là.")


def years_kept() -> int:
    """Return how many years the names of those who left are kept."""
    return int(current_app.config["REBOND"].contacts_kept_years)


def listed(organisation: Organisation) -> dict[str, Any]:
    """Return who is there and who was, each with their words."""
    session = db.session()
    people = queries.contacts(session, organisation.id, former=True)
    names = {contact.id: contact.name for contact in people}
    places = {site.id: words.place(site) for site in queries.sites(session, organisation.id)}
    lines: list[dict[str, Any]] = [
        {
            "contact": contact,
            "phone": spoken(contact.phone) if contact.phone else "",
            "site": places.get(contact.site_id, "") if contact.site_id else "",
            "replaces": names.get(contact.replaces_id, "") if contact.replaces_id else "",
        }
        for contact in people
    ]
    return {
        "current": [line for line in lines if line["contact"].until is None],
        "former": [line for line in lines if line["contact"].until is not None],
    }


def empty(organisation: Organisation, replaces: str = "") -> ContactForm:
    """Return a form for somebody new."""
    form = ContactForm(formdata=None)
    _offer(form, organisation)
    form.function.data = Function.OTHER.value
    form.replaces.data = replaces
    return form


def sent(organisation: Organisation) -> ContactForm:
    """Return the form that was sent."""
    form = ContactForm()
    _offer(form, organisation)
    return form


def shown(contact: Contact, organisation: Organisation) -> ContactForm:
    """Return the form of a kept contact."""
    form = ContactForm(formdata=None)
    _offer(form, organisation)
    for name in ("name", "title", "email", "consent_how", "introduced_by", "note", "relay"):
        form[name].data = getattr(contact, name)
    form.phone.data = spoken(contact.phone) if contact.phone else ""
    form.function.data = contact.function.value
    form.consent_on.data = contact.consent_on.isoformat() if contact.consent_on else ""
    form.since.data = contact.since.isoformat() if contact.since else ""
    form.site.data = str(contact.site_id or "")
    form.version.data = str(contact.version)
    return form


def leaving() -> EndForm:
    """Return the form of somebody who leaves, today unless said."""
    form = EndForm(formdata=None)
    form.until.data = clock.today().isoformat()
    return form


def read(form: ContactForm, organisation: Organisation) -> ContactFacts | None:
    """Return what the form says; None when something is wrong, said beside its field."""
    valid = form.validate()
    try:
        phone = sheets.phone(form.phone.data or "")
    except RuleBroken as fault:
        form.broken(fault)
        return None
    return (
        ContactFacts(
            name=form.name.data or "",
            function=form.function.word or Function.OTHER,
            title=form.title.data or "",
            email=form.email.data or "",
            phone=phone,
            relay=bool(form.relay.data),
            consent_on=form.consent_on.day,
            consent_how=form.consent_how.data or "",
            since=form.since.day,
            site_id=_site(form.site.data, organisation),
            introduced_by=form.introduced_by.data or "",
            note=form.note.data or "",
        )
        if valid
        else None
    )


def replaced(form: ContactForm, organisation: Organisation) -> Contact | None:
    """Return whom the new contact replaces: somebody of the same structure, or nobody."""
    try:
        return queries.contact(db.session(), organisation.id, UUID(form.replaces.data or ""))
    except (ValueError, NotFound):
        return None


def seen(form: ContactForm) -> int:
    """Return the version of the contact that the form was opened on."""
    return whole_number(form.version.data)


def end(form: EndForm, contact: Contact, actor: Actor) -> bool:
    """Note that somebody has left; False when the form says something wrong, said beside it."""
    if not form.validate():
        return False
    if form.until.day is None:
        form.broken(RuleBroken(DAYLESS, field="until"))
        return False
    try:
        actions.end_contact(db.session(), contact, form.until.day, actor=actor, now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return False
    return True


def _offer(form: ContactForm, organisation: Organisation) -> None:
    session = db.session()
    sites = [(str(each.id), words.place(each)) for each in queries.sites(session, organisation.id)]
    people = queries.contacts(session, organisation.id)
    form.offer(sites, [(str(each.id), each.name) for each in people])


def _site(value: Any, organisation: Organisation) -> UUID | None:
    known = {str(each.id): each.id for each in queries.sites(db.session(), organisation.id)}
    return known.get(str(value))
