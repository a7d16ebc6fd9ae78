"""Partnerships of the tests, advanced as staff advance them."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from app.base.core.actors import Actor
from app.partners.models import Organisation
from app.partnerships.actions import exchanges, partnerships
from app.partnerships.models import Exchange, ExchangeKind, Partnership, Step
from app.partnerships.rules import NextAction, PlanFacts, RecordFacts, StartFacts
from tests.partners.builders import structure

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)
SOFIA = Actor(id=None, label="Sofia Garnier")


def going(session: Session, organisation: Organisation | None = None, **facts) -> Partnership:
    """Return a partnership that goes on, at the step of identification unless said."""
    known = {"step": Step.IDENTIFICATION, "trigger": "Une rencontre"}
    organisation = organisation or structure(session)
    return partnerships.start(
        session, organisation, StartFacts(**(known | facts)), actor=SOFIA, now=NOW
    )


def planned(session: Session, organisation: Organisation, **facts) -> Exchange:
    """Return a meeting planned this afternoon, unless `facts` say otherwise."""
    known = {
        "kind": ExchangeKind.MEETING,
        "at": NOW.replace(hour=13),
        "subject": "Point sur la promesse",
    }
    return exchanges.plan(session, organisation, PlanFacts(**(known | facts)), actor=SOFIA, now=NOW)


def recorded(session: Session, organisation: Organisation, **facts) -> Exchange:
    """Return a call that took place this morning, unless `facts` say otherwise."""
    known = {
        "kind": ExchangeKind.CALL,
        "at": NOW.replace(hour=8),
        "subject": "Où en sont les ordinateurs",
        "words": "Le prestataire les garde.",
    }
    return exchanges.record(
        session, organisation, RecordFacts(**(known | facts)), actor=SOFIA, now=NOW
    )


def action(words: str = "Rappeler", on: date | None = TODAY, owner=None) -> NextAction:
    """Return a next action due today."""
    return NextAction(words, on, owner)
