"""Addresses to coordinates, by a service that may be slow, wrong or dead without being seen.

Speaks GeocodeJSON: the French Géoplateforme or any addok. Never writes an address in a log,
and keeps answers sealed with a key made of the very text that was asked.
"""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.base.core.codes import keyed_hash
from app.base.core.text import fold
from app.base.services import TIME_S, Breaker, Service
from app.territory.models import GeocodeCache
from app.territory.rules.answers import read_hits
from app.territory.rules.places import Hit, Precision

log = logging.getLogger(__name__)
MOST = 5
KEPT = timedelta(days=30)
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


class HttpGeocoder:
    """A GeocodeJSON service at a prefix to which /search and /reverse are added."""

    def __init__(self, url: str, *, breaker: Breaker | None = None, time_s: float = TIME_S) -> None:
        self.breaker = breaker or Breaker()
        self.service = Service("geocoder", url, self.breaker, time_s)

    def search(self, text: str, near: Point) -> list[Hit] | None:
        """Return the places a text may mean, or None when the service did not answer."""
        lat, lon = near
        asked = {"q": text, "limit": MOST, "lat": lat, "lon": lon}
        return self.service.ask("search", asked, read_hits)

    def reverse(self, lat: float, lon: float) -> Hit | None:
        """Return the address nearest to a point, or None."""
        hits = self.service.ask("reverse", {"lat": lat, "lon": lon}, read_hits)
        return next(iter(hits or []), None)


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
