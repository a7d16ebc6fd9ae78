"""Mounts the room on the application."""

from flask import Flask

from app.pickups import jobs, staff, views
from app.pickups.staff import feeds, policies

BLUEPRINTS = (
    views.bp,
    staff.bp,
    staff.counter,
    staff.road.bp,
    feeds.bp,
    policies.bp,
)


def init_app(app: Flask) -> None:
    """Register the public pages, the back office's and the jobs."""
    jobs.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
