"""The real site for the walks: prepared, served and worked by processes of its own."""

import email.policy
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import httpx

PASSWORD = "trois ponts sur le Loing"
PATIENCE_S = 90
BIN = Path(sys.executable).parent


class Site:
    """One demonstration in one folder: an address, its letters, and its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Prepare the demonstration, then start server and worker."""
        self.run("prepare", "--demo")
        self._start("gunicorn", "-c", "python:app.server")
        self._start("rebond", "worker")
        until(self._answers, "le site ne répond pas")

    def stop(self) -> None:
        """End both, whatever happened."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def run(self, *command: str) -> str:
        """Run a command of the console script; return what it said."""
        done = subprocess.run(
            [BIN / "rebond", *command],
            env=self.environment,
            cwd=self.folder,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def letter(self, to: str, saying: str = "") -> EmailMessage:
        """Wait for a letter to `to` that says something; return it."""
        found: list[EmailMessage] = []

        def arrived() -> bool:
            found[:] = [each for each in self.letters(to) if saying in text_of(each)]
            return bool(found)

        until(arrived, f"pas de lettre pour {to}")
        return found[-1]

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the machine's own settings, no network; a proxy names the visitors."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("REBOND_")}
        return kept | {
            "PORT": str(self.port),
            "REBOND_DATA_DIR": str(self.folder),
            "REBOND_BASE_URL": self.url,
            "REBOND_GEOCODER_URL": "",
            "REBOND_TILES_URL": "",
            "REBOND_DEMO_PASSWORD": PASSWORD,
            "REBOND_PROXIES": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def letters(self, to: str) -> list[EmailMessage]:
        """Return the letters to `to`, the oldest first."""
        read = BytesParser(policy=email.policy.default)
        files = sorted((self.folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
        letters = [read.parsebytes(path.read_bytes()) for path in files]
        return [letter for letter in letters if letter["To"] == to]

    def _start(self, program: str, *arguments: str) -> None:
        with (self.folder / f"{program}.log").open("wb") as log:
            process = subprocess.Popen(
                [BIN / program, *arguments],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)

    def _answers(self) -> bool:
        ended = [each.args for each in self.processes if each.poll() is not None]
        assert not ended, (ended, [log.read_text() for log in self.folder.glob("*.log")])
        try:
            return httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False


def text_of(letter: EmailMessage) -> str:
    """Return the plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def until(true: Callable[[], bool], otherwise: str) -> None:
    """Wait until something is true; fail with a sentence after a long while."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(otherwise)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
