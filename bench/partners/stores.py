"""The databases of the partners' rooms: both sizes on both kinds, kept for the day."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import psycopg
from sqlmodel import Session

from app import reference
from app.base import db
from app.base.core import clock
from app.base.db import migrate
from bench.partners import beside, dealings, promises, who
from bench.partners.rows import LARGE, SMALL, Ground, Size
from bench.postgres import BenchServer
from bench.stores import VAR, application

VERSION: Final = "1"
"""To be raised whenever another ground would come out."""
SIZES: Final = {"small": SMALL, "large": LARGE}


def fill(session: Session, size: Size, today: date) -> None:
    """Write a ground into a database that has its tables and the reference data."""
    ground = Ground(size, today)
    for part in (who, dealings, promises, beside):
        part.load(session, ground)


def sqlite_urls() -> dict[str, str]:
    """Return the addresses of both sizes on SQLite; made when missing."""
    folder = _kept()
    folder.mkdir(parents=True, exist_ok=True)
    empty = folder / "empty.sqlite"
    for name, size in SIZES.items():
        path = folder / f"{name}.sqlite"
        if path.exists():
            continue
        if not empty.exists():
            _prepare(f"sqlite:///{empty}")
        making = path.with_suffix(".making")
        shutil.copyfile(empty, making)
        _fill(f"sqlite:///{making}", size)
        making.rename(path)
    return {name: f"sqlite:///{folder / name}.sqlite" for name in SIZES}


@contextmanager
def postgresql_urls() -> Iterator[dict[str, str]]:
    """Run a PostgreSQL with both sizes and give their addresses; end it in any case."""
    kept, server = _kept() / "postgresql", BenchServer()
    try:
        if kept.exists():
            server.start(kept)
        else:
            server.start()
            _make(server)
            server.keep(kept)
        yield {name: _url(server, name) for name in SIZES}
    finally:
        server.stop()


def forget_others() -> None:
    """Remove the databases of other versions and days."""
    for folder in VAR.glob("partners-*"):
        if folder != _kept():
            shutil.rmtree(folder)


def _kept() -> Path:
    """Return the folder of today's grounds: what is due is due on a day."""
    return VAR / f"partners-{VERSION}-{clock.today()}"


def _make(server: BenchServer) -> None:
    _run(server, "CREATE DATABASE empty")
    _prepare(_url(server, "empty"))
    for name, size in SIZES.items():
        _run(server, f"CREATE DATABASE {name} TEMPLATE empty")
        _fill(_url(server, name), size)
        _run(server, "VACUUM ANALYZE", name)


def _run(server: BenchServer, command: str, database: str = "postgres") -> None:
    with psycopg.connect(
        host=str(server.folder), user="rebond", dbname=database, autocommit=True
    ) as raw:
        raw.execute(command.encode())


def _url(server: BenchServer, name: str) -> str:
    return f"postgresql+psycopg://rebond@/{name}?host={server.folder}"


def _prepare(url: str) -> None:
    app = application(url)
    with app.app_context():
        migrate.upgrade()
        with db.unit_of_work() as session:
            reference.load(session)
    app.extensions["db"].dispose()


def _fill(url: str, size: Size) -> None:
    app = application(url)
    with app.app_context(), db.unit_of_work() as session:
        fill(session, size, clock.today())
    app.extensions["db"].dispose()
