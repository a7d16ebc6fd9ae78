"""Addresses to coordinates, by a service that may be slow, wrong or dead without being seen.

Speaks GeocodeJSON: the French Géoplateforme or any addok. Never writes an address in a log,
and keeps answers sealed with a key made of the very text that was asked.
"""

import base64
import hashlib
import hmac
import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.base.core.codes import keyed_hash
from app.base.core.text import fold
from app.territory.models import GeocodeCache
from app.territory.rules.answers import read_hits
from app.territory.rules.places import Hit, Precision

log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)
"""httpx writes each address it asks for at INFO level; ours are people's homes."""

TIME_S = 2.0
PAUSE_S = 60.0
"""How long a service that failed is left alone."""
LARGEST = 256 * 1024
"""Bytes; an answer of five addresses is about 5 KB."""
MOST = 5
KEPT = timedelta(days=30)
HEADERS = {
    "User-Agent": "Rebond",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
}
"""Not compressed: a few bytes could swell into any size."""
TRANSIENT = {429, 500, 502, 503, 504}
Point = tuple[float, float]
"""Latitude and longitude, in degrees."""


class Geocoder(Protocol):
    """Whoever can tell where an address is; None means that nobody could be asked."""

    def search(self, text: str, near: Point) -> list[Hit] | None:
        """Return the places a text may mean, best first, favouring those near a point."""
        ...

    def reverse(self, lat: float, lon: float) -> Hit | None:
        """Return the address nearest to a point."""
        ...


@dataclass
class Breaker:
    """Leaves a dead service alone for a while, so that only one request in it waits."""

    clock: Callable[[], float] = time.monotonic
    pause_s: float = PAUSE_S
    until: float = field(default=float("-inf"))

    def is_open(self) -> bool:
        """Tell whether the service is being left alone."""
        return self.clock() < self.until

    def trip(self) -> None:
        """Leave the service alone from now on."""
        self.until = self.clock() + self.pause_s


class HttpGeocoder:
    """A GeocodeJSON service at a prefix to which /search and /reverse are added."""

    def __init__(self, url: str, *, breaker: Breaker | None = None, time_s: float = TIME_S) -> None:
        self.url = url.rstrip("/")
        self.breaker = breaker or Breaker()
        self.time_s = time_s

    def search(self, text: str, near: Point) -> list[Hit] | None:
        """Return the places a text may mean, or None when the service did not answer."""
        lat, lon = near
        return self._ask("search", {"q": text, "limit": MOST, "lat": lat, "lon": lon})

    def reverse(self, lat: float, lon: float) -> Hit | None:
        """Return the address nearest to a point, or None."""
        return next(iter(self._ask("reverse", {"lat": lat, "lon": lon}) or []), None)

    def _ask(self, verb: str, params: dict[str, Any]) -> list[Hit] | None:
        if self.breaker.is_open():
            return None
        import httpx  # noqa: PLC0415 - four megabytes that only a look for an address needs

        try:
            body = _within(self.time_s, lambda stop: self._fetch(verb, params, stop))
            return read_hits(body)
        except (httpx.TransportError, TimeoutError, httpx.InvalidURL) as failure:
            self.breaker.trip()
            log.warning("geocoder %s: %s", verb, type(failure).__name__)
        except httpx.HTTPStatusError as refused:
            if refused.response.status_code in TRANSIENT:
                self.breaker.trip()
            log.warning("geocoder %s: status %d", verb, refused.response.status_code)
        except ValueError as malformed:
            log.warning("geocoder %s: malformed answer, %s", verb, type(malformed).__name__)
        return None

    def _fetch(self, verb: str, params: dict[str, Any], stop: threading.Event) -> bytes:
        """Return the body of an answer, read until it is too large or nobody waits for it.

        Raises httpx.HTTPStatusError for any status but 200, ValueError when it is too large.
        """
        import httpx  # noqa: PLC0415 - as above

        body = b""
        asked = httpx.Request("GET", f"{self.url}/{verb}", params=params, headers=HEADERS)
        with httpx.Client(timeout=self.time_s) as client:
            response = client.send(asked, stream=True)
            if response.status_code != httpx.codes.OK:
                message = "refused"
                raise httpx.HTTPStatusError(message, request=asked, response=response)
            for piece in response.iter_bytes():
                body += piece
                if stop.is_set() or len(body) > LARGEST:
                    message = "answer too long"
                    raise ValueError(message)
        return body


@dataclass(frozen=True)
class KeptGeocoder:
    """A geocoder whose answers are kept for a month, where only the same text finds them."""

    inner: Geocoder
    secret: str
    session: Session
    """Reads what is kept."""
    aside: Callable[[], AbstractContextManager[Session]]
    """Opens the short transaction that keeps an answer."""
    now: datetime

    def search(self, text: str, near: Point) -> list[Hit] | None:
        """Return what was answered to this text before, else ask and keep."""
        asked = f"{fold(text)}|{near[0]:.1f}|{near[1]:.1f}"
        key = keyed_hash(self.secret, "geocode", asked)
        kept = self._kept(key, asked)
        if kept is not None:
            return kept
        hits = self.inner.search(text, near)
        if hits is not None:
            self._keep(key, asked, hits)
        return hits

    def reverse(self, lat: float, lon: float) -> Hit | None:
        """Return the address nearest to a point; positions are not kept."""
        return self.inner.reverse(lat, lon)

    def _kept(self, key: str, asked: str) -> list[Hit] | None:
        row = self.session.get(GeocodeCache, key)
        if row is None or row.at < self.now - KEPT:
            return None
        try:
            read = json.loads(self._seal(asked).decrypt(row.answer.encode()))
        except InvalidToken:
            return None
        return [Hit(**hit | {"precision": Precision(hit["precision"])}) for hit in read]

    def _keep(self, key: str, asked: str, hits: list[Hit]) -> None:
        written = json.dumps([asdict(hit) for hit in hits]).encode()
        answer = self._seal(asked).encrypt(written).decode()
        try:
            with self.aside() as session:
                session.merge(GeocodeCache(key=key, answer=answer, at=self.now))
        except SQLAlchemyError as failure:
            log.warning("geocoder cache: %s", type(failure).__name__)

    def _seal(self, asked: str) -> Fernet:
        """Return the seal that only this text opens."""
        key = hmac.new(self.secret.encode(), f"seal/{asked}".encode(), hashlib.sha256).digest()
        return Fernet(base64.urlsafe_b64encode(key))


def _within(seconds: float, call: Callable[[threading.Event], bytes]) -> bytes:
    """Return what `call` returns, or raise TimeoutError: name look-up and slow drips count too.

    A time-out of the HTTP client bounds each wait, not their sum.
    """
    done: SimpleQueue[bytes | BaseException] = SimpleQueue()
    stop = threading.Event()

    def run() -> None:
        try:
            done.put(call(stop))
        except Exception as failure:  # noqa: BLE001 - carried to the caller
            done.put(failure)

    threading.Thread(target=run, daemon=True).start()
    try:
        outcome = done.get(timeout=seconds)
    except Empty:
        stop.set()
        raise TimeoutError from None
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome
