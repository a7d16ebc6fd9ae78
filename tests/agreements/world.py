"""A landlord with its own space, and another structure that must never see it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from app.accounts.models import Role
from app.agreements import actions
from app.agreements.actions import arrangements
from app.agreements.actions.arrangements import ArrangementFacts
from app.agreements.models import (
    Agreement,
    AgreementPaper,
    ArrangementVersion,
    Commitment,
    CommitmentEntry,
    Counted,
    EntryStatus,
    Side,
    Source,
)
from app.agreements.queries import papers
from app.partners.models import Contact, Member, MemberRole, Organisation
from tests.accounts import builders as people
from tests.agreements.builders import NOW, TODAY, commitment, facts, move, project, sign
from tests.partners.builders import SOFIA, contact, structure


@dataclass
class World:
    """One structure with everything that it can have."""

    organisation: Organisation
    signed: Agreement
    review: Agreement
    amendment: Agreement
    devices: Commitment
    hours: Commitment
    entry: CommitmentEntry
    paper: AgreementPaper
    version: ArrangementVersion
    relay: Contact

    @property
    def ids(self) -> dict[str, UUID]:
        """Return what each address of the room names."""
        return {
            "organisation_id": self.organisation.id,
            "agreement_id": self.signed.id,
            "commitment_id": self.hours.id,
            "entry_id": self.entry.id,
            "paper_id": self.paper.id,
            "version_id": self.version.id,
            "contact_id": self.relay.id,
        }


def build(session: Session, folder: Path, name: str = "Gâtinais Habitat") -> World:
    """Return a structure with a signed agreement, one in review, an amendment, arrangements."""
    organisation = structure(session, name)
    relay = contact(session, organisation, consent_on=date(2026, 1, 1))
    signed = project(session, organisation)
    devices = commitment(session, signed)
    hours = commitment(
        session,
        signed,
        side=Side.OURS,
        title="Former les gardiens",
        kind=Counted.HOURS,
        quantity=720,
        source=Source.ENTRIES,
        words="",
    )
    sign(session, signed, folder, content=f"%PDF- {name}".encode())
    entry = CommitmentEntry(
        commitment_id=hours.id,
        day=date(2026, 5, 4),
        amount=120,
        words="gardiens",
        status=EntryStatus.PROPOSED,
        side=Side.THEIRS,
        added_by="partenaire",
        added_at=NOW,
    )
    session.add(entry)
    review = project(session, organisation, kind="cadre", title="Convention cadre")
    move(session, review, "submit")
    change = facts(title="Avenant", starts_on=date(2026, 12, 1), ends_on=None)
    told = {"actor": SOFIA, "now": NOW, "today": TODAY}
    amendment = actions.amend(session, signed, change, [("Objet", "plus")], **told)
    version = arrangements.write(
        session, organisation, None, ArrangementFacts(who="Le gardien"), actor=SOFIA, now=NOW
    )
    assert version is not None
    session.commit()
    paper = papers(session, signed.id)[0]
    return World(
        organisation, signed, review, amendment, devices, hours, entry, paper, version, relay
    )


def member(
    app: Flask, session: Session, organisation: Organisation, role: MemberRole = MemberRole.MANAGER
) -> FlaskClient:
    """Return a browser signed in as somebody of a structure."""
    person = people.account(session, Role.PARTNER)
    session.add(Member(account_id=person.id, organisation_id=organisation.id, role=role))
    session.commit()
    browser = app.test_client()
    assert people.sign_in(browser, person).status_code == 303
    return browser
