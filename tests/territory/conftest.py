"""A small France in the database, and names read anew for each test."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app.territory import gazetteer, queries
from app.territory.rules.territories import Territory
from tests.territory.builders import GATINAIS, small_france


@pytest.fixture(autouse=True)
def names_read_anew() -> Iterator[None]:
    gazetteer.forget()
    yield
    gazetteer.forget()


@pytest.fixture
def ours(session: Session) -> Territory:
    small_france(session)
    return queries.territory(session, GATINAIS)
