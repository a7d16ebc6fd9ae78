"""Fixtures of the places' tests."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app.territory import gazetteer
from tests.points import import_world


@pytest.fixture
def country(session: Session) -> Iterator[Session]:
    """The session of a small country, whose names are read anew before and after."""
    import_world.communes(session)
    yield session
    gazetteer.forget()
