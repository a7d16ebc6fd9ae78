"""Mounts the room on the application."""

from flask import Flask

from app.base.core.text import N_
from app.base.web.telling import Telling
from app.partners.registry import Tab, registry
from app.points import jobs, views
from app.points.imports import jobs as import_jobs
from app.points.staff import (
    days,
    facts_in_words,
    hours_preview,
    imports,
    keepers,
    layers,
    pictures,
    points,
    reports,
    sheets,
)

TELLING = Telling(facts_in_words.verb, facts_in_words.label, facts_in_words.value)
STAFF = (points, sheets, hours_preview, days, pictures, keepers, layers, reports, imports)
TABS = (Tab("points", N_("Points d’apport"), "/gestion/partenaires/%s/points", 25),)


def init_app(app: Flask) -> None:
    """Register the public pages, the back office's and the jobs."""
    registry.staff_tabs["points"] = TABS
    app.extensions["periodic"].extend(jobs.PERIODIC)
    import_jobs.init_app(app)
    app.register_blueprint(views.bp)
    for module in STAFF:
        app.register_blueprint(module.bp)
