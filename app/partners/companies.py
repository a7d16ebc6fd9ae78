"""The public company look-up: prefills a sheet, and is never missed when it is silent."""

from functools import cache
from typing import cast

from flask import current_app

from app.base.services import Breaker, Service
from app.config import Settings
from app.partners.rules import lookups
from app.partners.rules.lookups import Company

SHORTEST = 3
"""Signs that the service asks for at least."""
LONGEST = 160


def search(text: str) -> list[Company] | None:
    """Return the companies that a name or a SIRET means; None when nobody could be asked."""
    settings = cast("Settings", current_app.config["REBOND"])
    asked = "".join(text.split()) if "".join(text.split()).isdigit() else text.strip()[:LONGEST]
    if not settings.companies_url or len(asked) < SHORTEST:
        return None
    params = {"q": asked, "page": 1, "per_page": lookups.MOST}
    return _service(settings.companies_url).ask(
        "search", params, lambda body: lookups.read(body, asked)
    )


def is_on() -> bool:
    """Tell whether this installation asks the look-up."""
    return bool(cast("Settings", current_app.config["REBOND"]).companies_url)


@cache
def _service(url: str) -> Service:
    """Return the one client of a service: its breaker is shared by all requests."""
    return Service("companies", url, Breaker())
