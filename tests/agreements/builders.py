"""Agreements of the tests, written and signed as staff do."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from app.agreements import actions, queries
from app.agreements.actions import commitments
from app.agreements.models import (
    Agreement,
    AgreementKind,
    Commitment,
    Counted,
    Rhythm,
    Side,
    Source,
)
from app.agreements.rules.sheets import AgreementFacts, CommitmentFacts
from app.agreements.rules.states import Who
from app.agreements.writing import House, text_of
from app.base import files
from app.base.core.actors import Actor
from app.partners.models import Organisation
from app.partners.registry import Arrival
from tests.partners.builders import SOFIA

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
HOUSE = House("Les Ateliers du Loing", "Gâtinais Montargois")
PDF = b"%PDF-1.7 signed by both"
PARTNER = Actor(id=None, label="partenaire")
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def facts(**said) -> AgreementFacts:
    """Return the sheet of a donation of this year."""
    known = {"kind": AgreementKind.DONATION, "title": "Don de matériel", **YEAR}
    return AgreementFacts(**(known | said))


def promised(**said) -> CommitmentFacts:
    """Return the promise of forty computers a year."""
    known = {
        "side": Side.THEIRS,
        "title": "Donner ses ordinateurs",
        "kind": Counted.DEVICES,
        "quantity": 40,
        "rhythm": Rhythm.YEAR,
        "source": Source.ARRIVALS,
        "words": "ordinateur",
    }
    return CommitmentFacts(**(known | said))


def project(session: Session, organisation: Organisation, **said) -> Agreement:
    """Return an agreement that is still a project."""
    today = said.pop("today", TODAY)
    text = [("Objet", "{partenaire} donne à {nous}.\n{ses_engagements}")]
    return actions.create(
        session, organisation, facts(**said), text, actor=SOFIA, now=NOW, today=today
    )


def commitment(session: Session, agreement: Agreement, **said) -> Commitment:
    """Return a commitment of a project."""
    return commitments.promise(session, agreement, promised(**said), actor=SOFIA, now=NOW)


def move(session: Session, agreement: Agreement, *verbs: str, today: date = TODAY) -> None:
    """Take a draft along some arrows, by our hand."""
    for verb in verbs:
        actions.advance(
            session, agreement, verb, by=Who.OURS, actor=SOFIA, now=NOW, today=today, words="oui"
        )


def sign(
    session: Session, agreement: Agreement, folder: Path, *, content: bytes = PDF, today=TODAY
) -> Agreement:
    """Take a project to its signature on `today`."""
    move(session, agreement, "submit", "agree", today=today)
    actions.note_signature(
        session, agreement, today, side=Side.OURS, actor=SOFIA, now=NOW, today=today
    )
    paper = actions.deposit(
        session,
        agreement,
        files.keep(folder, content, "signee.pdf"),
        today,
        side=Side.THEIRS,
        actor=SOFIA,
        now=NOW,
        today=today,
    )
    text = text_of(session, agreement, HOUSE)
    actions.sign(session, agreement, text, paper, actor=SOFIA, now=NOW, today=today)
    return agreement


def verbs(session: Session, agreement: Agreement) -> list[str]:
    """Return what happened to an agreement, sorted: all of it is told at the same instant."""
    return sorted(event.verb for event in queries.events(session, agreement.id))


def arrival(organisation_id: UUID, day: date, units: int = 1, **said) -> Arrival:
    """Return some laptops that came from a structure."""
    known = {
        "family": None,
        "thing": "Ordinateurs portables",
        "mass_g": 2300 * units,
        "estimated": True,
        "visit": f"visit-{day}",
        "href": f"/gestion/enlevements/{UUID(int=day.toordinal())}",
    }
    return Arrival(organisation_id=organisation_id, day=day, units=units, **(known | said))
