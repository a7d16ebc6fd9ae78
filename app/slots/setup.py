"""Put the calendar's pages on the application."""

from flask import Flask

from app.base.web import errors
from app.slots.actions.staff import PATTERN_TAKEN, ZONE_TAKEN
from app.slots.staff import days, patterns, sheets, zones


def init_app(app: Flask) -> None:
    """Mount the pages; say in words what the database refuses."""
    for part in (patterns, sheets, days, zones):
        app.register_blueprint(part.bp)
    errors.explain("uq_slot_pattern_name", PATTERN_TAKEN, "name")
    errors.explain("uq_slot_zone_name", ZONE_TAKEN, "name")
