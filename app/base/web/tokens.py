"""The form token: new signs on each page, so that a compressed page tells nothing of it.

An answer whose length depends on both a secret and what somebody else may put into it leaks the
secret sign by sign (BREACH, 2013). Masked by random signs at each drawing, the token is another
text each time: pages that carry no other secret may be compressed.
"""

import binascii
import secrets
from base64 import b64decode, urlsafe_b64encode

from flask import Flask, g
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf


def masked(token: str) -> str:
    """Return `token` under a mask of its own: half mask, half token under it."""
    plain = token.encode()
    mask = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(mask + _under(mask, plain)).decode()


def unmasked(text: str) -> str:
    """Return the token under its mask; a text that has none comes back as it is."""
    try:
        both = b64decode(text, altchars="-_", validate=True)
        half = len(both) // 2
        return _under(both[:half], both[half:]).decode("ascii")
    except (ValueError, binascii.Error):
        return text


def token() -> str:
    """Return the request's form token; a page draws it under one mask, however many its forms."""
    plain = generate_csrf()
    if g.get("masked_csrf", ("", ""))[0] != plain:
        g.masked_csrf = (plain, masked(plain))
    return str(g.masked_csrf[1])


class Protect(CSRFProtect):  # type: ignore[misc] # the library is not typed
    """Ask each form that changes something for its token, masked."""

    def init_app(self, app: Flask) -> None:
        """Give templates the masked token."""
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = token
        app.context_processor(lambda: {"csrf_token": token})

    def _get_csrf_token(self) -> str | None:
        given = super()._get_csrf_token()
        return unmasked(given) if given else None


def _under(mask: bytes, plain: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(mask, plain, strict=False))
