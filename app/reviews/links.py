"""The secret link of a published review, and the short address that its poster bears."""

import hmac
import re
from typing import Final

from flask import Response, current_app

from app.base import db
from app.base.core import codes
from app.base.core.errors import NotFound
from app.reviews.actions import CODE_LENGTH, KEY_LENGTH
from app.reviews.models import Review
from app.reviews.queries import editions as queries

PURPOSE: Final = "review"
_SECRET: Final = re.compile(rf"[2-9a-z]{{{KEY_LENGTH}}}[2-7a-z]{{26}}")
_CODE: Final = re.compile(rf"[2-9a-zA-Z]{{{CODE_LENGTH}}}")


def secret_of(review: Review) -> str | None:
    """Return the secret part of a review's link; none when it was revoked.

    The key alone, in the database or in a backup without the house's own secret, opens nothing.
    """
    return f"{review.link_key.lower()}{_token(review)}" if review.link_key else None


def address(review: Review) -> str | None:
    """Return the whole link to hand out; none when it was revoked."""
    secret = secret_of(review)
    return f"{_base()}/bilan/{secret}" if secret else None


def by_secret(secret: str) -> Review:
    """Return the review of a link. Raises NotFound for a forged or revoked one."""
    if not _SECRET.fullmatch(secret):
        raise NotFound
    found = queries.by_link_key(db.session(), secret[:KEY_LENGTH].upper())
    if not hmac.compare_digest(_token(found).encode(), secret[KEY_LENGTH:].encode()):
        raise NotFound
    return found


def poster_address(review: Review) -> str:
    """Return the public address that a poster's code opens."""
    return f"{_base()}/reemploi/{review.code.lower()}"


def by_poster(code: str) -> Review:
    """Return the review whose poster was scanned. Raises NotFound."""
    if not _CODE.fullmatch(code):
        raise NotFound
    return queries.by_code(db.session(), code.upper())


def private(response: Response) -> Response:
    """Mark a page whose address is a secret: no trace of it leaves."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _token(review: Review) -> str:
    told = f"{review.id}:{review.link_key}"
    return codes.token(current_app.config["SECRET_KEY"], PURPOSE, told)


def _base() -> str:
    return str(current_app.config["REBOND"].base_url)
