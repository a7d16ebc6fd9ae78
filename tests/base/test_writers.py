import pytest
from flask import Flask

from app.base.db.engine import _writes
from tests.conftest import StrictClient


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_thread_no_longer_writes_once_its_request_is_over(app: Flask, client, method: str):
    assert isinstance(client, StrictClient)
    client.open("/enlevements/nouveau", method=method)
    assert not _writes.get()
