"""Services of others on the network: slow, wrong or dead without being seen.

One bounded GET, and a breaker that leaves a dead service alone. Never writes in a log what was
asked: it may be somebody's home.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)
"""httpx writes each address it asks for at INFO level."""

TIME_S: Final = 2.0
PAUSE_S: Final = 60.0
"""How long a service that failed is left alone."""
LARGEST: Final = 256 * 1024
"""Bytes read of an answer at most."""
HEADERS: Final = {
    "User-Agent": "Rebond",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
}
"""Not compressed: a few bytes could swell into any size."""
TRANSIENT: Final = {429, 500, 502, 503, 504}

Answer = TypeVar("Answer")


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


@dataclass(frozen=True)
class Service:
    """A service at a prefix; `name` is how a log calls it."""

    name: str
    url: str
    breaker: Breaker
    time_s: float = TIME_S

    def ask(
        self, verb: str, params: Mapping[str, Any], read: Callable[[bytes], Answer]
    ) -> Answer | None:
        """Return what `read` makes of an answer, None when there is none.

        `read` raises ValueError on what it cannot read.
        """
        if self.breaker.is_open():
            return None
        import httpx  # noqa: PLC0415 - four megabytes that few requests need

        try:
            return read(_within(self.time_s, lambda stop: self._fetch(verb, params, stop)))
        except (httpx.TransportError, TimeoutError, httpx.InvalidURL) as failure:
            self.breaker.trip()
            log.warning("%s %s: %s", self.name, verb, type(failure).__name__)
        except httpx.HTTPStatusError as refused:
            if refused.response.status_code in TRANSIENT:
                self.breaker.trip()
            log.warning("%s %s: status %d", self.name, verb, refused.response.status_code)
        except ValueError as malformed:
            log.warning("%s %s: malformed answer, %s", self.name, verb, type(malformed).__name__)
        return None

    def _fetch(self, verb: str, params: Mapping[str, Any], stop: threading.Event) -> bytes:
        """Return the body of an answer, read until it is too large or nobody waits for it.

        Raises httpx.HTTPStatusError for any status but 200, ValueError when it is too large.
        """
        import httpx  # noqa: PLC0415 - as above

        body = b""
        address = f"{self.url.rstrip('/')}/{verb}"
        asked = httpx.Request("GET", address, params=dict(params), headers=HEADERS)
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
