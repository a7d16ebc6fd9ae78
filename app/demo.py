"""The demonstration: invented places and people, never in production."""

from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts.models import Role
from app.agreements import demo as agreements
from app.authorisations.actions import demo as authorisations
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.config import Settings
from app.feasibility import demo as feasibility
from app.fundings.actions import demo as fundings
from app.partners.actions import demo as partners
from app.partners.actions import demo_parts as partner_parts
from app.partnerships.actions import demo as partnerships
from app.pickups.actions import demo_structures, demo_terms, demo_visits
from app.points import actions as points
from app.reviews.actions import demo as reviews
from app.slots.actions import demo as slots
from app.synergies.actions import demo as synergies


def refuse_in_production(settings: Settings) -> None:
    """Raise RuleBroken where the installation serves real people."""
    if settings.production:
        raise RuleBroken(N_("La démonstration ne se charge pas en production."))


def load(
    session: Session, password: str, *, today: date, now: datetime, data_dir: Path | None = None
) -> None:
    """Load places, calendar, terms, accounts, structures and visits; a second call loses and adds nothing.

    Illustrations of places go to `data_dir`; without it there are none.
    """
    points.load_demo(session, today, data_dir)
    slots.load_demo(session, today)
    demo_terms.load_demo(session)
    people = accounts.load_demo(session, password, now=now)
    partner = next(each for each in people if Role.PARTNER in each.role_set)
    partners.load_demo(session, today, member=partner.id)
    points.entrust_demo(session, today)
    authorisations.load_demo(session, today)
    fundings.load_demo(session, today)
    partner_parts.load_parts(session, today, data_dir)
    keeper = next(each for each in people if Role.PARTNERSHIPS in each.role_set)
    partnerships.load_demo(session, Actor(keeper.id, keeper.trail_label), today)
    agreements.load_demo(session, today, data_dir=data_dir)
    synergies.load_demo(session, today)
    desk = next(each for each in people if Role.RECEPTION in each.role_set)
    hand = Actor(desk.id, desk.trail_label)
    demo_visits.load_demo(session, hand, today=today)
    demo_structures.load_demo(session, hand, today=today)
    feasibility.load_demo(session, Actor(keeper.id, keeper.trail_label), today)
    reviews.load_demo(session, today)
