"""Backup and restore of a whole installation: the database, the files, the secret."""

import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.config import Settings

DATABASE = "database"
LEFT_OUT = ("rebond.sqlite", "mail/", "imports/", "demo-password")
"""Files of the data folder that a backup has no use for; nor has it for half-written ones."""


def backup(settings: Settings, target: Path) -> int:
    """Write the whole installation into a new zip file `target`; return its size in bytes.

    Safe while the site runs. Raises RuleBroken when `target` is there or pg_dump is missing.
    """
    if target.exists():
        raise RuleBroken(N_("Ce fichier existe déjà : %(name)s."), name=target.name)
    partial = target.with_name(f"{target.name}.partial")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        _dump(settings.resolved_database_url(), copy)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            partial.chmod(0o600)
            archive.write(copy, DATABASE)
            for path in _kept(settings.data_dir):
                with suppress(FileNotFoundError):  # forgotten at this instant, by the rules
                    content = path.read_bytes()
                    archive.writestr(f"files/{path.relative_to(settings.data_dir)}", content)
    partial.replace(target)
    return target.stat().st_size


def restore(settings: Settings, source: Path) -> None:
    """Bring a backup into an empty data folder (and, with PostgreSQL, an empty database).

    Raises RuleBroken when the file is no backup or something is already there.
    """
    _refuse_what_would_be_lost(settings)
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder)
        _unpack(source, inside)
        _load(settings.resolved_database_url(), inside / DATABASE)
        files = inside / "files"
        if files.is_dir():
            shutil.copytree(files, settings.data_dir, dirs_exist_ok=True)
    secret = settings.data_dir / "secret-key"
    if secret.exists():
        secret.chmod(0o600)


def _kept(folder: Path) -> Iterator[Path]:
    """Yield the files of the data folder that belong in a backup, by name."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and not name.startswith(LEFT_OUT) and path.suffix != ".part":
            yield path


def _dump(url: str, target: Path) -> None:
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
        return
    _run(["pg_dump", "--format=custom", f"--file={target}", f"--dbname={_plain(url)}"])


def _load(url: str, dump: Path) -> None:
    if url.startswith("sqlite"):
        target = Path(url.removeprefix("sqlite:///"))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(dump, target)
        return
    _run(["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_plain(url)}", str(dump)])


def _run(command: list[str]) -> None:
    """Run a tool of PostgreSQL. Raises RuleBroken with what it said."""
    tool = shutil.which(command[0])
    if tool is None:
        raise RuleBroken(
            N_("%(tool)s est introuvable : installez le paquet postgresql-client."),
            tool=command[0],
        )
    done = subprocess.run([tool, *command[1:]], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise RuleBroken(N_("%(tool)s a échoué : %(why)s"), tool=command[0], why=done.stderr[-300:])


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _refuse_what_would_be_lost(settings: Settings) -> None:
    url = settings.resolved_database_url()
    if url.startswith("sqlite") and Path(url.removeprefix("sqlite:///")).exists():
        raise RuleBroken(N_("Une base est déjà là. Restaurez dans un dossier de données vide."))


def _unpack(source: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            inside = [n for n in names if n == DATABASE or n.startswith("files/")]
            if DATABASE not in names or len(inside) != len(names):
                raise RuleBroken(_NO_BACKUP)
            archive.extractall(folder)
    except (OSError, zipfile.BadZipFile) as error:
        raise RuleBroken(_NO_BACKUP) from error


_NO_BACKUP = N_("Ce fichier n’est pas une sauvegarde de Rebond.")
