"""One morning: two hundred people open the form, look, keep a slot and book it."""

import re
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Final
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlmodel import col

from app.base import db
from app.slots.models import SlotPattern
from bench import stores
from bench.figures import Figures
from bench.server import serving

PEOPLE: Final = 200
SPREAD_S: Final = 60.0
"""Over how long they arrive: a town that reads the same newsletter at breakfast."""
AT_ONCE: Final = 20
"""How many are in front of the form at the same instant, in the second figure."""
NEW: Final = "/enlevements/nouveau"
ROOM: Final = {
    "places": 300,
    "mass_g": 30_000_000,
    "volume_ml": 300_000_000,
    "crew_minutes": 30_000,
}
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Heard:
    """What two hundred people got: seconds and statuses, by kind of request."""

    seconds: list[float] = field(default_factory=list)
    booked: int = 0
    broken: int = 0


def measure(figures: Figures, name: str, database_url: str) -> None:
    """Keep how long requests take when people come one after the other, then all together."""
    with _roomy(database_url) as url, serving(url, REBOND_PROXIES="1") as server:
        one_after_the_other = _morning(server.port, first=0, wait_s=SPREAD_S / PEOPLE, threads=60)
        _keep(figures, f"{name}morning", one_after_the_other)
        together = _morning(server.port, first=PEOPLE, wait_s=0, threads=AT_ONCE)
        _keep(figures, f"{name}morning_at_once", together)


def _keep(figures: Figures, name: str, heard: Heard) -> None:
    figures.latencies(f"{name}_{PEOPLE}_people", heard.seconds)
    figures.add(f"{name}_booked", heard.booked, "bookings")
    figures.add(f"{name}_5xx", heard.broken, "answers")


@contextmanager
def _roomy(database_url: str) -> Iterator[str]:
    """Give a copy of the demonstration in which everybody finds a place."""
    here = Path(database_url.removeprefix("sqlite:///"))
    copy = here.with_name("morning.sqlite")
    shutil.copyfile(here, copy)
    url = f"sqlite:///{copy}"
    app = stores.application(url)
    with app.app_context(), db.unit_of_work() as session:
        session.execute(sa.update(SlotPattern).where(col(SlotPattern.active)).values(ROOM))
    app.extensions["db"].dispose()
    try:
        yield url
    finally:
        for left in copy.parent.glob(f"{copy.name}*"):
            left.unlink()


def _morning(port: int, *, first: int, wait_s: float, threads: int) -> Heard:
    heard, lock = Heard(), threading.Lock()

    def come(number: int) -> None:
        person = Person(port, number, heard, lock)
        person.book()

    with ThreadPoolExecutor(threads) as street:
        for number in range(first, first + PEOPLE):
            street.submit(come, number)
            time.sleep(wait_s)
    return heard


class Person:
    """Somebody who wants a fridge fetched."""

    def __init__(self, port: int, number: int, heard: Heard, lock: threading.Lock) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=60)
        self.number, self.heard, self.lock = number, heard, lock
        self.heads = {"X-Forwarded-For": f"10.9.{number // 250}.{number % 250 + 1}"}

    def book(self) -> None:
        """Open the form, look at the slots, keep one, book it."""
        page = self.ask("GET", f"{NEW}?{urlencode({'objet': 'frigo', 'ou': 'Montargis'})}")
        form = self.filled(page)
        page = self.ask("POST", NEW, form | {"faire": "see"})
        form["slot"] = _values(page, "slot")[self.number % 2]
        self.ask("POST", NEW, form | {"faire": "hold"})
        self.ask("POST", NEW, form | {"faire": "book"})
        self.line.close()

    def filled(self, page: str) -> dict[str, str]:
        """Return the form as this person fills it in."""
        return {
            "csrf_token": _values(page, "csrf_token")[0],
            "form_key": _values(page, "form_key")[0],
            "objet": "frigo",
            "quantite": "1",
            "etat": "marche",
            "ou": "Montargis",
            "address": f"{self.number} rue du Banc",
            "floor": "1",
            "email": f"p{self.number}@exemple.test",
            "consent": "y",
        }

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """Ask, remember how long it took, return the page."""
        body = urlencode(form) if form else None
        start = perf_counter()
        self.line.request(method, path, body, self.heads | (_FORM if form else {}))
        answer = self.line.getresponse()
        text = answer.read().decode()
        took = perf_counter() - start
        cookie = answer.headers.get("Set-Cookie")
        if cookie:
            self.heads["Cookie"] = cookie.partition(";")[0]
        with self.lock:
            self.heard.seconds.append(took)
            self.heard.booked += answer.status == 303
            self.heard.broken += answer.status >= 500
        return text


def _values(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}"[^>]*?value="([^"]+)"', page)
