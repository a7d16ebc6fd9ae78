"""Fixtures of the whole house: both databases, an application, its clients."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import html5lib
import pytest
from flask import Flask, has_request_context, request
from flask.globals import _cv_app
from flask.testing import FlaskClient
from hypothesis import settings as properties
from sqlalchemy import Engine, event
from sqlmodel import Session
from werkzeug.test import TestResponse

from app.base import db
from app.base.db.engine import SAFE
from app.config import Settings
from app.territory import gazetteer
from tests.accounts import builders as people
from tests.databases import Databases

properties.register_profile("house", deadline=None)
properties.load_profile("house")
"""A busy machine fails no test."""

SECRET = "a secret of the tests, long enough"
NO_BREAK = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
TECHNICAL = {"rate_count", "geocode_cache"}


def spaced(text: str) -> str:
    """Return `text` with plain spaces."""
    return text.translate(NO_BREAK)


class StrictClient(FlaskClient):
    """A browser that fails on malformed HTML; a space that does not break is a space to a reader."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        response = self._in_its_own_context(*args, **kwargs)
        if response.mimetype == "text/html" and response.text:
            check_html(response.text)
            response.text = spaced(response.text)
        return response

    def _in_its_own_context(self, *args: object, **kwargs: object) -> TestResponse:
        """Ask as on the server: without this, Flask lends the request the test's own `g`."""
        token = _cv_app.set(None)
        try:
            return super().open(*args, **kwargs)
        finally:
            _cv_app.reset(token)


def check_html(text: str) -> None:
    """Parse strictly: html5lib raises on the first error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    if "<html" in text:
        parser.parse(text)
    else:
        parser.parseFragment(text)


def pytest_configure(config: pytest.Config) -> None:
    Databases.configure(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    Databases.unconfigure()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the corpus tests where no corpus is named: a second set, never skipped."""
    if os.environ.get("REBOND_CORPUS"):
        return
    kept = [item for item in items if not item.get_closest_marker("corpus")]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Name of the database under test; a test of screens may fix it to sqlite."""
    return request.param


@pytest.fixture
def settings(databases: Databases, database: str, tmp_path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=databases.url(database),
        data_dir=tmp_path,
        secret_key=SECRET,
        base_url="http://localhost",
        territory="244500203",
        geocoder_url="",
        companies_url="",
        tiles_url="",
    )


@pytest.fixture
def app(databases: Databases, database: str, settings: Settings) -> Iterator[Flask]:
    """The application on one connection whose transaction is rolled back after the test."""
    app = databases.app(database, settings)
    app.test_client_class = StrictClient
    engine = app.extensions["db"]
    with db.writing(), engine.connect() as connection:
        transaction = connection.begin()
        app.extensions["db_connection"] = connection
        gazetteer.forget()
        with app.app_context():
            yield app
        app.extensions["db_connection"] = None
        transaction.rollback()


@pytest.fixture
def session(app: Flask) -> Session:
    return db.session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, session: Session):
    """Return a function that gives a browser signed in with some roles."""

    def enter(*roles: str) -> FlaskClient:
        browser = app.test_client()
        person = people.account(session, *roles)
        assert people.sign_in(browser, person).status_code == 303
        return browser

    return enter


@pytest.fixture(autouse=True)
def no_get_may_write() -> Iterator[None]:
    """Fail when a GET flushes a row or writes to any table but the technical ones."""

    def refuse(_connection, _cursor, statement: str, *_: object) -> None:
        verb, _space, rest = statement.lstrip().partition(" ")
        if verb.upper() not in {"INSERT", "UPDATE", "DELETE"}:
            return
        if not has_request_context() or request.method not in SAFE:
            return
        if not any(table in rest.split("(")[0] for table in TECHNICAL):
            pytest.fail(f"GET {request.path} wrote: {statement[:80]}")

    event.listen(Engine, "before_cursor_execute", refuse)
    yield
    event.remove(Engine, "before_cursor_execute", refuse)


class QueryCount:
    """How many statements ran inside the block."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __len__(self) -> int:
        return len(self.statements)


@pytest.fixture
def counting():
    """Return a context manager that counts the SELECTs and writes inside it."""

    @contextmanager
    def count() -> Iterator[QueryCount]:
        seen = QueryCount()

        def note(_connection, _cursor, statement: str, *_: object) -> None:
            if statement.lstrip()[:6].upper() in {"SELECT", "INSERT", "UPDATE", "DELETE"}:
                seen.statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return count
