"""Put the authorisations' pages on the application."""

from flask import Flask

from app.authorisations import views
from app.authorisations.due import due
from app.authorisations.staff import pages
from app.base.core.text import N_
from app.partners.registry import Tab, registry

TABS = (Tab("autorisations", N_("Autorisations"), "/gestion/partenaires/%s/autorisations", 65),)


def init_app(app: Flask) -> None:
    """Mount the pages; lend the tab and what is due to the register."""
    registry.staff_tabs["authorisations"] = TABS
    registry.due_of["authorisations"] = due
    for blueprint in (views.bp, pages.bp, pages.bp_structure):
        app.register_blueprint(blueprint)
