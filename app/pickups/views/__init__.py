"""Public pages of the pickups. Fixed addresses first: a secret matches what is left."""

from app.pickups.views import booking, calendars, own, photos, slip
from app.pickups.views.door import bp

__all__ = ["booking", "bp", "calendars", "own", "photos", "slip"]
