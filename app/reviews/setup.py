"""Put the reviews' pages on the application; lend the tabs and the merging to the register."""

from flask import Flask

from app.base.core.text import N_
from app.base.web.telling import Telling
from app.partners.registry import Tab, registry
from app.reviews import actions, in_words
from app.reviews.staff import dependency, records, reviews
from app.reviews.views import link, own

TELLING = Telling(in_words.verb, in_words.label, in_words.value)
STAFF_TABS = (Tab("bilan", N_("Bilan"), "/gestion/partenaires/%s/bilan", 65),)
OWN_TABS = (Tab("bilan", N_("Bilan"), "/partenaire/bilan", 65),)


def init_app(app: Flask) -> None:
    """Mount the pages."""
    registry.staff_tabs[actions.ROOM] = STAFF_TABS
    registry.own_tabs[actions.ROOM] = OWN_TABS
    registry.merges_of[actions.ROOM] = actions.settle
    for module in (dependency, reviews, records, link, own):
        app.register_blueprint(module.bp)
