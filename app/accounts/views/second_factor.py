"""One's own second factor: set it up, new recovery codes, take it away."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.accounts import actions, attempts, doors, letters, second_factor
from app.accounts.forms import CodeForm, ConfirmForm
from app.accounts.models import EVERYBODY
from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.guards import may
from app.base.web.hypermedia import go, page

bp = Blueprint("second_factor", __name__, url_prefix="/mon-compte/double-authentification")


@bp.get("")
@may(*EVERYBODY)
def show() -> Response:
    """Show how it stands, and the square to scan where it is off."""
    account = doors.me()
    if account.has_second_factor:
        return _state(ConfirmForm())
    return _setup(CodeForm(), second_factor.propose(account))


@bp.post("")
@may(*EVERYBODY)
def activate() -> Response:
    """Set it up once the phone proves that it holds the secret; show the recovery codes."""
    account, form = doors.me(), CodeForm()
    sealed = request.form.get("sealed", "")
    if account.has_second_factor:
        return go(url_for(".show"))
    try:
        secret = second_factor.proposed(account, sealed)
        if form.validate():
            second_factor.check_setup(account, secret, form.code.data or "")
    except RuleBroken as refusal:
        form.broken(refusal)
    if form.errors:
        return _setup(form, sealed, 422)
    actions.set_second_factor(db.session(), account, secret, now=clock.now())
    letters.second_factor_changed(account, on=True)
    return page("accounts/recovery_codes.html", codes=second_factor.new_codes(account))


@bp.post("/codes")
@may(*EVERYBODY)
def renew_codes() -> Response:
    """Show new recovery codes, once; the old ones are void."""
    refusal = _confirmed()
    if refusal is not None:
        return refusal
    me = doors.me()
    codes = second_factor.new_codes(me)
    actions.note(db.session(), "renew-codes", me, by=me, now=clock.now())
    return page("accounts/recovery_codes.html", codes=codes)


@bp.post("/retrait")
@may(*EVERYBODY)
def drop() -> Response:
    """Ask for no code any more."""
    refusal = _confirmed()
    if refusal is not None:
        return refusal
    me = doors.me()
    actions.drop_second_factor(db.session(), me, by=me, now=clock.now())
    letters.second_factor_changed(me, on=False)
    flash(_("Le code n’est plus demandé à la connexion."), "success")
    return go(url_for("own_account.show"))


def _confirmed() -> Response | None:
    """Return what to answer while the present password is not given, else None."""
    form = ConfirmForm()
    if not doors.me().has_second_factor:
        return go(url_for("second_factor.show"))
    if not form.validate():
        return _state(form, 422)
    try:
        doors.confirm(form.current.data or "")
    except RuleBroken as refusal:
        form.broken(refusal)
        return _state(form, 429 if isinstance(refusal, attempts.Resting) else 422)
    return None


def _setup(form: CodeForm, sealed: str, status: int = 200) -> Response:
    """Draw the square; a page too old or not theirs gets a new one."""
    account = doors.me()
    try:
        secret = second_factor.proposed(account, sealed)
    except RuleBroken:
        sealed = second_factor.propose(account)
        secret = second_factor.proposed(account, sealed)
    return page(
        "accounts/second_factor_setup.html",
        form=form,
        sealed=sealed,
        shown=second_factor.shown(account, secret),
        status=status,
    )


def _state(form: ConfirmForm, status: int = 200) -> Response:
    left = len(doors.me().mf_recovery_codes)
    return page("accounts/second_factor.html", form=form, left=left, status=status)
