"""Put the fundings' pages on the application."""

from flask import Flask

from app.fundings.due import due
from app.fundings.staff import pages
from app.partners.registry import registry


def init_app(app: Flask) -> None:
    """Mount the pages; lend what is due to the register."""
    registry.due_of["fundings"] = due
    app.register_blueprint(pages.bp)
