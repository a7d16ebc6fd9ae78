"""The real server and the real worker, which may be killed at any moment, and people at their browsers."""

import os
import re
import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier

import httpx
from sqlmodel import Session

from app import create_app
from app.base import db
from app.base.db.engine import open_session
from app.catalog import actions as catalog
from app.config import Settings
from app.pickups.models import PickupPolicy, PolicyThing, Verdict
from app.slots.models import Zone, ZoneCommune
from tests.browser.site import BIN, Site, until
from tests.builders import commune, thursday
from tests.conftest import SECRET

NEW = "/enlevements/nouveau"
_people = count(1)


class House(Site):
    """A small installation on one database: a commune, a van, what we fetch."""

    def __init__(self, folder: Path, database_url: str) -> None:
        super().__init__(folder)
        self.database_url = database_url
        settings = Settings(
            _env_file=None, database_url=database_url, data_dir=folder, secret_key=SECRET
        )
        self.app = create_app(settings)

    def lay(self, **grounds: dict[str, int]) -> None:
        """Write the ground: a commune, its zone and its weekly van of some capacity for each name."""
        with self.app.app_context(), db.unit_of_work() as session:
            catalog.load(session)
            policy = PickupPolicy(name="Partout", max_things=99, max_mass_g=9_000_000)
            policy.things = [PolicyThing(family="eee", verdict=Verdict.TAKEN)]
            session.add(policy)
            for number, (name, capacity) in enumerate(grounds.items()):
                insee = f"452{number:02}"
                commune(session, insee, name=name, folded=name.lower(), postcode=f"452{number:02}")
                zone = Zone(name=name)
                zone.communes = [ZoneCommune(zone_id=zone.id, insee=insee)]
                session.add(zone)
                session.flush()
                thursday(session, name=name, zone_id=zone.id, **capacity)

    def start(self) -> None:
        """Start server and worker, each in a group of its own."""
        self.start_server()
        self.start_worker()

    def start_server(self) -> None:
        """Start the server and wait until it answers."""
        self.server = self._spawn("gunicorn", "-c", "python:app.server")
        self.until_it_answers()

    def start_worker(self) -> None:
        """Start the worker."""
        self.worker = self._spawn("rebond", "worker")

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """End a process and all that it started, as a power cut does."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.processes.remove(process)

    def until_it_answers(self) -> None:
        """Wait for the server."""
        until(self._answers, "le site ne répond pas")

    def session(self) -> Session:
        """Return a session of one's own on the same database."""
        with self.app.app_context():
            return open_session()

    @property
    def environment(self) -> dict[str, str]:
        """As for the walks, on this database."""
        return super().environment | {
            "REBOND_DATABASE_URL": self.database_url,
            "REBOND_SECRET_KEY": SECRET,
            "REBOND_TERRITORY": "244500203",
        }

    def _spawn(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{program}.log").open("ab") as log:
            process = subprocess.Popen(
                [BIN / program, *arguments],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process


class Person:
    """Somebody at a browser of their own, from an address of their own."""

    def __init__(self, url: str, town: str, timeout: float = 30) -> None:
        self.town = town
        self.number = next(_people)
        network = (
            f"10.{self.number // 62_500 + 2}.{self.number // 250 % 250}.{self.number % 250 + 1}"
        )
        self.browser = httpx.Client(
            base_url=url,
            timeout=timeout,
            headers={"X-Forwarded-For": network, "Connection": "close"},
        )

    def form(self, **changes: object) -> dict[str, object]:
        """Open the form and fill it in; `slot` takes the nth slot offered."""
        page = self.browser.get(NEW, params={"objet": "frigo", "ou": self.town}).text
        wanted = int(str(changes.pop("slot", 0)))
        slots = re.findall(r'name="slot"[^>]*?value="([^"]+)"', page)
        known: dict[str, object] = {
            "csrf_token": hidden(page, "csrf_token"),
            "form_key": hidden(page, "form_key"),
            "objet": "frigo",
            "quantite": "1",
            "etat": "marche",
            "ou": self.town,
            "address": f"{self.number} rue des Lilas",
            "floor": "0",
            "email": f"p{self.number}@exemple.test",
            "consent": "y",
            "faire": "book",
            "slot": slots[wanted] if len(slots) > wanted else "",
        }
        return known | changes

    def send(self, form: dict[str, object], address: str = NEW) -> httpx.Response:
        """Send a form."""
        return self.browser.post(address, data=form)

    def press(self, page: str, address: str, **fields: object) -> httpx.Response:
        """Send a one-button form found on a page."""
        token = hidden(self.browser.get(page).text, "csrf_token")
        return self.browser.post(address, data={"csrf_token": token, **fields})


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
    return found[1] if found else ""


def all_at_once(works: list[Callable[[], object]]) -> list[object]:
    """Run `works` in as many threads, started together; return their answers in order."""
    ready = Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        ready.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))
