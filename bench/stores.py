"""The databases of the bench: migrated, filled through the real tables, kept for the next run."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from flask import Flask

from app import create_app, demo, reference
from app.base import db
from app.base.core import clock
from app.base.core.text import fold
from app.base.db import migrate
from app.config import Settings
from app.points.models import Point, PointKind
from bench import ground
from bench.ground import Place
from bench.postgres import BenchServer, has_postgis

VAR: Final = Path(__file__).parent / "var"
KEPT: Final = VAR / f"ground-{ground.VERSION}-{ground.COUNT}"
_INDEX: Final = ("category", "lat_band", "lon", "lat", "point_id")
_VARIED: Final = Place._fields
_BATCH: Final = 20_000

Row = tuple[Any, ...]


def settings(url: str) -> Settings:
    """Return the settings of a bench application: nothing leaves the machine."""
    VAR.mkdir(exist_ok=True)
    return Settings(
        _env_file=None,
        data_dir=VAR,
        database_url=url,
        secret_key="the bench keeps no secret at all, only time",  # noqa: S106
        geocoder_url="",
        tiles_url="",
    )


def application(url: str) -> Flask:
    """Return the application on a database."""
    return create_app(settings(url))


def sqlite_url() -> str:
    """Return the address of the SQLite database with the whole ground; made when missing."""
    path = KEPT / "ground.sqlite"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".making")
        _drop(making)
        _prepare(f"sqlite:///{making}")
        _fill_sqlite(making)
        making.rename(path)
    return f"sqlite:///{path}"


def demo_url() -> str:
    """Return the address of the SQLite database that `make demo` would make."""
    path = VAR / "demo.sqlite"
    if not path.exists():
        making = path.with_suffix(".making")
        VAR.mkdir(exist_ok=True)
        _drop(making)
        _prepare(f"sqlite:///{making}", with_demo=True)
        making.rename(path)
    return f"sqlite:///{path}"


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL with the whole ground and give its address; end it in any case."""
    kept = KEPT / ("postgis" if has_postgis() else "postgresql")
    server = BenchServer()
    try:
        if kept.exists():
            server.start(kept)
        else:
            server.start()
            _make_postgresql(server)
            server.keep(kept)
        yield _url(server)
    finally:
        server.stop()


def point_row(place: Place, base: dict[str, Any]) -> dict[str, Any]:
    """Return the published row of a place; `base` holds what all of them share."""
    own = place._asdict()
    return base | own | {"folded": fold(place.name), "address": f"{place.id % 90 + 1} rue d’essai"}


def base_row() -> dict[str, Any]:
    """Return the columns of a published point as the model fills them."""
    model = Point(name="-", kind=PointKind.BIN, slug="-", source="Essai", published_at=clock.now())
    return {column.key: getattr(model, column.key) for column in _table(Point).columns}


def _url(server: BenchServer) -> str:
    return f"postgresql+psycopg://rebond@/postgres?host={server.folder}"


def _prepare(url: str, *, with_demo: bool = False) -> None:
    """Make the tables and load the reference data, as an installation does."""
    app = application(url)
    with app.app_context():
        migrate.upgrade()
        with db.unit_of_work() as session:
            reference.load(session)
        if with_demo:
            with db.unit_of_work() as session:
                demo.load(session, "a demonstration", today=clock.today(), now=clock.now())
    app.extensions["db"].dispose()


def _fill_sqlite(path: Path) -> None:
    """Write the places, then the index sorted: a sorted insert makes a compact tree."""
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA journal_mode=OFF")
        raw.execute("PRAGMA synchronous=OFF")
        names = [column.key for column in _table(Point).columns]
        marks = ",".join("?" * len(names))
        raw.execute("CREATE TEMP TABLE place (category, lat_band, lon, lat, point_id)")
        for batch in _batches(ground.places()):
            rows = _point_rows(batch, sa.create_engine("sqlite://").dialect)
            raw.executemany(f"INSERT INTO point ({','.join(names)}) VALUES ({marks})", rows)
            raw.executemany("INSERT INTO place VALUES (?,?,?,?,?)", _index_rows(batch))
        columns = ",".join(_INDEX)
        raw.execute(
            f"INSERT INTO point_place ({columns}) SELECT {columns} FROM place ORDER BY 1,2,3,4,5"
        )
        raw.execute("DROP TABLE place")
        raw.execute("ANALYZE")
        raw.execute("PRAGMA journal_mode=WAL")
    raw.close()


def _make_postgresql(server: BenchServer) -> None:
    url = _url(server)
    _prepare(url)
    dialect = sa.make_url(url).get_dialect()()
    names = ",".join(column.key for column in _table(Point).columns)
    columns = ",".join(_INDEX)
    with psycopg.connect(host=str(server.folder), user="rebond", dbname="postgres") as raw:
        raw.execute("SET session_replication_role = replica")
        raw.execute("CREATE TEMP TABLE place (LIKE point_place)")
        for batch in _batches(ground.places()):
            _copy(raw, f"COPY point ({names}) FROM STDIN", _point_rows(batch, dialect))
            _copy(raw, f"COPY place ({columns}) FROM STDIN", _index_rows(batch))
        raw.execute(
            f"INSERT INTO point_place ({columns}) SELECT {columns} FROM place ORDER BY 1,2,3,4,5"
        )
        raw.execute("SELECT setval(pg_get_serial_sequence('point', 'id'), max(id)) FROM point")
    with psycopg.connect(
        host=str(server.folder), user="rebond", dbname="postgres", autocommit=True
    ) as raw:
        raw.execute("VACUUM ANALYZE")


def _copy(raw: "psycopg.Connection[Any]", command: str, rows: Iterable[Row]) -> None:
    with raw.cursor() as cursor, cursor.copy(command.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _index_rows(places: Iterable[Place]) -> Iterator[Row]:
    for place in places:
        yield from ground.index_rows(place)


def _point_rows(places: Iterable[Place], dialect: sa.engine.Dialect) -> Iterator[Row]:
    """Yield the places as rows of their table, in the values its driver takes."""
    base = base_row()
    bound = {column.key: _bound(column, dialect) for column in _table(Point).columns}
    fixed = {key: bound[key](value) for key, value in base.items()}
    varied = [*_VARIED, "folded", "address"]
    for place in places:
        row = point_row(place, base)
        yield tuple((fixed | {key: bound[key](row[key]) for key in varied}).values())


def _bound(column: "sa.Column[Any]", dialect: sa.engine.Dialect) -> Callable[[Any], Any]:
    """Return what turns a value of the model into one of the driver."""
    kind = column.type
    if isinstance(kind, sa.JSON):
        return json.dumps
    made = kind.dialect_impl(dialect).bind_processor(dialect)
    return made or (lambda value: value)


def _batches(places: Iterator[Place]) -> Iterator[list[Place]]:
    while batch := list(islice(places, _BATCH)):
        yield batch


def _table(model: type) -> sa.Table:
    table: sa.Table = sa.inspect(model).local_table
    return table


def _drop(path: Path) -> None:
    """Remove a database left half made, with its journal."""
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()


def forget_others() -> None:
    """Remove the databases of other versions of the ground."""
    for folder in VAR.glob("ground-*"):
        if folder != KEPT:
            shutil.rmtree(folder)
