"""Mounts the room on the application."""

from flask import Flask

from app.points import views
from app.points.staff import days, hours_preview, layers, pictures, points, reports, sheets

STAFF = (points, sheets, hours_preview, days, pictures, layers, reports)


def init_app(app: Flask) -> None:
    """Register the public pages and the back office's."""
    app.register_blueprint(views.bp)
    for module in STAFF:
        app.register_blueprint(module.bp)
