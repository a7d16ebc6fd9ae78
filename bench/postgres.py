"""The PostgreSQL of the bench: Debian's with PostGIS where it is, else the tests' own."""

import shutil
import signal
import subprocess
from pathlib import Path
from typing import Final

from tests.databases import PostgresServer

DEBIAN: Final = Path("/usr/lib/postgresql/15/bin")
POSTGIS: Final = Path("/usr/share/postgresql/15/extension/postgis.control")
MISSING: Final = (
    "postgis_way: left out, PostGIS is not installed "
    "(Debian: apt-get install postgresql-15 postgresql-15-postgis-3)."
)
_OPTIONS: Final = ("shared_buffers=1GB", "jit=off", "max_wal_size=512MB", "autovacuum=off")
"""`jit=off` spares the PostGIS way some compiling: it counts against us."""


def has_postgis() -> bool:
    """Tell whether the other way can be measured here."""
    return POSTGIS.is_file() and (DEBIAN / "initdb").is_file()


class BenchServer(PostgresServer):
    """A server whose data folder can be kept, and brought back at the next run."""

    def start(self, kept: Path | None = None) -> str:
        """Start on a copy of `kept`, or on a new data folder; return its socket's folder."""
        self.data = self.folder / "data"
        binaries = self._binaries()
        if kept is not None:
            shutil.copytree(kept, self.data)
        else:
            self.data.mkdir()
        self._give_away()
        if kept is None:
            options = ("-U", "rebond", "-A", "trust", "--no-sync", "-E", "UTF8")
            self._run(binaries / "initdb", "-D", self.data, *options)
        command = [binaries / "postgres", "-D", self.data, "-k", self.folder, "-h", ""]
        for option in _OPTIONS:
            command += ["-c", option]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, **self.as_user
            )
        self._wait()
        return str(self.folder)

    def keep(self, folder: Path) -> None:
        """End the server cleanly, copy its data to `folder` and start it again."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=120)
        shutil.copytree(self.data, folder)
        shutil.rmtree(self.data)
        self.start(folder)

    def _binaries(self) -> Path:
        return DEBIAN if has_postgis() else super()._binaries()

    def _give_away(self) -> None:
        """Give the folders to the user who runs the server: it refuses to be root."""
        if not self.as_user:
            return
        for path in (self.folder, self.data, *self.data.rglob("*")):
            shutil.chown(path, "nobody")
        self.data.chmod(0o700)
