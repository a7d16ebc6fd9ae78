"""Sign-in, the code after it, sign-out."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import attempts, doors, rules
from app.accounts.forms import CodeForm, SignInForm
from app.accounts.models import Account
from app.base.core.errors import RuleBroken
from app.base.web.guards import anyone
from app.base.web.hypermedia import go, page

bp = Blueprint("accounts", __name__)


@bp.get("/connexion")
@anyone
def sign_in() -> Response:
    """Show the door; whoever is in already goes on."""
    if current_user.is_authenticated:
        return go(_onwards(doors.me(), request.args.get("next")))
    return _door(SignInForm())


@bp.post("/connexion")
@anyone
def enter() -> Response:
    """Check address and password; ask for the code where there is a second factor."""
    form = SignInForm()
    if not form.validate():
        return _door(form, 422)
    try:
        account = doors.knock(form.email.data or "", form.password.data or "")
    except RuleBroken as refusal:
        form.broken(refusal)
        return _door(form, _status(refusal))
    back = rules.safe_next(request.args.get("next"))
    if account.has_second_factor:
        doors.wait_for_code(account, back)
        return go(url_for(".code"))
    doors.enter(account)
    return go(_onwards(account, back))


@bp.get("/connexion/code")
@anyone
def code() -> Response:
    """Ask for the code."""
    if doors.awaited() is None:
        return go(url_for(".sign_in"))
    return page("accounts/code.html", form=CodeForm())


@bp.post("/connexion/code")
@anyone
def enter_code() -> Response:
    """Check the code and sign in."""
    awaited = doors.awaited()
    if awaited is None:
        flash(_("Vous avez mis trop de temps. Recommencez."), "warn")
        return go(url_for(".sign_in"))
    form = CodeForm()
    if not form.validate():
        return page("accounts/code.html", form=form, status=422)
    try:
        account = doors.check_code(awaited[0], form.code.data or "")
    except RuleBroken as refusal:
        form.broken(refusal)
        return page("accounts/code.html", form=form, status=_status(refusal))
    doors.enter(account)
    return go(_onwards(account, awaited[1]))


@bp.post("/deconnexion")
@anyone
def sign_out() -> Response:
    """Leave; harmless for somebody who is out already."""
    doors.leave()
    flash(_("Vous avez quitté votre compte."), "success")
    return go(url_for(".sign_in"))


def _door(form: SignInForm, status: int = 200) -> Response:
    action = url_for("accounts.enter", next=rules.safe_next(request.args.get("next")))
    return page("accounts/sign_in.html", form=form, action=action, status=status)


def _onwards(account: Account, back: str | None) -> str:
    """Return where a person goes after signing in."""
    return rules.safe_next(back) or rules.landing(account)


def _status(refusal: RuleBroken) -> int:
    return 429 if isinstance(refusal, attempts.Resting) else 422
