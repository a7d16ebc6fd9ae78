"""Real parallel clients on a database of their own, committed for good."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.base import db
from app.base.core.errors import RuleBroken
from app.config import Settings
from tests.conftest import SECRET
from tests.databases import Databases

CLIENTS = 20


@contextmanager
def house_on(databases: Databases, database: str, folder: Path) -> Iterator[Flask]:
    """Give an application on a fresh copy of the database, with its own connections."""
    url = databases.fresh(database, f"parallel_{uuid4().hex[:8]}")
    settings = Settings(
        _env_file=None, database_url=url, data_dir=folder, secret_key=SECRET, geocoder_url=""
    )
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["db"].dispose()


def at_once(app: Flask, work: Callable[[int], object], clients: int = CLIENTS) -> list[object]:
    """Run `work` in threads that start together; return answers and refusals."""
    ready = threading.Barrier(clients)

    def one(number: int) -> object:
        with app.app_context():
            ready.wait()
            try:
                return work(number)
            except RuleBroken as refusal:
                return refusal

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(one, range(clients)))


def count(app: Flask, model: type) -> int:
    """Return how many rows of a table are kept."""
    with app.app_context():
        statement = sa.select(sa.func.count()).select_from(model)
        return db.session().execute(statement).scalar_one()
