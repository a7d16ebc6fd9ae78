"""Structures of the tests, entered as staff enter them."""

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from app.accounts.models import Account
from app.base.core.actors import Actor
from app.partners import actions
from app.partners.models import (
    Contact,
    Function,
    Member,
    MemberRole,
    Organisation,
    OrganisationKind,
    PartnerRole,
    Site,
)
from app.partners.rules import OrganisationFacts
from tests.accounts import builders as people

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SOFIA = Actor(id=None, label="Sofia Garnier")


def structure(session: Session, name: str = "Gâtinais Habitat", **facts) -> Organisation:
    """Return a social landlord that gives its computers, unless `facts` say otherwise."""
    known = {"kind": OrganisationKind.LANDLORD, "roles": frozenset({PartnerRole.SOURCE})}
    sheet = OrganisationFacts(name=name, **(known | facts))
    return actions.add(session, sheet, actor=SOFIA, now=NOW)


def site(session: Session, organisation: Organisation, insee: str = "45208", **facts) -> Site:
    """Return the main site of a structure in a commune that exists already."""
    known = {"main": True, "address": "1 rue du Port", "lat": 47.99906, "lon": 2.73737}
    made = Site(organisation_id=organisation.id, insee=insee, **(known | facts))
    session.add(made)
    session.flush()
    return made


def contact(session: Session, organisation: Organisation, name: str = "Ada Roy", **facts):
    """Return a relay person of a structure, written to by mail."""
    known = {"function": Function.PURCHASING, "email": "ada@example.org", "relay": True}
    made = Contact(organisation_id=organisation.id, name=name, **(known | facts))
    session.add(made)
    session.flush()
    return made


def member(
    session: Session, organisation: Organisation, role: MemberRole = MemberRole.MANAGER
) -> Account:
    """Return somebody of a structure who can sign in to its own space."""
    person = people.account(session, "partenaire")
    session.add(Member(account_id=person.id, organisation_id=organisation.id, role=role))
    session.commit()
    return person


def entered(app: Flask, person: Account) -> FlaskClient:
    """Return a browser where `person` is signed in."""
    browser = app.test_client()
    assert people.sign_in(browser, person).status_code == 303
    return browser
