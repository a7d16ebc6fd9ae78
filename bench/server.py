"""The real server on loopback, and a client that costs as little as a client can."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from threading import Thread
from typing import Final

from bench.stores import VAR

PROJECT: Final = Path(__file__).parents[1]
CONNECTIONS: Final = 4
_PATIENCE_S: Final = 60


class Server:
    """A running server."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port

    def workers(self) -> list[int]:
        """Return the numbers of its worker processes (Linux)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text("ascii").split()]

    def memory_mb(self, field: str) -> float:
        """Return the largest of the workers' memories: `Rss` or `Pss`, in megabytes."""
        return max(_memory_mb(worker, field) for worker in self.workers())

    def rate(self, paths: Sequence[str], for_s: float) -> float:
        """Return how many requests a second it answers, asked from several connections.

        Raises ConnectionError when one of them is not answered by 200.
        """
        counts = [0] * CONNECTIONS
        failed: list[Exception] = []
        stop = time.perf_counter() + for_s
        threads = [
            Thread(target=self._ask, args=([*paths[n:], *paths[:n]], stop, counts, failed, n))
            for n in range(CONNECTIONS)
        ]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]
        return sum(counts) / (time.perf_counter() - start)

    def get(self, paths: Sequence[str]) -> None:
        """Ask for each path once, over one connection a path."""
        for path in paths:
            with socket.create_connection(("127.0.0.1", self.port), 10) as line:
                _exchange(line, path)

    def _ask(
        self,
        paths: Sequence[str],
        stop: float,
        counts: list[int],
        failed: list[Exception],
        n: int,
    ) -> None:
        left = cycle(paths)
        try:
            while time.perf_counter() < stop:
                self._ask_on_one_line(left, stop, counts, n)
        except OSError as error:
            failed.append(error)

    def _ask_on_one_line(self, left: Iterator[str], stop: float, counts: list[int], n: int) -> None:
        """Ask until `stop`, or until the server ends a kept connection between two answers."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as line:
            for path in left:
                if time.perf_counter() >= stop:
                    return
                try:
                    _exchange(line, path)
                except Ended:
                    return
                counts[n] += 1


class Ended(ConnectionError):  # noqa: N818 - reads as a sentence
    """The server ended a kept connection before it began an answer, as HTTP lets it."""


@contextmanager
def serving(database_url: str, **settings: str) -> Iterator[Server]:
    """Run the server as `make run` does, on a free port; end it in any case.

    `settings` are more variables of its environment.
    """
    with socket.socket() as free, tempfile.TemporaryFile() as log:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
        free.close()
        command = [sys.executable, "-m", "gunicorn", "-c", "python:app.server", "bench.served:app"]
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=_environment(database_url, port) | settings,
            stdout=log,
            stderr=log,
        )
        try:
            server = Server(process, port)
            _wait(server)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _environment(database_url: str, port: int) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("REBOND_")}
    return own | {
        "PORT": str(port),
        "REBOND_DATABASE_URL": database_url,
        "REBOND_DATA_DIR": str(VAR),
        "REBOND_GEOCODER_URL": "",
        "REBOND_TILES_URL": "",
    }


def _wait(server: Server) -> None:
    for _attempt in range(_PATIENCE_S * 10):
        try:
            server.get(["/bench/ok"])
        except OSError:
            if server.process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    message = "Le serveur du banc d’essai ne répond pas."
    raise RuntimeError(message)


def _exchange(line: socket.socket, path: str) -> bytes:
    """Send a request as a browser does and return the body; raise on another answer than 200."""
    line.sendall(
        f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip, br\r\n\r\n".encode()
    )
    head, body = b"", b""
    while b"\r\n\r\n" not in head:
        received = line.recv(65536)
        if not received:
            raise ConnectionError(path) if head else Ended(path)
        head += received
    head, _blank, body = head.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        refused = f"{path}: {head[:60]!r}"
        raise ConnectionError(refused)
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    while len(body) < length:
        body += line.recv(65536)
    return body


def _memory_mb(process: int, field: str) -> float:
    text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    line = next(line for line in text.splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) / 1024


def rotated(paths: Sequence[str], count: int) -> list[str]:
    """Return `count` paths, beginning again when they end."""
    return list(islice(cycle(paths), count))
