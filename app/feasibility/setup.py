"""Put the feasibility's pages on the application."""

from flask import Flask

from app.base.core.text import N_
from app.feasibility.due import due
from app.feasibility.staff import assumptions, decisions, pages, players, records
from app.partners.registry import registry


def init_app(app: Flask) -> None:
    """Mount the pages; lend what is due to the register."""
    registry.due_of["feasibility"] = due
    registry.nouns["feasibility_player"] = N_("Débouchés et concurrents d’une famille")
    for module in (pages, assumptions, players, decisions, records):
        app.register_blueprint(module.bp)
