"""Secret links of pickups, and what every page behind one does."""

from flask import Response, current_app

from app.base import db
from app.pickups import queries
from app.pickups.models import Pickup


def by_secret(secret: str) -> Pickup:
    """Return the pickup of a link. Raises NotFound."""
    return queries.by_secret(db.session(), current_app.config["SECRET_KEY"], secret)


def secret_of(pickup: Pickup) -> str:
    """Return the secret part of a pickup's link."""
    return queries.secret(current_app.config["SECRET_KEY"], pickup)


def private(response: Response) -> Response:
    """Mark a page whose address is a secret: no trace of it leaves."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
