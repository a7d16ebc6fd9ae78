"""This installation's territory and geocoder, for views, commands and jobs.

The only module of the room that reads settings; everything below is given what it needs.
"""

from functools import cache
from typing import cast

from flask import current_app

from app.base import db
from app.base.core import clock
from app.config import Settings
from app.territory import queries
from app.territory.geocoder import Geocoder, HttpGeocoder, KeptGeocoder
from app.territory.queries import Suggestion
from app.territory.rules.places import Decision
from app.territory.rules.territories import Territory


def territory() -> Territory:
    """Return the territory that is served. Raises RuleBroken on an unknown code."""
    return queries.territory(db.session(), _settings().territory)


def geocoder() -> Geocoder | None:
    """Return the geocoder with its cache, or None when the setting is empty."""
    settings = _settings()
    if not settings.geocoder_url:
        return None
    return KeptGeocoder(
        inner=_service(settings.geocoder_url),
        secret=settings.secret_key,
        session=db.session(),
        aside=db.aside,
        now=clock.now(),
    )


def resolve(text: str) -> Decision:
    """Answer what somebody typed in "Où ?"."""
    return queries.resolve(db.session(), text, territory=territory(), geocoder=geocoder())


def suggest(text: str) -> list[Suggestion]:
    """Return the communes somebody may be typing."""
    return queries.suggest(db.session(), text, territory=territory())


@cache
def _service(url: str) -> HttpGeocoder:
    """Return the one client of a service: its breaker must be shared by all requests."""
    return HttpGeocoder(url)


def _settings() -> Settings:
    return cast("Settings", current_app.config["REBOND"])
