"""Coming in and going out: the password, the code, the row of the sign-in, the cookie."""

import time
from typing import cast
from uuid import UUID

from flask import g, request, session
from flask_login import current_user
from flask_security import login_user, logout_user

from app.accounts import actions, attempts, passwords, queries, rules, second_factor
from app.accounts.models import Account
from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.web.visitors import network

SIGN_IN = "sign_in"
"""Key of the cookie that names the row of this sign-in."""
PENDING = "pending"
"""Key of the cookie between the password and the code."""


def me() -> Account:
    """Return the signed-in person; only behind a guard."""
    return cast("Account", current_user._get_current_object())  # noqa: SLF001 - its public name


def sign_in_id() -> UUID | None:
    """Return the row that this cookie's sign-in names."""
    try:
        return UUID(session.get(SIGN_IN, ""))
    except ValueError:
        return None


def knock(email: str, password: str) -> Account:
    """Return the person whose address and password these are.

    Raises attempts.Resting after too many attempts, RuleBroken otherwise: the same sentence
    for a wrong password, an unknown address and a closed account.
    """
    place = network()
    attempts.count_sign_in(email, place)
    account = queries.by_email(db.session(), email)
    if not passwords.fits(account, password) or account is None or not account.active:
        raise RuleBroken(N_("L’adresse ou le mot de passe n’est pas le bon. Vérifiez les deux."))
    attempts.forgive_sign_in(email, place)
    return account


def confirm(password: str) -> None:
    """Ask the signed-in person for the present password again.

    Raises attempts.Resting or RuleBroken on the field `current`.
    """
    email, place = me().email, network()
    attempts.count_sign_in(email, place)
    if not passwords.fits(me(), password):
        raise RuleBroken(N_("Ce n’est pas votre mot de passe actuel."), field="current")
    attempts.forgive_sign_in(email, place)


def wait_for_code(account: Account, back: str | None) -> None:
    """Remember in the cookie that the password was right and a code is awaited."""
    _fresh_cookie()
    session[PENDING] = {"who": account.fs_uniquifier, "at": time.time(), "next": back}


def awaited() -> tuple[str, str | None] | None:
    """Return whose code is awaited and where they go then, or None when it took too long."""
    pending = session.get(PENDING)
    if not pending or time.time() - pending["at"] > rules.CODE_WITHIN.total_seconds():
        return None
    return pending["who"], pending["next"]


def check_code(who: str, code: str) -> Account:
    """Return the person whose code this is, the code spent.

    Raises attempts.Resting after too many attempts, RuleBroken on the field `code` otherwise.
    """
    attempts.count_code(who)
    account = queries.by_uniquifier(db.session(), who, lock=True)
    if account is None or not account.active or not second_factor.accepts(account, code):
        raise RuleBroken(
            N_("Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant."), field="code"
        )
    attempts.forgive_code(who)
    return account


def enter(account: Account) -> None:
    """Sign a person in on this browser, under a cookie that nobody could have prepared."""
    _fresh_cookie()
    login_user(account)
    device = rules.device(request.user_agent.string)
    row = actions.open_sign_in(db.session(), account, device=device, now=clock.now())
    session[SIGN_IN] = str(row.id)


def stay(account: Account) -> None:
    """Keep this browser signed in after the person's own password change."""
    kept = session[SIGN_IN]
    _fresh_cookie()
    login_user(account)
    session[SIGN_IN] = kept


def leave() -> None:
    """End this browser's sign-in, its row and its cookie."""
    row_id = sign_in_id()
    if row_id is not None and current_user.is_authenticated:
        row = queries.sign_in_of(db.session(), me().id, row_id)
        actions.end_sign_in(db.session(), row, now=clock.now())
    logout_user()
    _fresh_cookie()


def _fresh_cookie() -> None:
    """Forget all that the cookie held, the form token too."""
    session.clear()
    g.pop("csrf_token", None)
