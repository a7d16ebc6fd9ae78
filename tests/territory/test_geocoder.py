"""A geocoder that fails is never seen; one that answers is read with care."""

import logging
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from app.territory.geocoder import Breaker, HttpGeocoder, KeptGeocoder
from app.territory.models import GeocodeCache
from app.territory.rules.answers import commune_code, read_hits
from app.territory.rules.places import Precision
from tests.territory.builders import answer, feature, hit

NEAR = (48.0, 2.7)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ASKED = "12 rue des Lilas, Montargis"


@contextmanager
def service(status: int = 200, body: bytes = b"", wait: threading.Event | None = None):
    """Serve one answer on loopback; yields its address and the paths asked."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            if wait:
                wait.wait(5)
            self.send_response(status)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/prefix/", asked
    finally:
        if wait:
            wait.set()
        server.shutdown()
        server.server_close()


def test_an_answer_is_read():
    with service(body=answer(feature())) as (url, asked):
        found = HttpGeocoder(url).search(ASKED, NEAR)
    assert [(one.label, one.insee, one.precision) for one in found] == [
        ("12 Rue des Lilas 45200 Montargis", "45208", Precision.ADDRESS)
    ]
    assert asked[0].startswith("/prefix/search?q=12+rue+des+Lilas")


def test_the_nearest_address_is_read():
    with service(body=answer(feature())) as (url, asked):
        assert HttpGeocoder(url).reverse(48.0, 2.7).city == "Montargis"
    assert asked == ["/prefix/reverse?lat=48.0&lon=2.7"]


@pytest.mark.parametrize("status", [302, 400, 404, 413, 429, 500, 503])
def test_a_refusal_is_no_answer_and_its_log_holds_no_address(status, caplog):
    caplog.set_level(logging.DEBUG)
    with service(status, b"{}") as (url, _asked):
        assert HttpGeocoder(url).search(ASKED, NEAR) is None
    assert str(status) in caplog.text
    assert "Lilas" not in caplog.text


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"features": 3}', b"\xff\xfe", b"[" * 9000, b"x" * 300_000]
)
def test_a_malformed_answer_is_no_answer(body):
    with service(body=body) as (url, _asked):
        assert HttpGeocoder(url).search(ASKED, NEAR) is None


def test_a_slow_service_costs_its_time_once():
    wait = threading.Event()
    with service(body=answer(), wait=wait) as (url, asked):
        slow = HttpGeocoder(url, time_s=1.5)
        assert slow.search(ASKED, NEAR) is None
        assert slow.search(ASKED, NEAR) is None
        assert len(asked) == 1


def test_a_dead_service_is_left_alone_then_tried_again():
    time = [0.0]
    breaker = Breaker(clock=lambda: time[0], pause_s=60)
    dead = HttpGeocoder("http://127.0.0.1:9", breaker=breaker)
    assert dead.search(ASKED, NEAR) is None
    assert breaker.is_open()
    time[0] = 61
    assert not breaker.is_open()


def test_an_address_that_is_none_is_no_answer():
    assert HttpGeocoder("http://[").search(ASKED, NEAR) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        None,
        {"geometry": None, "properties": {}},
        feature(type="planet"),
        feature(score="high"),
        feature(label=""),
        feature(score=float("nan")),
        {**feature(), "geometry": {"coordinates": [2.7, 91]}},
        {**feature(), "geometry": {"coordinates": ["x"]}},
    ],
)
def test_a_place_that_cannot_be_is_left_out(wrong):
    assert [one.label for one in read_hits(answer(wrong, feature(label="Good")))] == ["Good"]


@given(st.binary(max_size=200))
def test_any_bytes_are_hits_or_a_value_error(body):
    with suppress(ValueError):
        assert read_hits(body) == []


@pytest.mark.parametrize(
    ("district", "commune"), [("75111", "75056"), ("69385", "69123"), ("13208", "13055")]
)
def test_a_district_of_the_three_cities_is_its_commune(district, commune):
    assert commune_code(district) == commune
    assert commune_code(commune) == commune


class Counted:
    """A geocoder that counts how often it is asked."""

    def __init__(self, hits):
        self.hits = hits
        self.times = 0

    def search(self, *_asked):
        self.times += 1
        return self.hits


def kept(session, inner, now=NOW):
    @contextmanager
    def aside():
        with session.begin_nested():
            yield session

    return KeptGeocoder(inner, "a secret", session, aside, now)


def test_the_same_text_is_asked_once(session):
    inner = Counted([hit()])
    assert kept(session, inner).search(ASKED, NEAR) == [hit()]
    assert kept(session, inner).search("12, RUE des lilas Montargis", NEAR) == [hit()]
    assert inner.times == 1


def test_a_failure_is_not_kept_and_an_old_answer_is_asked_again(session):
    kept(session, Counted(None)).search(ASKED, NEAR)
    inner = Counted([])
    kept(session, inner).search(ASKED, NEAR)
    kept(session, inner, now=NOW + timedelta(days=31)).search(ASKED, NEAR)
    assert inner.times == 2


def test_the_table_holds_no_address_in_clear(session):
    kept(session, Counted([hit()])).search(ASKED, NEAR)
    row = session.exec(select(GeocodeCache)).one()
    assert "ilas" not in row.key + row.answer


def test_a_broken_seal_is_asked_again(session):
    inner = Counted([hit()])
    kept(session, inner).search(ASKED, NEAR)
    session.exec(select(GeocodeCache)).one().answer = "torn"
    session.flush()
    assert kept(session, inner).search(ASKED, NEAR) == [hit()]
    assert inner.times == 2


def test_a_cache_that_cannot_be_written_is_not_seen(session):
    locked = OperationalError("INSERT", {}, Exception("locked"))

    def busy():
        raise locked

    geocoder = KeptGeocoder(Counted([hit()]), "a secret", session, busy, NOW)
    assert geocoder.search(ASKED, NEAR) == [hit()]
