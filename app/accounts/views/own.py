"""One's own account: password and sign-ins."""

from uuid import UUID

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.accounts import actions, attempts, doors, letters, passwords, queries, rules
from app.accounts.forms import ChangePasswordForm
from app.accounts.models import EVERYBODY, ROLE_LABELS
from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.guards import may
from app.base.web.hypermedia import go, page

bp = Blueprint("own_account", __name__, url_prefix="/mon-compte")


@bp.get("")
@may(*EVERYBODY)
def show() -> Response:
    """Show who one is here, and what one can change."""
    account = doors.me()
    roles = [_(ROLE_LABELS[role]) for role in sorted(account.role_set)]
    return page("accounts/own.html", account=account, roles=", ".join(roles))


@bp.get("/mot-de-passe")
@may(*EVERYBODY)
def password() -> Response:
    """Show the form of a new password."""
    return _password(ChangePasswordForm())


@bp.post("/mot-de-passe")
@may(*EVERYBODY)
def change_password() -> Response:
    """Change the password; the other sign-ins end."""
    form = ChangePasswordForm()
    if not form.validate():
        return _password(form, 422)
    try:
        doors.confirm(form.current.data or "")
        account = doors.me()
        new = form.password.data or ""
        rules.check_password(new, email=account.email, name=account.name)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _password(form, 429 if isinstance(refusal, attempts.Resting) else 422)
    kept = doors.sign_in_id()
    hashed = passwords.hashed(new)
    actions.set_password(db.session(), account, hashed, now=clock.now(), keep=kept)
    letters.password_changed(account)
    doors.stay(account)
    flash(_("Mot de passe changé. Les autres appareils sont déconnectés."), "success")
    return go(url_for(".show"))


@bp.get("/sessions")
@may(*EVERYBODY)
def sessions() -> Response:
    """List the devices where one is signed in."""
    rows = queries.live_sign_ins(db.session(), doors.me().id, clock.now())
    return page("accounts/sessions.html", sign_ins=rows, current=doors.sign_in_id())


@bp.post("/sessions/<uuid:sign_in_id>/fin")
@may(*EVERYBODY)
def end_session(sign_in_id: UUID) -> Response:
    """End one of one's sign-ins."""
    me = doors.me()
    row = queries.sign_in_of(db.session(), me.id, sign_in_id)
    actions.end_own_sign_in(db.session(), me, row, now=clock.now())
    flash(_("Cet appareil est déconnecté."), "success")
    return go(url_for(".sessions"))


@bp.post("/sessions/fin")
@may(*EVERYBODY)
def end_other_sessions() -> Response:
    """End every sign-in but this one."""
    me, kept = doors.me(), doors.sign_in_id()
    actions.end_sign_ins(db.session(), me, by=me, now=clock.now(), keep=kept)
    flash(_("Les autres appareils sont déconnectés."), "success")
    return go(url_for(".sessions"))


def _password(form: ChangePasswordForm, status: int = 200) -> Response:
    return page("accounts/password.html", form=form, minimum=rules.PASSWORD_MIN, status=status)
