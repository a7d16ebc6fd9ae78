import pytest
import sqlalchemy as sa
from flask import Flask


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.mark.parametrize(
    ("said", "status"), [("database is locked", 503), ("no such table: x", 500)]
)
def test_a_base_where_too_many_write_asks_to_send_again(app: Flask, said: str, status: int):
    def crowded() -> None:
        statement = "UPDATE"
        raise sa.exc.OperationalError(statement, {}, Exception(said))

    with app.test_request_context("/"):
        answer = app.ensure_sync(app.handle_user_exception)(caught(crowded))
    assert answer.status_code == status
    assert ("Rien n’a été enregistré" in answer.get_data(as_text=True)) is (status == 503)


def caught(work) -> Exception:
    try:
        work()
    except sa.exc.OperationalError as error:
        return error
    raise AssertionError
