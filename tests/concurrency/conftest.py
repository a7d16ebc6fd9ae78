import pytest

from tests.concurrency.parallel import house_on
from tests.databases import Databases


@pytest.fixture
def house(databases: Databases, database: str, tmp_path):
    with house_on(databases, database, tmp_path) as app:
        yield app
