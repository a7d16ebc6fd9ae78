"""The public door of the pickups."""

from flask import Blueprint

bp = Blueprint("pickups", __name__, url_prefix="/enlevements")
