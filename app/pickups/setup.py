"""Mounts the room on the application."""

from flask import Flask

from app.base.core.text import N_
from app.partners.registry import Tab, registry
from app.pickups import arrivals, jobs, staff, views
from app.pickups.staff import feeds, policies

BLUEPRINTS = (
    views.bp,
    staff.bp,
    staff.giving.bp_structure,
    staff.counter,
    staff.road.bp,
    feeds.bp,
    policies.bp,
)
TABS = (Tab("enlevements", N_("Enlèvements"), "/gestion/partenaires/%s/enlevements", 60),)


def init_app(app: Flask) -> None:
    """Register the pages and the jobs; tell the register what came from each structure."""
    registry.arrivals_of["pickups"] = arrivals.arrivals
    registry.visits_of["pickups"] = arrivals.visits
    registry.totals_of["pickups"] = arrivals.totals
    registry.sums_of["pickups"] = arrivals.sums
    registry.staff_tabs["pickups"] = TABS
    jobs.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
