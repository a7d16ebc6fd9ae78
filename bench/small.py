"""Smaller figures: suggestions, the weight of pages, what a safe commit costs, the start."""

import re
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.base import db
from app.base.web.assets import STATIC
from app.catalog import queries as catalog
from app.territory import gazetteer, here
from bench import stores
from bench.figures import Figures, by_turns, seconds
from bench.pages import SEARCHES, THINGS, body_of

PAGES: Final = {
    "home": "/",
    "points": SEARCHES[0],
    "objects": "/objets",
    "object": "/objets/velo",
    "pickup": "/enlevements/nouveau",
}
TYPED: Final = ("mont", "montar", "amil", "st mau", "chatilon col", "lorri", "45", "4520", "pari")
_SHEET: Final = re.compile(rb'<link rel="stylesheet" href="/static/([^"?]+)')
COMMITS: Final = 200


def measure(figures: Figures, database_url: str) -> None:
    """Keep the small figures of one database."""
    app = stores.application(database_url)
    with app.app_context():
        _words(figures)
    for name, path in PAGES.items():
        figures.add(f"{name}_page_bytes_compressed", _weight(app, path), "bytes")
    _place_page(figures, app)
    app.extensions["db"].dispose()
    _commits(figures)
    _start(figures, database_url)


def _words(figures: Figures) -> None:
    """Keep how long a suggestion and a look into the dictionary take."""
    with db.aside() as session:
        index = catalog.index(session)
    here.suggest("m")
    suggested = [seconds(lambda text=text: here.suggest(text)) for text in TYPED * 20]  # type: ignore[misc]
    figures.latencies("commune_suggestion", suggested)
    texts = [typed for thing in THINGS for typed in (thing, thing[:-2] + thing[-1:])]
    searched = [seconds(lambda text=text: index.search(text)) for text in texts * 10]  # type: ignore[misc]
    figures.latencies("object_search", searched)


def _place_page(figures: Figures, app: Flask) -> None:
    with app.app_context():
        query = sa.text("SELECT slug FROM point WHERE active ORDER BY id LIMIT 1")
        slug = db.session().execute(query).scalar_one()
    figures.add("place_page_bytes_compressed", _weight(app, f"/points/{slug}"), "bytes")


def _weight(app: Flask, path: str) -> int:
    """Return the bytes of a page and its style sheets as a browser receives them."""
    sheets = set(_SHEET.findall(body_of(app, path)))
    files = [STATIC / f"{sheet.decode()}.br" for sheet in sheets]
    return len(body_of(app, path, "br")) + sum(file.stat().st_size for file in files)


def _commits(figures: Figures) -> None:
    """Keep what one committed row costs on SQLite, surely on the disk or nearly."""
    with tempfile.TemporaryDirectory(dir=stores.VAR) as folder:
        works = [_committing(Path(folder), mode) for mode in ("FULL", "NORMAL")]
        full, normal = by_turns(works, COMMITS)
    figures.add("sqlite_commit_full_p50_ms", full * 1000, "ms")
    figures.add("sqlite_commit_normal_p50_ms", normal * 1000, "ms")


def _committing(folder: Path, mode: str) -> Callable[[], object]:
    raw = sqlite3.connect(folder / f"{mode}.sqlite", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute(f"PRAGMA synchronous={mode}")
    raw.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)")
    return lambda: raw.execute("INSERT INTO line (text) VALUES ('one row of a usual length')")


def _start(figures: Figures, database_url: str) -> None:
    """Keep what the first search would wait for, had the server not read it at its start."""
    app = create_app(stores.settings(database_url))
    gazetteer.forget()
    with app.app_context():
        start = perf_counter()
        with db.aside() as session:
            catalog.index(session)
            gazetteer.of(session)
        figures.add("warm_up_ms", (perf_counter() - start) * 1000, "ms")
    app.extensions["db"].dispose()
