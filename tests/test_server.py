import pytest
from gunicorn.config import Config
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.parser import RequestParser

from app import server


def asked(query: bytes) -> str:
    """Return the query string as gunicorn reads it under our settings."""
    config = Config()
    config.set("limit_request_line", server.limit_request_line)
    lines = [b"GET /points?", query, b" HTTP/1.1\r\nHost: localhost\r\n\r\n"]
    return next(RequestParser(config, lines, ("127.0.0.1", 1))).query


def test_ten_thousand_accented_signs_reach_the_application():
    assert len(asked(b"objet=" + b"%C3%A9" * 10_000)) == len("objet=") + 60_000


def test_an_address_without_end_is_cut_off():
    with pytest.raises(LimitRequestLine):
        asked(b"x" * 70_000)


@pytest.mark.parametrize("field", ["objet", "ou", "quand"])
def test_a_text_far_too_long_is_told_in_french(client, field):
    answer = client.get("/points", query_string={field: "é" * 10_000})
    assert answer.status_code == 422
    assert "À corriger" in answer.text
