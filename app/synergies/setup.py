"""Put the synergies' pages on the application."""

from flask import Flask

from app.base.core.text import N_
from app.partners.registry import Tab, registry
from app.synergies import jobs
from app.synergies.actions.merging import close_between
from app.synergies.due import due
from app.synergies.staff import figures, matches, pages
from app.synergies.staff import relations as staff_relations
from app.synergies.views import entries as own_entries
from app.synergies.views import relations as own_relations
from app.synergies.waiting import waiting

TABS = (Tab("synergies", N_("Synergies"), "/gestion/partenaires/%s/synergies", 58),)
OWN_TABS = (Tab("synergies", N_("Synergies"), "/partenaire/synergies", 58),)
BLUEPRINTS = (
    pages.bp,
    matches.bp,
    staff_relations.bp,
    figures.bp,
    own_entries.bp,
    own_relations.bp,
)


def init_app(app: Flask) -> None:
    """Mount the pages; lend the tab and what is due to the register."""
    registry.staff_tabs["synergies"] = TABS
    registry.own_tabs["synergies"] = OWN_TABS
    registry.due_of["synergies"] = due
    registry.waiting_of["synergies"] = waiting
    registry.merges_of["synergies"] = close_between
    registry.nouns["synergy_entry"] = N_("Besoins et offres")
    jobs.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
