"""Signed links in letters: for one person, one purpose, one time, until they expire."""

from datetime import timedelta
from enum import Enum

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlmodel import Session

from app.accounts import queries, rules
from app.accounts.models import Account
from app.base.core.errors import RuleBroken
from app.base.core.text import N_


class Purpose(Enum):
    """What a link opens: its address and how long it lives."""

    INVITATION = ("invitation", rules.INVITATION_FOR)
    RESET = ("mot-de-passe", rules.RESET_FOR)

    @property
    def lifetime(self) -> timedelta:
        """How long the link opens."""
        return self.value[1]


def issue(account: Account, purpose: Purpose) -> str:
    """Return the token of a new link. The next password makes it useless."""
    return _serializer(purpose).dumps(account.fs_uniquifier)


def address(account: Account, purpose: Purpose) -> str:
    """Return a new link in full, for a letter or a terminal."""
    base = current_app.config["REBOND"].base_url
    return f"{base}/{purpose.value[0]}/{issue(account, purpose)}"


def holder(session: Session, token: str, purpose: Purpose, *, lock: bool = False) -> Account:
    """Return the person a link was made for.

    Raises RuleBroken when it is old, used, or not ours: the sentence says what to do.
    """
    try:
        uniquifier = _serializer(purpose).loads(
            token, max_age=int(purpose.lifetime.total_seconds())
        )
    except SignatureExpired:
        raise RuleBroken(N_("Ce lien a expiré.")) from None
    except BadSignature:
        raise RuleBroken(N_("Ce lien est incomplet. Copiez-le en entier.")) from None
    account = queries.by_uniquifier(session, str(uniquifier), lock=lock)
    if account is None or not account.active:
        raise RuleBroken(N_("Ce lien a déjà servi."))
    return account


def _serializer(purpose: Purpose) -> URLSafeTimedSerializer:
    secret = current_app.config["SECRET_KEY"]
    return URLSafeTimedSerializer(secret, salt=f"accounts/{purpose.name.lower()}")
