"""Put the reviews' pages on the application."""

from flask import Flask

from app.reviews.staff import dependency


def init_app(app: Flask) -> None:
    """Mount the pages."""
    app.register_blueprint(dependency.bp)
