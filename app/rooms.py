"""Which rooms the house has: their pages and jobs, in the floors' order."""

from flask import Flask, current_app

from app.accounts import setup as accounts
from app.actor_map import setup as actor_map
from app.agreements import setup as agreements
from app.authorisations import in_words as authorisation_words
from app.authorisations import setup as authorisations
from app.base.outbox.worker import Periodic
from app.base.web import limits, telling
from app.base.web.telling import Telling
from app.catalog.staff import in_words as catalog_words
from app.catalog.staff import objects as catalog_objects
from app.catalog.staff import sheets as catalog_sheets
from app.feasibility import in_words as feasibility_words
from app.feasibility import setup as feasibility
from app.finder import nearby
from app.finder.views import about, objects, search
from app.fundings import in_words as funding_words
from app.fundings import setup as fundings
from app.partners import setup as partners
from app.partnerships import setup as partnerships
from app.pickups import in_words as pickup_words
from app.pickups import setup as pickups
from app.points import setup as points
from app.reviews import setup as reviews
from app.slots import setup as slots
from app.slots.staff import in_words as slot_words
from app.synergies import in_words as synergy_words
from app.synergies import setup as synergies
from app.territory import setup as territory
from app.today import in_words as outbox_words
from app.today import outbox, rail
from app.today import staff as today

FORGET_RATES = Periodic("forget-rates", lambda session, _now: limits.forget_stale(session))
BLUEPRINTS = (
    search.bp,
    objects.bp,
    catalog_objects.bp,
    catalog_sheets.bp,
    about.bp,
    today.bp,
    outbox.bp,
)

TELLINGS = {
    "accounts": accounts.TELLING,
    "authorisations": authorisation_words.TELLING,
    "agreements": agreements.TELLING,
    "catalog": Telling(catalog_words.verb, catalog_words.label, catalog_words.value),
    "partners": partners.TELLING,
    "pickups": Telling(pickup_words.verb, pickup_words.label, pickup_words.value),
    "partnerships": partnerships.TELLING,
    "points": points.TELLING,
    "slots": Telling(slot_words.verb, slot_words.label, slot_words.told),
    "fundings": funding_words.TELLING,
    "feasibility": feasibility_words.TELLING,
    "synergies": synergy_words.TELLING,
    "reviews": reviews.TELLING,
    "outbox": Telling(outbox_words.verb, outbox_words.label),
}


def init_app(app: Flask) -> None:
    """Mount every room on `app`."""
    for room in (
        accounts,
        territory,
        partners,
        agreements,
        partnerships,
        authorisations,
        fundings,
        slots,
        points,
        pickups,
        reviews,
        synergies,
        feasibility,
        nearby,
        actor_map,
    ):
        room.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.extensions["periodic"].append(FORGET_RATES)
    rail.init_app(app)
    telling.init_app(app, TELLINGS)
    app.context_processor(_everywhere)


def _everywhere() -> dict[str, object]:
    """Give every page the territory's name and the number to call."""
    settings = current_app.config["REBOND"]
    return {
        "territory_name": settings.territory_name,
        "help_phone": settings.help_phone,
        "help_hours": settings.help_hours,
    }
