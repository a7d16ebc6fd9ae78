"""Mounts the room on the application."""

from flask import Flask

from app.points import jobs, views
from app.points.staff import days, hours_preview, layers, pictures, points, reports, sheets

STAFF = (points, sheets, hours_preview, days, pictures, layers, reports)


def init_app(app: Flask) -> None:
    """Register the public pages, the back office's and the daily job."""
    app.extensions["periodic"].extend(jobs.PERIODIC)
    app.register_blueprint(views.bp)
    for module in STAFF:
        app.register_blueprint(module.bp)
