"""This installation's territory and geocoder, for views, commands and jobs.

The only module of the room that reads settings; everything below is given what it needs.
"""

from functools import cache
from typing import cast

from flask import current_app

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.config import Settings
from app.territory import queries
from app.territory.geocoder import Geocoder, HttpGeocoder, KeptGeocoder
from app.territory.queries import Suggestion
from app.territory.rules.places import Ask, Decision, Found
from app.territory.rules.territories import Territory

SEVERAL = N_("Plusieurs communes répondent à « %(text)s ». Écrivez par exemple : %(values)s.")


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


def commune_label(insee: str | None) -> str:
    """Return a commune as a form shows it, `Montargis (45200)`; empty when unknown."""
    found = queries.commune(db.session(), insee) if insee else None
    return found.label if found else ""


def commune_meant(text: str, field: str) -> str:
    """Return the INSEE code of the commune that somebody typed in a form's `field`.

    Raises RuleBroken when the text is no commune or several.
    """
    answer = queries.resolve(db.session(), text, territory=territory(), geocoder=None)
    if isinstance(answer, Found):
        return answer.place.insee
    if isinstance(answer, Ask):
        values = ", ".join(choice.value for choice in answer.choices[:5])
        raise RuleBroken(SEVERAL, field=field, text=text[:40], values=values)
    raise RuleBroken(answer.reason.text, field=field, **answer.reason.values)


@cache
def _service(url: str) -> HttpGeocoder:
    """Return the one client of a service: its breaker must be shared by all requests."""
    return HttpGeocoder(url)


def _settings() -> Settings:
    return cast("Settings", current_app.config["REBOND"])
