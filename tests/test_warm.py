"""The start of the server: ready for the first search, or silent about a database that is not."""

import pytest

from app.catalog import actions as catalog
from app.territory import gazetteer
from app.warm import warm
from tests.builders import commune


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def _nothing_read_yet():
    gazetteer.forget()
    yield
    gazetteer.forget()


def test_a_prepared_database_is_read_before_the_first_search(app, session):
    commune(session)
    catalog.load(session)
    assert warm(app)


def test_an_empty_database_does_not_keep_the_server_from_starting(app):
    assert not warm(app)
