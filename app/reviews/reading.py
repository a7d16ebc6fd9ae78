"""A structure's review as it stands: the year asked for, live figures, texts, what is published."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import current_app, request

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound
from app.partners.models import Organisation
from app.partners.registry import Arrival
from app.reviews import actions
from app.reviews.models import Edition, Review
from app.reviews.queries import editions, yearly
from app.reviews.rules import words as texts
from app.reviews.rules import years
from app.reviews.rules.frozen import Sheet
from app.reviews.rules.words import Words
from app.reviews.rules.years import Span


@dataclass(frozen=True)
class Reading:
    """One year of one structure, read today."""

    organisation: Organisation
    days: Span
    offered: list[int]
    arrivals: list[Arrival]
    """All that ever came from it."""
    review: Review | None
    today: date

    @property
    def version(self) -> int:
        """Return the version to send back with a change; 0 while nobody wrote anything."""
        return self.review.version if self.review else 0

    def sheet(self) -> tuple[Sheet, Words]:
        """Return the review as it would be published now, and the texts that its figures propose."""
        settings = current_app.config["REBOND"]
        figures = yearly.figures(
            db.session(), self.organisation.id, self.days, self.arrivals, self.today
        )
        offer = texts.proposed(figures, settings.house_name, settings.territory_name)
        return Sheet(
            self.organisation.name,
            settings.house_name,
            settings.territory_name,
            figures,
            texts.completed(actions.words_of(self.review), offer),
        ), offer

    def edition(self) -> Edition | None:
        """Return the edition that the partner sees."""
        return editions.edition(db.session(), self.review) if self.review else None


def reading(organisation: Organisation) -> Reading:
    """Return the year that the address asks for. Raises NotFound for one that has not been."""
    session, today = db.session(), clock.today()
    arrivals = yearly.arrivals(session, organisation.id, today + years.DAY)
    known = {each.year: each for each in editions.of_structure(session, organisation.id)}
    filled = {each.day.year for each in arrivals} | set(known)
    year = years.chosen(request.args.get("annee", ""), filled, today)
    if year is None:
        raise NotFound
    offered = sorted({year, *years.offered(filled, today)}, reverse=True)
    return Reading(organisation, years.span(year, today), offered, arrivals, known.get(year), today)


def published(organisation_id: UUID) -> tuple[list[Review], Review | None]:
    """Return the reviews that a structure may see, and the one asked for: the newest by default.

    Raises NotFound for a year of which nothing is published.
    """
    found = [each for each in editions.of_structure(db.session(), organisation_id) if each.shown]
    asked = request.args.get("annee", "")
    if not asked:
        return found, found[0] if found else None
    one = next((each for each in found if str(each.year) == asked), None)
    if one is None:
        raise NotFound
    return found, one
