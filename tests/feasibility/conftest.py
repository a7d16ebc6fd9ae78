"""Fixtures of the room: figures are held, so that a change that leaves no trail shows."""

import pytest

from app.base.audit import unchanged


@pytest.fixture(autouse=True)
def held_figures(monkeypatch) -> dict:
    """Hold figures in this test's own transaction, as a server does outside of any."""
    kept: dict = {}
    monkeypatch.setattr(unchanged, "_shelf", lambda _session: kept)
    return kept
