"""Passwords, hashed and compared by Flask-Security's argon2id."""

import unicodedata
from functools import lru_cache

from flask_security import hash_password
from flask_security.utils import verify_password

from app.accounts.models import Account


def hashed(password: str) -> str:
    """Return the argon2id hash of a password."""
    return str(hash_password(_normal(password)))


def fits(account: Account | None, password: str) -> bool:
    """Tell whether this is the person's password.

    An unknown person takes the same time as a known one: nobody learns who has an account.
    """
    kept = account.password if account is not None else None
    return bool(verify_password(_normal(password), kept or _decoy())) and kept is not None


@lru_cache(maxsize=1)
def _decoy() -> str:
    """Return a hash to compare with where there is none."""
    return hashed("no account has this password")


def _normal(password: str) -> str:
    """Return the signs as every keyboard writes them."""
    return unicodedata.normalize("NFKD", password)
