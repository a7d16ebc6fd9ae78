"""Put the register's pages on the application."""

from flask import Flask

from app.base.core.text import N_
from app.base.web import errors
from app.partners import own
from app.partners.registry import Tab, registry
from app.partners.staff import organisations
from app.partners.views import own as own_space

SIRET_TAKEN = N_("Une autre structure du registre a déjà ce SIRET.")
TABS = (Tab("identite", N_("Identité"), "/gestion/partenaires/%s", 10),)
OWN_TABS = (Tab("fiche", N_("Votre fiche"), own.BASE, 10),)


def init_app(app: Flask) -> None:
    """Mount the pages; say in words what the database refuses."""
    registry.staff_tabs["partners"] = TABS
    registry.own_tabs["partners"] = OWN_TABS
    for module in (organisations, own_space):
        app.register_blueprint(module.bp)
    own.init_app(app)
    errors.explain("uq_organisation_siret", SIRET_TAKEN, "siret")
