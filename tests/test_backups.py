import sqlite3
import zipfile
from pathlib import Path

import pytest

from app import backups
from app.base.core.errors import RuleBroken
from app.config import Settings


def house(folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    return Settings(_env_file=None, data_dir=folder, secret_key="x" * 40)


@pytest.fixture
def lived_in(tmp_path) -> Settings:
    settings = house(tmp_path / "here")
    with sqlite3.connect(settings.data_dir / "rebond.sqlite") as live:
        live.execute("CREATE TABLE thing (name TEXT)")
        live.execute("INSERT INTO thing VALUES ('vélo')")
    (settings.data_dir / "photos").mkdir()
    (settings.data_dir / "photos" / "a.jpg").write_bytes(b"photo")
    (settings.data_dir / "mail").mkdir()
    (settings.data_dir / "mail" / "a.eml").write_text("private")
    (settings.data_dir / "secret-key").write_text("s" * 40)
    return settings


def test_what_was_backed_up_comes_back_whole(lived_in, tmp_path):
    backups.backup(lived_in, tmp_path / "save.zip")
    there = house(tmp_path / "there")
    backups.restore(there, tmp_path / "save.zip")
    with sqlite3.connect(there.data_dir / "rebond.sqlite") as back:
        assert back.execute("SELECT name FROM thing").fetchall() == [("vélo",)]
    assert (there.data_dir / "photos" / "a.jpg").read_bytes() == b"photo"
    assert (there.data_dir / "secret-key").stat().st_mode & 0o777 == 0o600


def test_letters_are_not_kept_in_a_backup(lived_in, tmp_path):
    backups.backup(lived_in, tmp_path / "save.zip")
    with zipfile.ZipFile(tmp_path / "save.zip") as archive:
        assert not [name for name in archive.namelist() if "mail" in name]


def test_a_backup_never_overwrites_another(lived_in, tmp_path):
    (tmp_path / "save.zip").write_text("precious")
    with pytest.raises(RuleBroken, match="existe déjà"):
        backups.backup(lived_in, tmp_path / "save.zip")


def test_a_living_base_is_never_replaced(lived_in, tmp_path):
    backups.backup(lived_in, tmp_path / "save.zip")
    with pytest.raises(RuleBroken, match="déjà là"):
        backups.restore(lived_in, tmp_path / "save.zip")


def test_any_other_file_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("../escape", "x")
    (tmp_path / "text.zip").write_text("not a zip")
    for name in ("other.zip", "text.zip", "absent.zip"):
        with pytest.raises(RuleBroken, match="n’est pas une sauvegarde"):
            backups.restore(house(tmp_path / "there"), tmp_path / name)
