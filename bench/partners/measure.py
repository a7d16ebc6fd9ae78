"""How long each page of the partners' rooms takes, and how much longer with a hundred times more."""

import gc
import re
from collections.abc import Callable, Mapping
from statistics import median
from time import process_time
from typing import Final

from flask import Flask
from flask.testing import FlaskClient

from app.base import db
from bench.figures import Figures, by_turns
from bench.pages import counted
from bench.partners import pages, stores, who
from bench.stores import application

ROUNDS: Final = 3
WANTED_MS: Final = 200
_TOKEN: Final = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


def measure(figures: Figures) -> None:
    """Keep both databases' figures."""
    stores.forget_others()
    _both_sizes(figures, "sqlite", stores.sqlite_urls())
    with stores.postgresql_urls() as urls:
        _both_sizes(figures, "postgresql", urls)


def _both_sizes(figures: Figures, kind: str, urls: Mapping[str, str]) -> None:
    """Ask each page of the large ground and of the small one by turns."""
    sites = {name: visits(application(url)) for name, url in urls.items()}
    gc.collect()
    gc.freeze()  # as the server does before it forks
    times: list[float] = []
    for page in sites["large"]:
        small, large = sites["small"][page], sites["large"][page]
        by_turns([small, large], 1)
        with counted() as statements:
            large()
        small_s, large_s = by_turns([small, large], ROUNDS)
        figures.add(f"partners_{kind}_{page}_cpu_ms", _cpu_ms(large), "ms")
        times.append(large_s * 1000)
        name = f"partners_{kind}_{page}"
        figures.add(f"{name}_p50_ms", large_s * 1000, "ms")
        figures.add(f"{name}_times_of_small", large_s / small_s, "times")
        figures.add(f"{name}_statements", len(statements), "statements")
    figures.add(f"partners_{kind}_pages", len(times), "pages")
    figures.add(f"partners_{kind}_page_median_p50_ms", median(times), "ms")
    figures.add(f"partners_{kind}_page_slowest_p50_ms", max(times), "ms")
    late = sum(each > WANTED_MS for each in times)
    figures.add(f"partners_{kind}_pages_over_{WANTED_MS}_ms", late, "pages")


def _cpu_ms(ask: Callable[[], object]) -> float:
    """Return the processor time of a visit in this process, the least of a few.

    On a machine that others use too it says more than the clock; PostgreSQL's own is not in it.
    """
    times = []
    for _round in range(ROUNDS):
        start = process_time()
        ask()
        times.append(process_time() - start)
    return min(times) * 1000


def visits(app: Flask) -> dict[str, Callable[[], object]]:
    """Return, by the page's name, what asks for it as the person who may see it.

    Nothing is kept from one visit to the next: what public pages hold for ten seconds is let go.
    """
    with app.app_context():
        staff, own = pages.staff(db.session()), pages.own(db.session())
    keeper, member = entered(app, who.KEEPER), entered(app, who.MEMBER)
    doors = (
        (keeper, staff),
        (member, own),
        (app.test_client(), pages.PUBLIC),
    )
    return {
        name: _visit(app, browser, path) for browser, known in doors for name, path in known.items()
    }


def entered(app: Flask, email: str) -> FlaskClient:
    """Return a browser where somebody of the ground is signed in."""
    browser = app.test_client()
    token = _TOKEN.search(browser.get("/connexion").text)
    assert token is not None
    form = {"email": email, "password": who.PASSWORD, "csrf_token": token[1]}
    answer = browser.post("/connexion", data=form)
    if answer.status_code != 303:
        refused = f"{email}: {answer.status}"
        raise RuntimeError(refused)
    return browser


def _visit(app: Flask, browser: FlaskClient, path: str) -> Callable[[], object]:
    def ask() -> None:
        app.extensions["kept"].clear()
        answer = browser.get(path)
        if answer.status_code != 200:
            refused = f"{path}: {answer.status}"
            raise RuntimeError(refused)
        answer.get_data()

    return ask
