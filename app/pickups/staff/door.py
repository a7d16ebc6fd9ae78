"""The back-office door of the pickups, and who enters."""

from flask import Blueprint

bp = Blueprint("pickups_staff", __name__, url_prefix="/gestion/enlevements")
READERS = ("accueil", "chauffeur", "direction", "admin")
WRITERS = ("accueil", "direction", "admin")
