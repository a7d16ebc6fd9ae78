"""Text messages, against a real server on loopback that plays the provider."""

import json
import logging
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlmodel import select

from app.base.core import clock
from app.base.outbox import actions, texts, worker
from app.base.outbox.models import OutboxRow
from app.config import Settings, SettingsRefused, load

NUMBER = "+33612345678"


class Provider(HTTPServer):
    """A provider that keeps what it was asked, and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.status = 200
        self.asked: list[tuple[str, dict]] = []


class Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider():
    with Provider() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def told(app, settings, provider):
    """Settings that send to the provider."""
    url = f"json://127.0.0.1:{provider.server_port}/envoi/{{phone}}"
    made = settings.model_copy(update={"sms_url": url})
    app.config["REBOND"] = made
    return made


def rows(session) -> list[OutboxRow]:
    session.expire_all()
    return list(session.exec(select(OutboxRow)).all())


def ask(session, to: str = NUMBER) -> None:
    actions.sms(session, to=to, text="Passage jeudi 3 décembre", dedupe="a", now=clock.now())
    session.commit()


def test_a_text_message_reaches_the_provider_once(app, session, told, provider):
    ask(session)
    ask(session)
    worker.run_until_idle(app)
    ((path, asked),) = provider.asked
    assert path == "/envoi/+33612345678"
    assert asked["message"] == "Passage jeudi 3 décembre"
    assert rows(session)[0].done_at is not None


def test_a_provider_that_refuses_is_asked_again_later(app, session, told, provider, caplog):
    provider.status = 503
    ask(session)
    worker.run_until_idle(app)
    (row,) = rows(session)
    assert (row.error, row.done_at, row.attempts) == ("SmsRefused", None, 1)
    assert row.run_at > clock.now()
    assert NUMBER[1:] not in caplog.text


def test_nothing_reaches_another_address_than_a_number(told, provider):
    for forged in ("+33612345678/../..", "+33612345678?x=1", "0612345678", "", "+33\n612345678"):
        with pytest.raises(texts.SmsRefused):
            texts.send(told, forged, "x")
    assert provider.asked == []


def test_without_a_provider_nothing_is_sent(settings):
    with pytest.raises(texts.SmsRefused):
        texts.send(settings, NUMBER, "x")


def test_an_unknown_provider_is_a_refusal(settings):
    with pytest.raises(texts.SmsRefused):
        texts.send(settings.model_copy(update={"sms_url": "nope://{phone}"}), NUMBER, "x")
    assert logging.getLogger("apprise").level > logging.CRITICAL


@pytest.mark.parametrize("wrong", ["json://127.0.0.1/", "{phone}"])
def test_a_provider_without_a_place_for_the_number_is_refused_at_start(wrong, tmp_path):
    with pytest.raises(SettingsRefused, match="REBOND_SMS_URL"):
        load(_env_file=None, data_dir=tmp_path, secret_key="x" * 40, sms_url=wrong)


def test_the_web_process_does_not_load_the_library():
    code = "import sys, app; sys.exit('apprise' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_text_message_leaves_by_default():
    assert Settings(_env_file=None).sms_url == ""
