"""Mounts the room on the application, and lends its pages to the register."""

from flask import Flask

from app.agreements import in_words, jobs
from app.agreements.due import due_of
from app.agreements.staff import arrangements, commitments, index, moves, sheets, show, tabs
from app.agreements.views import own, own_arrangements, own_promises
from app.base.core.text import N_
from app.base.web.telling import Telling
from app.partners.registry import Tab, registry

BLUEPRINTS = (
    index.bp,
    sheets.bp,
    show.bp,
    moves.bp,
    commitments.bp,
    commitments.drafts,
    tabs.bp,
    arrangements.bp,
    own.bp,
    own_promises.bp,
    own_arrangements.bp,
    own_arrangements.link,
)
STAFF_TABS = (
    Tab("conventions", N_("Conventions"), "/gestion/partenaires/%s/conventions", 50),
    Tab("engagements", N_("Engagements"), "/gestion/partenaires/%s/engagements", 55),
    Tab("modalites", N_("Modalités pratiques"), "/gestion/partenaires/%s/modalites", 57),
)
OWN_TABS = (
    Tab("conventions", N_("Conventions"), "/partenaire/conventions", 50),
    Tab("engagements", N_("Engagements"), "/partenaire/engagements", 55),
    Tab("modalites", N_("Modalités pratiques"), "/partenaire/modalites", 57),
)
TELLING = Telling(in_words.verb, in_words.label, in_words.value)


def init_app(app: Flask) -> None:
    """Mount the pages, give the worker its job, lend tabs and what is due."""
    registry.staff_tabs["agreements"] = STAFF_TABS
    registry.own_tabs["agreements"] = OWN_TABS
    registry.due_of["agreements"] = due_of
    jobs.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
