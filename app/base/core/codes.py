"""Codes and secrets: readable references and addresses that cannot be guessed."""

import base64
import hashlib
import hmac
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that is read for another one (0 O, 1 I L, U V)."""


def reference(length: int = 6) -> str:
    """Return a random reference somebody can read out on the phone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def keyed_hash(secret: str, purpose: str, text: str) -> str:
    """Return the hex HMAC-SHA256 of `text`: equal texts compare, nobody reads them back."""
    key = f"{secret}/{purpose}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def token(secret: str, purpose: str, text: str) -> str:
    """Return 26 signs for a secret address; a reminder can rebuild them from `text`."""
    digest = bytes.fromhex(keyed_hash(secret, purpose, text))[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()
