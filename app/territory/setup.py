"""Mounts the room on the application."""

from flask import Flask

from app.territory import jobs, views


def init_app(app: Flask) -> None:
    """Register the public addresses and the periodic job."""
    app.register_blueprint(views.bp)
    app.extensions["periodic"].extend(jobs.PERIODIC)
