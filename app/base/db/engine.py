"""One engine per application, one session per application context, one commit per request."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import cast

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request
from sqlalchemy import event
from sqlmodel import Session, SQLModel

from app.base.db.types import NAMING

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BAD = 400
"""From this status on, nothing that the request did is kept."""
BUSY_MS = 5000
PATIENCE_S = 20
"""How long a writer of SQLite waits for its turn."""
NAP_S = 0.004
"""Between two looks. SQLite's own waiting looks ten times a second: of eight that write without
a pause, one now and then found the lock taken for twenty seconds and was told "locked"."""

SQLModel.metadata.naming_convention = NAMING
_writes: ContextVar[bool] = ContextVar("writes", default=False)


def metadata() -> sa.MetaData:
    """Return every table, for Alembic."""
    return SQLModel.metadata


def make_engine(url: str) -> sa.Engine:
    """Open `url`; SQLite gets its pragmas, and BEGIN IMMEDIATE where writing is meant.

    An error of the database never repeats the values: they name people, and errors are logged.
    """
    if not url.startswith("sqlite"):
        made = sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
        event.listen(made, "handle_error", _leave_values_out)
        return made
    local = {"isolation_level": None, "timeout": BUSY_MS / 1000}
    made = sa.create_engine(url, connect_args=local, hide_parameters=True)
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _leave_values_out(context: sa.engine.ExceptionContext) -> None:
    """Cut PostgreSQL's detail off its errors: it repeats the whole row it refuses."""
    refusal, told = context.original_exception, context.sqlalchemy_exception
    whole = str(refusal)
    short = whole.partition("\nDETAIL:")[0]
    refusal.args = (short,)
    if told is not None:
        told.args = tuple(str(part).replace(whole, short) for part in told.args)


def _prepare_sqlite(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
        "recursive_triggers=ON",
        "cache_size=-512",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    if _writes.get():
        _wait_for_turn(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _wait_for_turn(connection: sa.Connection) -> None:
    """Begin with the write lock, looking often; the last look tells that it is taken."""
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    end = time.monotonic() + PATIENCE_S
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < end:
            with suppress(sqlite3.OperationalError):
                driver.execute("BEGIN IMMEDIATE")
                return
            time.sleep(NAP_S * (0.5 + random.random()))  # noqa: S311 - not in step with others
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


@contextmanager
def writing() -> Iterator[None]:
    """Take SQLite's write lock when the next transaction begins, not at its first write.

    With a deferred BEGIN, half of parallel writers fail with "database is locked".
    """
    token = _writes.set(True)
    try:
        yield
    finally:
        _writes.reset(token)


def is_writing() -> bool:
    """Tell whether what is open now may write."""
    return _writes.get()


def engine() -> sa.Engine:
    """Return the engine of the current application."""
    return cast("sa.Engine", current_app.extensions["db"])


def open_session() -> Session:
    """Return a new session on the application's database.

    Tests put one connection in place of the engine, inside a transaction they roll back.
    """
    bind = current_app.extensions.get("db_connection") or engine()
    return Session(bind, expire_on_commit=False, join_transaction_mode="create_savepoint")


def session() -> Session:
    """Return this context's session. Only views, commands and jobs call it."""
    if "db_session" not in g:
        g.db_session = open_session()
    return cast("Session", g.db_session)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Give commands and jobs a session: one transaction, committed at the end or not at all."""
    with writing(), open_session() as opened, opened.begin():
        yield opened


@contextmanager
def aside() -> Iterator[Session]:
    """Give a short transaction of its own, for technical tables (caches, rate limits) only.

    Where the request already holds the write lock, a second writer would wait for itself:
    it works inside the request's own transaction then.
    """
    current = g.get("db_session")
    if _writes.get() and current is not None and current.in_transaction():
        with current.begin_nested():
            yield current
        return
    with unit_of_work() as opened:
        yield opened


def init_app(app: Flask, url: str) -> None:
    """Open the database; commit after a successful unsafe request, never after a GET."""
    app.extensions["db"] = make_engine(url)
    app.before_request(_mark_writers)
    app.after_request(_settle)
    app.teardown_request(_unmark)
    app.teardown_appcontext(_close)


def _mark_writers() -> None:
    _writes.set(request.method not in SAFE)


def _settle(response: Response) -> Response:
    """Keep or drop what the request did, after its answer is made."""
    opened = g.get("db_session")
    if opened is not None:
        if request.method not in SAFE and response.status_code < BAD:
            opened.commit()
        else:
            opened.rollback()
    return response


def _unmark(_error: BaseException | None) -> None:
    """Forget that this thread wrote: what it reads next must not take the write lock."""
    _writes.set(False)


def _close(_error: BaseException | None) -> None:
    opened = g.pop("db_session", None)
    if opened is not None:
        opened.close()
