"""Put the partnerships' pages and jobs on the application, and lend them to the register."""

from typing import Final

from flask import Flask

from app.base.core.text import N_
from app.base.web import errors
from app.base.web.telling import Telling
from app.partners.registry import Tab, registry
from app.partnerships import jobs
from app.partnerships.actions.groups import NAME_TAKEN
from app.partnerships.actions.merging import settle
from app.partnerships.actions.partnerships import GOING_ALREADY
from app.partnerships.queries.due import due_of
from app.partnerships.staff import (
    board,
    exchanges,
    group_acts,
    ideas,
    imports,
    in_words,
    meetings,
    mornings,
    planning,
    practices,
    recording,
    sheets,
    tab,
)

ROOM: Final = "partnerships"
TABS: Final = (
    Tab("partenariat", N_("Partenariat"), "/gestion/partenaires/%s/partenariat", 40),
    Tab("echanges", N_("Échanges"), "/gestion/partenaires/%s/echanges", 45),
)
TELLING: Final = Telling(in_words.verb, in_words.label, in_words.value)
STAFF: Final = (
    board,
    tab,
    sheets,
    ideas,
    practices,
    imports,
    exchanges,
    planning,
    recording,
    mornings,
    group_acts,
    meetings,
)


def init_app(app: Flask) -> None:
    """Mount the pages and the job; say in words what the database refuses."""
    registry.staff_tabs[ROOM] = TABS
    registry.due_of[ROOM] = due_of
    registry.merges_of[ROOM] = settle
    for part in STAFF:
        app.register_blueprint(part.bp)
    jobs.init_app(app)
    errors.explain("uq_partnership_live", GOING_ALREADY)
    errors.explain("uq_partnership_organisation_id", GOING_ALREADY)
    errors.explain("uq_partner_group_name", NAME_TAKEN, "name")
