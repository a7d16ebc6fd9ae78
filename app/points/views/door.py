"""The blueprint of the public pages about one place."""

from flask import Blueprint, current_app

from app.base import db
from app.base.core.errors import NotFound
from app.config import Settings
from app.points import queries
from app.points.models import Point
from app.points.rules.sheets import SLUG

bp = Blueprint("points", __name__)


def settings() -> Settings:
    """Return the installation's settings."""
    found: Settings = current_app.config["REBOND"]
    return found


def absolute(path: str) -> str:
    """Return the address that people type, print and scan."""
    return f"{settings().base_url}{path}"


def known_point(slug: str) -> Point:
    """Return the point of an address, gone or not; raises NotFound."""
    if not SLUG.fullmatch(slug):
        raise NotFound
    return queries.by_slug(db.session(), slug)


def open_point(slug: str) -> Point:
    """Return the active point of an address; raises NotFound for any other."""
    point = known_point(slug)
    if not point.active:
        raise NotFound
    return point
