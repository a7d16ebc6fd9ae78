"""People's rows through the migrations, up and down, on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.base import db
from app.base.db import migrate
from app.config import Settings
from tests.conftest import SECRET
from tests.databases import Databases

OLD = "8e3b46ef1645"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = date(2026, 11, 26)
HELD = ("demande", "confirme")
STATUSES = (*HELD, "refuse", "annule")


def table(name: str, /, **columns: sa.types.TypeEngine) -> sa.TableClause:
    return sa.table(name, *(sa.column(key, kind) for key, kind in columns.items()))


TEXT, NUMBER, KEY, WHEN = sa.String(), sa.Integer(), sa.Uuid(), sa.DateTime(timezone=True)
COMMUNE = table(
    "commune",
    **dict.fromkeys(("insee", "name", "folded", "department", "department_name", "epci"), TEXT),
    **dict.fromkeys(("population", "area_ha", "density"), NUMBER),
    epci_name=TEXT,
    estimated=sa.Boolean(),
    lat=sa.Float(),
    lon=sa.Float(),
)
PATTERN = table(
    "slot_pattern",
    id=KEY,
    name=TEXT,
    weekday=NUMBER,
    starts=sa.Time(),
    ends=sa.Time(),
    places=NUMBER,
    active=sa.Boolean(),
)
OCCURRENCE = table(
    "slot_occurrence",
    id=KEY,
    pattern_id=KEY,
    day=sa.Date(),
    starts=sa.Time(),
    ends=sa.Time(),
    places=NUMBER,
    used=NUMBER,
)
PICKUP = table(
    "pickup",
    id=KEY,
    **dict.fromkeys(("reference", "form_key", "status", "things", "insee", "address"), TEXT),
    email=TEXT,
    occurrence_id=KEY,
    created_at=WHEN,
    hold_id=KEY,
)
EVENT = table("pickup_event", id=KEY, pickup_id=KEY, verb=TEXT, actor=TEXT, at=WHEN)
HOURS = {"starts": time(9), "ends": time(12), "places": 6}


@dataclass(frozen=True)
class Old:
    """An installation of before, with one pickup of each status."""

    app: Flask
    pickups: dict[str, UUID]

    def rows(self, statement: str) -> list[tuple]:
        with self.app.extensions["db"].connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement))]

    def change(self, *statements: str) -> None:
        with self.app.extensions["db"].begin() as connection:
            for each in statements:
                connection.execute(sa.text(each))


def empty(databases: Databases, database: str, folder) -> Flask:
    url = databases.bare(database, f"migrated_{uuid4().hex[:8]}")
    settings = Settings(_env_file=None, database_url=url, data_dir=folder, secret_key=SECRET)
    return create_app(settings, TESTING=True)


@pytest.fixture
def old(databases, database, tmp_path):
    app = empty(databases, database, tmp_path)
    with app.app_context():
        migrate.upgrade(OLD)
        try:
            with app.extensions["db"].begin() as connection:
                pickups = people_of_before(connection)
            yield Old(app, pickups)
        finally:
            app.extensions["db"].dispose()


def people_of_before(connection: sa.Connection) -> dict[str, UUID]:
    """Write a commune, a Thursday, and one pickup of each status with its event."""
    commune = dict.fromkeys(("department", "department_name", "epci", "epci_name"), "x")
    commune |= dict.fromkeys(("population", "area_ha", "density", "lat", "lon"), 1)
    commune |= {"insee": "45208", "name": "Montargis", "folded": "montargis"}
    commune["estimated"] = False
    connection.execute(COMMUNE.insert().values(commune))
    pattern = {"id": uuid4(), "name": "Jeudi", "weekday": 3, "active": True}
    connection.execute(PATTERN.insert().values(pattern | HOURS))
    day = {"id": uuid4(), "pattern_id": pattern["id"], "day": DAY, "used": len(HELD)}
    connection.execute(OCCURRENCE.insert().values(day | HOURS))
    ids = {status: uuid4() for status in STATUSES}
    for status, pickup_id in ids.items():
        facts = {"id": pickup_id, "reference": status[:6].upper(), "form_key": f"form {status}"}
        facts |= {"status": status, "things": "un frigo", "insee": "45208", "address": "ici"}
        facts |= {"email": "ana@exemple.test", "occurrence_id": day["id"], "created_at": NOW}
        connection.execute(PICKUP.insert().values(facts))
        event = {"id": uuid4(), "pickup_id": pickup_id, "verb": "ask", "actor": "visiteur"}
        connection.execute(EVENT.insert().values(event | {"at": NOW}))
    return ids


def test_every_pickup_and_what_happened_to_it_are_kept(old):
    migrate.upgrade()
    kept = old.rows("SELECT status, email, source, people, places FROM pickup ORDER BY status")
    assert kept == [(s, "ana@exemple.test", "public", 1, 1) for s in sorted(STATUSES)]
    assert old.rows("SELECT count(*) FROM pickup_event") == [(4,)]


def test_each_pickup_to_come_holds_its_place_and_the_counters_are_right(old):
    migrate.upgrade()
    holding = "SELECT p.status FROM pickup p JOIN slot_hold h ON h.id = p.hold_id ORDER BY p.status"
    assert old.rows(holding) == [(status,) for status in sorted(HELD)]
    counted = old.rows("SELECT used_places, used_mass_g, mass_g FROM slot_occurrence")
    assert counted == [(2, 0, 600_000)]
    assert old.rows("SELECT sum(places) FROM slot_hold") == [(2,)]


def test_down_again_every_row_of_before_is_as_it_was(old):
    before = old.rows("SELECT id, reference, status, email, occurrence_id FROM pickup ORDER BY id")
    migrate.upgrade()
    migrate.downgrade(OLD)
    after = old.rows("SELECT id, reference, status, email, occurrence_id FROM pickup ORDER BY id")
    assert after == before
    assert old.rows("SELECT used FROM slot_occurrence") == [(2,)]
    assert old.rows("SELECT count(*) FROM pickup_event") == [(4,)]


def test_down_and_up_with_words_that_the_old_tables_lack_counts_right(old):
    migrate.upgrade()
    old.change("UPDATE pickup SET status = 'fait' WHERE status = 'confirme'")
    migrate.downgrade(OLD)
    assert old.rows("SELECT used FROM slot_occurrence") == [(1,)]
    migrate.upgrade()
    assert old.rows("SELECT used_places FROM slot_occurrence") == [(1,)]
    assert old.rows("SELECT count(*) FROM slot_hold") == [(1,)]


@pytest.mark.parametrize(
    "verb", ["UPDATE pickup_event SET actor = 'x'", "DELETE FROM pickup_event"]
)
@pytest.mark.parametrize("way", ["up", "down"])
def test_the_past_cannot_be_changed_after_either_way(old, way, verb):
    migrate.upgrade()
    if way == "down":
        migrate.downgrade(OLD)
    with pytest.raises(sa.exc.DBAPIError, match="append only"):
        old.change(verb)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_foreign_keys_are_off_while_tables_are_copied_and_on_after(old, monkeypatch):
    seen: list[tuple[str, int]] = []

    def note(connection, _cursor, statement: str, *_: object) -> None:
        if statement.startswith(("DROP TABLE", "\nDROP TABLE")):
            driver = connection.connection.driver_connection
            seen.append(driver.execute("PRAGMA foreign_keys").fetchone())

    sa.event.listen(old.app.extensions["db"], "before_cursor_execute", note)
    migrate.upgrade()
    assert len(seen) >= 5
    assert set(seen) == {(0,)}
    with old.app.extensions["db"].connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"):
        old.change("DELETE FROM slot_occurrence")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_row_without_its_parent_stops_the_migration(old):
    with old.app.extensions["db"].connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("DELETE FROM commune")
        driver.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(RuntimeError, match="without their parent"):
        migrate.upgrade()


def test_every_condition_of_the_models_is_in_the_database_under_its_name(session):
    inspector = sa.inspect(session.connection())
    for each in db.metadata().sorted_tables:
        wanted = {str(c.name) for c in each.constraints if isinstance(c, sa.CheckConstraint)}
        there = {str(c["name"]) for c in inspector.get_check_constraints(each.name)}
        assert there == wanted, each.name


def test_every_condition_is_there_after_going_down_and_up(old):
    migrate.upgrade()
    first = checks(old)
    migrate.downgrade(OLD)
    migrate.upgrade()
    assert checks(old) == first


def checks(old: Old) -> dict[str, set[str]]:
    inspector = sa.inspect(old.app.extensions["db"])
    names = inspector.get_table_names()
    return {n: {str(c["name"]) for c in inspector.get_check_constraints(n)} for n in names}


def test_head_and_models_say_the_same_tables(old):
    migrate.upgrade()
    migrate.check()
