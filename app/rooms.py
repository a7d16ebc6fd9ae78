"""Which rooms the house has: their tables, pages, commands and jobs, in the floors' order."""

from flask import Flask

from app.accounts import setup as accounts
from app.base.audit import models as _audit
from app.base.outbox import models as _outbox
from app.catalog import models as _catalog
from app.pickups import staff as pickups_staff
from app.pickups import views as pickups
from app.points import models as _points
from app.territory import models as _territory

TABLES = (_audit, _outbox, _catalog, _points, _territory)
"""Rooms whose tables no page imports yet: the migrations must see them."""


def init_app(app: Flask) -> None:
    """Mount every room on `app`."""
    accounts.init_app(app)
    for blueprint in (pickups.bp, pickups_staff.bp):
        app.register_blueprint(blueprint)
