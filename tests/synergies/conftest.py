"""The communes that needs and offers lie in."""

import pytest
from sqlmodel import Session

from tests.territory import builders


@pytest.fixture
def communes(session: Session) -> None:
    """Put in the territory's communes."""
    builders.small_france(session)
