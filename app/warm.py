"""What the first search would wait for: read before the server forks, shared by its workers."""

import gc

from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.base import db
from app.base.core import heap
from app.base.core.errors import RuleBroken
from app.base.core.text import fold
from app.catalog import queries as catalog
from app.catalog.rules.words import stem
from app.territory import gazetteer
from app.territory import reference as outlines


def warm(app: Flask) -> bool:
    """Read dictionary and communes into memory; tell whether the database had them.

    A database that is not prepared yet is no reason not to start: the page will say it.
    """
    with app.app_context():
        try:
            catalog.index(db.session())
            gazetteer.of(db.session())
        except (DBAPIError, RuleBroken):
            return False
        outlines.features()
    for remembered in (fold, stem):  # they hold the words just read, which nobody types so
        remembered.cache_clear()
    app.extensions["db"].dispose()
    gc.collect()
    heap.give_back()
    gc.freeze()
    return True
