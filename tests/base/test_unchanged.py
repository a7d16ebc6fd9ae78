"""Figures held while no room changed: counted once, never older than the trail."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from app import create_app
from app.base import db
from app.base.audit import unchanged
from app.base.audit.actions import record
from app.base.core.actors import Actor

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ANA = Actor(id=None, label="Ana")


def change(session: Session, room: str) -> None:
    record(session, room, "change", "thing:1", ANA, now=NOW)


@pytest.fixture
def house(databases, database, settings):
    """The application on a database of its own, where a commit is one."""
    url = databases.fresh(database, f"unchanged_{database}_{databases.worker}")
    app = create_app(settings.model_copy(update={"database_url": url}))
    with app.app_context():
        yield app
    app.extensions["db"].dispose()


def asked(room: str = "pickups") -> list[int]:
    """Count twice in a reading transaction of its own; return how often it was really counted."""
    counted: list[int] = []
    with db.engine().connect() as connection, Session(connection.engine) as session:
        for _time in range(2):
            unchanged.while_unchanged(
                session, ("catalog", room), ("sums", room), lambda: counted.append(1) or 7
            )
    return counted


def test_a_figure_is_counted_once_until_a_room_of_its_own_changes(house):
    assert asked() == [1]
    assert asked() == []
    with db.unit_of_work() as session:
        change(session, "points")
    assert asked() == []
    with db.unit_of_work() as session:
        change(session, "pickups")
    assert asked() == [1]
    with db.unit_of_work() as session:
        change(session, "catalog")
    assert asked() == [1]
    assert asked("agreements") == [1]


def test_what_may_be_undone_is_never_held(house):
    told: list[int] = []

    def read(session: Session, value: int) -> int:
        return unchanged.while_unchanged(session, ("pickups",), "late", lambda: value)

    def undone() -> None:
        with db.unit_of_work() as session:
            change(session, "pickups")
            told.append(read(session, 1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    with db.unit_of_work() as session:
        change(session, "pickups")
    with Session(db.engine()) as session:
        told.append(read(session, 2))
    assert told == [1, 2]


def test_no_more_than_a_few_are_held(house):
    with Session(db.engine()) as session:
        for number in range(unchanged.MOST + 3):
            unchanged.while_unchanged(session, ("pickups",), number, str)
        assert unchanged.while_unchanged(session, ("pickups",), 0, lambda: "again") == "again"
