"""Needs, offers and matches of the tests, made as staff and structures make them."""

from datetime import date
from uuid import uuid4

from sqlmodel import Session

from app.partners.models import Contact, Organisation
from app.synergies import actions
from app.synergies.models import Domain, Manner, Side, SynergyEntry, Unit
from app.synergies.queries import proposals
from app.synergies.queries.proposals import Pair
from app.synergies.rules.sheets import EntryFacts
from app.synergies.rules.states import Who
from tests.partners.builders import NOW, SOFIA, contact, structure

TODAY = date(2026, 11, 25)
HERE = (47.997, 2.733)
HAND = {"actor": SOFIA, "now": NOW}
DATED = HAND | {"today": TODAY}


def sheet(owner: Organisation, **facts) -> EntryFacts:
    known = {
        "organisation_id": owner.id,
        "side": Side.NEED,
        "domain": Domain.MATERIALS,
        "title": "Cartons d’emballage",
        "insee": "45208",
        "lat": HERE[0],
        "lon": HERE[1],
        "quantity": 300_000,
        "unit": Unit.KILOGRAMS,
    }
    return EntryFacts(**(known | facts))


def enter(session: Session, *, online=True, owner=None, **facts) -> SynergyEntry:
    owner = owner or structure(session, name=f"Structure {uuid4()}")
    row = actions.add(session, sheet(owner, **facts), **HAND)
    if online:
        actions.move(session, row, "publish", **HAND, today=date(2026, 1, 1))
    return row


def person(session: Session, entry: SynergyEntry, name: str = "Ada Roy", **facts) -> Contact:
    """Return somebody of an entry's structure who agreed to be written to."""
    owner = session.get_one(Organisation, entry.organisation_id)
    known = {"consent_on": TODAY, "consent_how": "au téléphone", "email": f"{uuid4().hex}@a.test"}
    return contact(session, owner, name, **(known | facts))


def proposed(session: Session, need=None, offer=None, **facts) -> Pair:
    """Return a proposal between 300 kg needed and 240 kg offered, unless said otherwise."""
    need = need or enter(session)
    offer = offer or enter(session, side=Side.OFFER, quantity=240_000)
    row, _new = actions.propose(session, need, offer, **(DATED | facts))
    return proposals.pair(session, row.id)


def yes(session: Session, pair: Pair, side: Side, who=None, **facts) -> bool:
    who = who or person(session, pair.of(side), f"Personne {side.value}")
    said = DATED | {"how": Manner.PHONE, "who": Who.STAFF} | facts
    return actions.say_yes(session, pair, side, who, **said)


def opened(session: Session, **entries) -> Pair:
    """Return a match to which both sides said yes."""
    pair = proposed(session, **entries)
    for side in Side:
        yes(session, pair, side)
    return pair
