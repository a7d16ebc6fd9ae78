"""Forgotten passwords and invitations: letters with a link, pages with a button."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.accounts import actions, attempts, letters, links, passwords, queries, rules
from app.accounts.forms import AskResetForm, NewPasswordForm
from app.accounts.links import Purpose
from app.accounts.models import Account
from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.forms import sentence_of
from app.base.web.guards import anyone
from app.base.web.hypermedia import go, page
from app.base.web.limits import limit

bp = Blueprint("account_links", __name__)


@bp.get("/mot-de-passe/oubli")
@anyone
def forgotten() -> Response:
    """Ask for the address."""
    return page("accounts/forgotten.html", form=AskResetForm())


@bp.post("/mot-de-passe/oubli")
@anyone
@limit("20 per hour")
def ask_reset() -> Response:
    """Write to the address if it has an account; say the same in any case."""
    form = AskResetForm()
    if not form.validate():
        return page("accounts/forgotten.html", form=form, status=422)
    email = form.email.data or ""
    if attempts.may_mail(email):
        _write_to(queries.by_email(db.session(), email))
    flash(
        _(
            "Si un compte existe à cette adresse, un message vient de partir. "
            "Son lien fonctionne une heure. Regardez aussi dans les indésirables."
        ),
        "info",
    )
    return go(url_for("accounts.sign_in"))


@bp.get("/mot-de-passe/<token>")
@anyone
def reset(token: str) -> Response:
    """Show the form of a new password."""
    return _show(token, Purpose.RESET)


@bp.post("/mot-de-passe/<token>")
@anyone
@limit("60 per hour")
def set_reset(token: str) -> Response:
    """Set the new password."""
    return _set(token, Purpose.RESET)


@bp.get("/invitation/<token>")
@anyone
def invitation(token: str) -> Response:
    """Welcome a new person."""
    return _show(token, Purpose.INVITATION)


@bp.post("/invitation/<token>")
@anyone
@limit("60 per hour")
def accept(token: str) -> Response:
    """Set the first password."""
    return _set(token, Purpose.INVITATION)


def _show(token: str, purpose: Purpose) -> Response:
    try:
        account = links.holder(db.session(), token, purpose)
    except RuleBroken as refusal:
        return _dead(refusal, purpose)
    return _draw(account, purpose, NewPasswordForm())


def _set(token: str, purpose: Purpose) -> Response:
    form = NewPasswordForm()
    try:
        account = links.holder(db.session(), token, purpose, lock=True)
    except RuleBroken as refusal:
        return _dead(refusal, purpose)
    if not form.validate():
        return _draw(account, purpose, form, 422)
    password = form.password.data or ""
    try:
        rules.check_password(password, email=account.email, name=account.name)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(account, purpose, form, 422)
    actions.set_password(db.session(), account, passwords.hashed(password), now=clock.now())
    if purpose is Purpose.RESET:
        letters.password_changed(account)
    flash(_("Votre mot de passe est enregistré. Connectez-vous."), "success")
    return _unseen(go(url_for("accounts.sign_in")))


def _write_to(account: Account | None) -> None:
    """Send the link that this person needs: the first password, or a new one."""
    if account is None or not account.active:
        return
    if account.password is None:
        letters.invite(account)
    else:
        letters.reset(account)


def _draw(account: Account, purpose: Purpose, form: NewPasswordForm, status: int = 200) -> Response:
    welcome = purpose is Purpose.INVITATION
    return _unseen(
        page(
            "accounts/new_password.html",
            form=form,
            account=account,
            welcome=welcome,
            minimum=rules.PASSWORD_MIN,
            status=status,
        )
    )


def _dead(refusal: RuleBroken, purpose: Purpose) -> Response:
    welcome = purpose is Purpose.INVITATION
    sentence = sentence_of(refusal)
    return _unseen(page("accounts/dead_link.html", sentence=sentence, welcome=welcome, status=404))


def _unseen(response: Response) -> Response:
    """Keep the secret of the address from the next site."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
