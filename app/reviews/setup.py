"""Put the reviews' pages on the application; lend the tabs and the merging to the register."""

from flask import Flask

from app.base.web.telling import Telling
from app.partners.registry import registry
from app.reviews import actions, in_words
from app.reviews.staff import dependency

TELLING = Telling(in_words.verb, in_words.label, in_words.value)


def init_app(app: Flask) -> None:
    """Mount the pages."""
    registry.merges_of[actions.ROOM] = actions.settle
    app.register_blueprint(dependency.bp)
