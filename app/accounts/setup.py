"""Mounts the accounts on the application: Flask-Security without its own pages."""

import base64

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_login.utils import _user_context_processor
from flask_security import Security, SQLAlchemyUserDatastore
from sqlmodel import Session
from werkzeug.wrappers import Response

from app.accounts import doors, jobs, letters, queries, rules, second_factor
from app.accounts.models import Account, AccountRole, Role
from app.accounts.staff import accounts as staff
from app.accounts.staff import journal, words
from app.accounts.views import links, own, sign_in
from app.accounts.views import second_factor as own_second_factor
from app.base import db
from app.base.core import clock
from app.base.core.codes import keyed_hash
from app.base.web.hypermedia import go
from app.base.web.telling import Telling

TELLING = Telling(words.verb, words.label, words.value)


def init_app(app: Flask) -> None:
    """Register sign-in, the second factor and the account pages on `app`."""
    _configure(app)
    store = SQLAlchemyUserDatastore(_RequestSession(), Account, AccountRole)
    security = Security(
        app,
        store,
        register_blueprint=False,
        totp_cls=second_factor.CountedTotp,
        mail_util_cls=letters.OutboxMailUtil,
    )
    _load_people(security)
    _spare_reading_pages(app, security)
    app.before_request(_ask_for_second_factor)
    app.extensions["periodic"].extend(jobs.PERIODIC)
    app.context_processor(_who)
    for module in (sign_in, links, own, own_second_factor, staff, journal):
        app.register_blueprint(module.bp)


class _RequestSession:
    """What the datastore takes for its database: this request's session."""

    @property
    def session(self) -> Session:
        return db.session()


def _configure(app: Flask) -> None:
    """Set what Flask-Security reads; secrets come from the installation's own.

    The password hash is single and unkeyed, so that a new secret locks nobody out;
    19 MiB a hash keeps a worker small.
    """
    secret = app.config["SECRET_KEY"]
    codes_key = bytes.fromhex(keyed_hash(secret, "recovery-codes", "1"))
    app.config.from_mapping(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - an algorithm's name
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
            "argon2__type": "ID",
            "argon2__memory_cost": 19 * 1024,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        SECURITY_DATETIME_FACTORY=clock.now,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TOTP_SECRETS={"1": keyed_hash(secret, "totp", "1")},
        SECURITY_TOTP_ISSUER="Rebond",
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_N=second_factor.RECOVERY_CODES,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[base64.urlsafe_b64encode(codes_key)],
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
    )
    settings = app.config["REBOND"]
    asked = settings.production if settings.second_factor is None else settings.second_factor
    required = [Role.ADMIN] if asked else []
    app.config.setdefault("SECOND_FACTOR_ROLES", required)


def _load_people(security: Security) -> None:
    """Know a person by the row of their sign-in; tokens in headers or addresses open nothing."""
    manager = security.login_manager
    manager.login_view = "accounts.sign_in"
    manager.session_protection = None
    manager.user_loader(_person)
    manager.request_loader(lambda _request: None)


def _person(uniquifier: str) -> Account | None:
    """Return who holds this cookie, unless the sign-in was ended or is old."""
    row_id = doors.sign_in_id()
    found = queries.signed_in(db.session(), row_id, uniquifier) if row_id else None
    if found is None or not rules.is_live(found[1], clock.now()):
        return None
    return found[0]


def _spare_reading_pages(app: Flask, security: Security) -> None:
    """Let nothing open the cookie where no view asks who is there.

    flask-login and flask-principal would read it at each request and in each template, and
    every public page would then vary by cookie and cost a query.
    """
    security.principal.identity_loaders.clear()
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)  # noqa: SLF001
    app.template_context_processors[None].remove(_user_context_processor)


def _guarded() -> bool:
    """Tell whether the view asked for is only for signed-in people."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "__who__", "anyone") != "anyone"


def _ask_for_second_factor() -> Response | None:
    """Send a person whose role demands a second factor to set it up first."""
    required = current_app.config["SECOND_FACTOR_ROLES"]
    if not required or not _guarded() or request.blueprint == own_second_factor.bp.name:
        return None
    if current_user.is_authenticated and rules.needs_second_factor(current_user, required):
        return go(url_for("second_factor.show"))
    return None


def _who() -> dict[str, object]:
    """Give guarded pages the person's name, links and way out."""
    if not _guarded() or not current_user.is_authenticated:
        return {}
    return {
        "user_label": current_user.name,
        "user_links": [(_("Mon compte"), url_for("own_account.show"))],
        "sign_out_url": url_for("accounts.sign_out"),
    }
