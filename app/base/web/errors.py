"""Every refusal is a page with a way out; database errors become sentences once, here."""

import logging

from flask import Flask, Response, current_app, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound, OperationalError
from werkzeug.exceptions import HTTPException

from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.text import N_
from app.base.web.forms import sentence_of
from app.base.web.hypermedia import page

log = logging.getLogger(__name__)
TOLD = frozenset({"Allow", "Content-Range", "Retry-After"})
"""Headers of a refusal that tell a program what to do instead."""
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})
BUSY = ("database is locked", "deadlock detected", "could not serialize")
"""What the databases say when too many write at once: nothing is lost, one sends again."""
SOON_S = 5

SENTENCES: dict[str, tuple[str, str | None]] = {
    "uq_user_account_email": (N_("Cette adresse est déjà utilisée."), "email"),
}
"""Constraint name → (sentence, field); rooms add theirs with `explain`."""


def explain(constraint: str, sentence: str, field: str | None = None) -> None:
    """Give the sentence shown when the database refuses a row by `constraint`."""
    SENTENCES[constraint] = (sentence, field)


def translated(error: IntegrityError) -> RuleBroken:
    """Return the rule that a constraint stands for."""
    text = _constraint_named(str(error.orig))
    for name, (sentence, field) in SENTENCES.items():
        if name in text:
            return RuleBroken(sentence, field=field)
    return RuleBroken(N_("Cette modification contredit une donnée déjà enregistrée."))


def _constraint_named(text: str) -> str:
    """Return the database's message with the unique constraint's name in it.

    SQLite says `UNIQUE constraint failed: table.a, table.b` instead of the name.
    """
    _before, unique, columns = text.partition("UNIQUE constraint failed: ")
    if not unique:
        return text
    pairs = [column.strip().partition(".") for column in columns.split(",")]
    return "_".join(["uq", pairs[0][0], *(name for _table, _dot, name in pairs)])


def draw(status: int, sentence: str | None = None) -> Response:
    """Return the page of an error status."""
    shown = status if status in PAGES else (400 if status < 500 else 500)  # noqa: PLR2004
    template = {405: 404, 422: 400}.get(shown, shown)
    return page(f"errors/{template}.html", status=status, sentence=sentence, back=_form_page())


def _form_page() -> str:
    """Return the page of the form that was sent; empty when its address answers no GET."""
    if request.method == "GET":
        return ""
    doors = current_app.create_url_adapter(request)
    return request.path if doors is not None and doors.test(method="GET") else ""


def init_app(app: Flask) -> None:
    """Answer every refusal with its page."""
    app.register_error_handler(HTTPException, _refusal)

    @app.errorhandler(CSRFError)
    def token(_error: CSRFError) -> Response:
        return draw(400, _("La page est restée ouverte trop longtemps. Rechargez-la."))

    @app.errorhandler(NotFound)
    @app.errorhandler(NoResultFound)
    def missing(_error: Exception) -> Response:
        return draw(404)

    @app.errorhandler(Stale)
    def stale(error: Stale) -> Response:
        return draw(409, sentence_of(error))

    @app.errorhandler(RuleBroken)
    def refused(error: RuleBroken) -> Response:
        return draw(422, sentence_of(error))

    @app.errorhandler(IntegrityError)
    def contradicted(error: IntegrityError) -> Response:
        return draw(409, sentence_of(translated(error)))

    @app.errorhandler(OperationalError)
    def busy(error: OperationalError) -> Response:
        if not any(word in str(error.orig) for word in BUSY):
            return broken(error)
        answer = draw(503)
        answer.headers["Retry-After"] = str(SOON_S)
        return answer

    @app.errorhandler(DBAPIError)
    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.endpoint, exc_info=error)
        return draw(500)


def _refusal(error: HTTPException) -> Response:
    """Return the page of a refusal, with what its headers tell programs."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    answer = draw(error.code or 500)
    for name, value in error.get_headers():
        if name in TOLD:
            answer.headers[name] = value
    return answer
