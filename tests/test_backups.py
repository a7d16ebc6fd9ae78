import os
import sqlite3
import zipfile
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from sqlmodel import select

from app import backups, create_app, health
from app.base import db, pictures
from app.base.core.actors import VISITOR
from app.base.core.errors import RuleBroken
from app.config import Settings
from app.pickups import actions
from app.pickups.models import Pickup
from tests.builders import MONDAY
from tests.concurrency.parallel import at_once, house_on
from tests.pickups.world import ground, key_of, wish
from tests.slots.builders import NOW, wrong_counters


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


@pytest.fixture
def site(databases, database, tmp_path, monkeypatch):
    """A site on its own database, its pg_dump of the server's age first on PATH."""
    tools = str(databases.tools())
    monkeypatch.setenv("PATH", tools + os.pathsep + os.environ["PATH"])
    with house_on(databases, database, tmp_path / "here") as app:
        yield app


def booked(app, slot: str, form_key: str, photo: bytes) -> str:
    """Book with a photo in a transaction of its own, as a request does; return its reference."""
    kept = pictures.keep(app.config["REBOND"].data_dir, photo, pictures.PICKUPS)
    asked = wish(slot, form_key, photos=(kept,))
    with app.app_context(), db.unit_of_work() as session:
        return actions.book(session, asked, actor=VISITOR, today=MONDAY, now=NOW).reference


def jpeg(shade: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (30, 20), (shade, 0, 0)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.alone
def test_a_drill_while_people_book_brings_back_all_that_was_acknowledged(
    site, databases, database, tmp_path
):
    with site.app_context(), db.unit_of_work() as session:
        pattern = ground(session, places=50)
        pattern.mass_g, pattern.volume_ml, pattern.crew_minutes = 10**8, 10**8, 10**6
        session.flush()
        slot = key_of(pattern)
    place = pictures.keep(site.config["REBOND"].data_dir, jpeg(1))
    before = [booked(site, slot, f"before {n}", jpeg(10 + n)) for n in range(5)]

    def work(number: int) -> object:
        if number == 10:
            return backups.backup(site.config["REBOND"], tmp_path / "save.zip")
        return booked(site, slot, f"beside {number}", jpeg(100 + number))

    beside = at_once(site, work, clients=21)
    assert len(beside) == 21
    there = house(tmp_path / "there").model_copy(
        update={"database_url": databases.bare(database, f"restored_{uuid4().hex[:8]}")}
    )
    backups.restore(there, tmp_path / "save.zip")
    back = create_app(there, TESTING=True)
    with back.app_context():
        session = db.session()
        found = {each.reference: each for each in session.exec(select(Pickup)).all()}
        assert set(before) <= set(found) <= {*before, *beside}
        assert wrong_counters(session) == []
        for each in found.values():
            assert pictures.find(there.data_dir, each.photos[0].name, pictures.PICKUPS)
        assert pictures.find(there.data_dir, place)
        troubles = health.troubles(session, there)
        assert [each for each in troubles if "facteur" not in each] == []  # no worker runs there
        db.session().close()
    back.extensions["db"].dispose()


def test_a_file_forgotten_while_the_backup_runs_does_not_stop_it(lived_in, tmp_path, monkeypatch):
    gone = lived_in.data_dir / "photos" / "gone.webp"
    kept = list(backups._kept(lived_in.data_dir))
    monkeypatch.setattr(backups, "_kept", lambda _folder: [gone, *kept])
    backups.backup(lived_in, tmp_path / "save.zip")
    with zipfile.ZipFile(tmp_path / "save.zip") as archive:
        assert "files/photos/a.jpg" in archive.namelist()


def test_half_written_files_are_not_kept_in_a_backup(lived_in, tmp_path):
    (lived_in.data_dir / "photos" / "x.part").write_bytes(b"half")
    backups.backup(lived_in, tmp_path / "save.zip")
    with zipfile.ZipFile(tmp_path / "save.zip") as archive:
        assert not [name for name in archive.namelist() if name.endswith(".part")]
