"""Pages a second: the search beside this application's own empty page."""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Final
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.figures import Figures, by_turns, seconds
from bench.server import Server, rotated, serving
from bench.site import BARE, EMPTY, with_bench
from bench.stores import application

THINGS: Final = (
    "écran d’ordinateur",
    "vélo enfant",
    "grille-pain",
    "manteau",
    "piles",
    "canapé",
    "réfrigérateur",
    "ordinateur portable",
    "livres",
    "perceuse",
)
TOWNS: Final = (
    "Montargis",
    "Ferrières-en-Gâtinais",
    "Amilly",
    "Courtenay",
    "Châtillon-Coligny",
    "Lorris",
)
SEARCHES: Final = tuple(
    f"/points?{urlencode({'objet': thing, 'ou': town})}" for town in TOWNS for thing in THINGS
)
ROUNDS: Final = 7
BURST_S: Final = 1.0


def measure(figures: Figures, prefix: str, database_url: str) -> None:
    """Keep the shares of one database, served, then inside this process; prefix their names."""
    with serving(database_url) as server:
        _served(figures, prefix, server)
        _memory(figures, prefix, server)
    _in_process(figures, prefix, with_bench(application(database_url)))


def _served(figures: Figures, prefix: str, server: Server) -> None:
    kinds = {"bare": [BARE], "empty": [EMPTY], "points": list(SEARCHES)}
    for paths in kinds.values():
        server.rate(paths, BURST_S)
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _round in range(ROUNDS):
        for kind, paths in kinds.items():
            rates[kind].append(server.rate(paths, BURST_S))
    for kind, label in (("bare", "bare_route"), ("empty", "own_empty_page")):
        shares = [
            points / other for points, other in zip(rates["points"], rates[kind], strict=True)
        ]
        figures.add(f"{prefix}points_page_share_of_{label}", median(shares), "share")
    for kind, label in (
        ("bare", "bare_route"),
        ("empty", "own_empty_page"),
        ("points", "points_page"),
    ):
        figures.add(f"{prefix}{label}_per_second", median(rates[kind]), "pages/s")


def _memory(figures: Figures, prefix: str, server: Server) -> None:
    """Keep what the larger worker holds after two hundred varied requests."""
    server.get(rotated([*SEARCHES, "/", "/objets", "/enlevements/nouveau"], 200))
    figures.add(f"{prefix}worker_memory_mb", server.memory_mb("Rss"), "MB")
    figures.add(f"{prefix}worker_own_memory_mb", server.memory_mb("Pss"), "MB")


def _in_process(figures: Figures, prefix: str, app: Flask) -> None:
    """Keep the same share without network, what a page costs, and what nobody asked before."""
    turns = iter(rotated(SEARCHES, 10_000))
    works: list[Callable[[], object]] = [
        lambda: body_of(app, EMPTY),
        lambda: body_of(app, next(turns)),
    ]
    by_turns(works, len(SEARCHES) * 2)
    empty, points = by_turns(works, 300)
    figures.add(f"{prefix}points_page_in_process_share_of_own_empty_page", empty / points, "share")
    figures.add(f"{prefix}points_page_p50_ms", points * 1000, "ms")
    found = [len(re.findall(b"data-lat=", body_of(app, path))) for path in SEARCHES]
    figures.add(f"{prefix}points_page_places", median(found), "places")
    with counted() as statements:
        body_of(app, SEARCHES[0])
    figures.add(f"{prefix}points_page_statements", len(statements), "statements")
    _unkept(figures, prefix, app, works)
    app.extensions["db"].dispose()


def _unkept(figures: Figures, prefix: str, app: Flask, works: list[Callable[[], object]]) -> None:
    """Keep what a search costs that nobody asked before, then one that finds nothing kept at all.

    What is held under a version, and checked at each search, is held as in a running server.
    """
    shelf: dict[Hashable, object] = app.extensions["kept"]

    def forget_answers() -> None:
        for key in [key for key in shelf if isinstance(key, tuple) and key[0] == "answer"]:
            del shelf[key]

    empty_page, points_page = works
    for name, forget in (("new", forget_answers), ("first", shelf.clear)):
        times: tuple[list[float], list[float]] = ([], [])
        for _turn in range(100):
            times[0].append(seconds(empty_page))
            forget()
            times[1].append(seconds(points_page))
        empty, points = map(median, times)
        forget()
        with counted() as statements:
            body_of(app, SEARCHES[0])
        figures.add(f"{prefix}{name}_points_page_share_of_own_empty_page", empty / points, "share")
        figures.add(f"{prefix}{name}_points_page_p50_ms", points * 1000, "ms")
        figures.add(f"{prefix}{name}_points_page_statements", len(statements), "statements")


def body_of(app: Flask, path: str, encoding: str = "") -> bytes:
    """Return what the application answers, through everything but the network.

    Raises RuntimeError on another answer than 200: an error page is no page to time.
    """
    headers = {"Accept-Encoding": encoding} if encoding else {}
    where, _mark, query = path.partition("?")
    builder = EnvironBuilder(path=where, query_string=query, headers=headers)
    parts, status, _headers = run_wsgi_app(app.wsgi_app, builder.get_environ(), buffered=True)
    if not status.startswith("200"):
        refused = f"{path}: {status}"
        raise RuntimeError(refused)
    return b"".join(parts)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give the list of statements that run inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip()[:6].upper() == "SELECT":
            seen.append(statement)

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)
