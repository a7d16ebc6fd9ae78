"""Put the map's pages on the application."""

from flask import Flask

from app.actor_map import views
from app.actor_map.staff import pages


def init_app(app: Flask) -> None:
    """Mount the public map and the staff's."""
    app.register_blueprint(views.bp)
    app.register_blueprint(pages.bp)
