"""Secret links: a relay person says yes to the practical arrangements without an account."""

import hmac
from uuid import UUID

from flask import Response, current_app

from app.agreements.models import Arrangement, ArrangementVersion
from app.agreements.queries import arrangements as queries
from app.base import db
from app.base.core import clock, codes
from app.base.core.errors import NotFound
from app.partners.models import Contact

PURPOSE = "arrangement"


def address(version_id: UUID, contact_id: UUID) -> str:
    """Return the address at which one relay person accepts one version."""
    base = current_app.config["REBOND"].base_url
    return f"{base}/modalites/{version_id}/{contact_id}/{_secret(version_id, contact_id)}"


def opened(
    version_id: UUID, contact_id: UUID, secret: str
) -> tuple[ArrangementVersion, Arrangement, Contact]:
    """Return what a link opens. Raises NotFound for a forged one, or when the person left."""
    if not hmac.compare_digest(_secret(version_id, contact_id).encode(), secret.encode()):
        raise NotFound
    session = db.session()
    version, page = queries.version(session, version_id)
    relays = queries.relays(session, page.organisation_id, clock.today())
    found = next((each for each in relays if each.id == contact_id), None)
    if found is None:
        raise NotFound
    return version, page, found


def private(response: Response) -> Response:
    """Mark a page whose address is a secret: no trace of it leaves."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


def _secret(version_id: UUID, contact_id: UUID) -> str:
    return codes.token(current_app.config["SECRET_KEY"], PURPOSE, f"{version_id}:{contact_id}")
