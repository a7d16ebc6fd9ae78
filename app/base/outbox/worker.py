"""The worker: does due rows one by one, and the periodic jobs once per period."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.base import db
from app.base.core import clock
from app.base.outbox import actions, letters, rules, texts
from app.base.outbox.models import OutboxRow
from app.config import Settings

log = logging.getLogger(__name__)
IDLE_S = 1.0
PERIODS_S = 60.0
"""Between two looks at the periodic jobs: one that fails is not tried at each breath."""


@dataclass(frozen=True)
class Periodic:
    """A job that runs once in each period; `period` names the one an instant lies in."""

    name: str
    run: Callable[[Session, datetime], None]
    period: Callable[[datetime], str] = field(
        default=lambda instant: clock.local(instant).date().isoformat()
    )


def init_app(app: Flask) -> None:
    """Give the application its list of jobs, to be filled by the rooms."""
    app.extensions["jobs"] = {}
    app.extensions["periodic"] = [Periodic("forget-outbox", _forget)]


def _forget(session: Session, now: datetime) -> None:
    actions.forget_old(session, now=now)
    letters.forget(current_app.config["REBOND"], now - rules.KEPT_FOR)


class Pulse:
    """Writes now and then that this worker lives, each time in a short transaction of its own."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:28]}:{os.getpid()}"
        self._next = 0.0

    def beat(self) -> None:
        """Write the sign of life when it is time; a failure to is no reason to stop working."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + rules.BEAT_EVERY.total_seconds()
        try:
            with db.unit_of_work() as session:
                actions.beat(session, self.name, now=clock.now())
        except SQLAlchemyError as error:
            log.warning("no sign of life written: %s", type(error).__name__)


def run_until_idle(app: Flask) -> int:
    """Do everything that is due now; return how many rows were tried."""
    tried = 0
    pulse = Pulse()
    with app.app_context():
        pulse.beat()
        run_periods(app)
        while run_one(app):
            tried += 1
            pulse.beat()
    return tried


def run_periods(app: Flask) -> None:
    """Run each periodic job that has not run in its current period."""
    now = clock.now()
    for job in app.extensions["periodic"]:
        try:
            with db.unit_of_work() as session:
                if actions.start_period(session, job.name, job.period(now), now=now):
                    job.run(session, now)
        except Exception:  # the others still have to run
            log.exception("periodic job %s failed", job.name)


def run_one(app: Flask) -> bool:
    """Claim one due row and do it; tell whether there was one."""
    with db.unit_of_work() as session:
        row = actions.claim(session, now=clock.now())
        if row is not None and rules.kills(row.attempts):
            actions.postpone(session, row, "worker killed", now=clock.now())
            return True
    if row is None:
        return False
    try:
        _do(app, row)
    except texts.SmsUnsure:
        _leave_unsure(row)
    except Exception as error:  # noqa: BLE001 - whatever failed, the row is kept for later
        log.warning("outbox row %s failed: %s", row.id, type(error).__name__)
        with db.unit_of_work() as session:
            actions.postpone(session, row, type(error).__name__, now=clock.now())
    return True


def _do(app: Flask, row: OutboxRow) -> None:
    """Do a claimed row; a job's own rows and the closing are one transaction."""
    if row.kind in {actions.MAIL, actions.SMS}:
        if row.kind == actions.SMS and not _hand_over(row):
            _leave_unsure(row)
            return
        _send(app.config["REBOND"], row)
        with db.unit_of_work() as session:
            actions.close(session, row.id, now=clock.now())
        return
    job = app.extensions["jobs"][row.kind]
    with db.unit_of_work() as session:
        job(session, row.id, row.payload)
        actions.close(session, row.id, now=clock.now())


def _hand_over(row: OutboxRow) -> bool:
    """Note that a message leaves, for good, before it does: a dead worker repeats none."""
    with db.unit_of_work() as session:
        return actions.hand_over(session, row, now=clock.now())


def _leave_unsure(row: OutboxRow) -> None:
    log.warning("outbox row %s may have left", row.id)
    with db.unit_of_work() as session:
        actions.leave_unsure(session, row.id, now=clock.now())


def _send(settings: Settings, row: OutboxRow) -> None:
    if row.kind == actions.SMS:
        texts.send(settings, row.payload["to"], row.payload["text"])
        return
    letters.send(settings, row.id, row.payload)


def run_forever(app: Flask) -> None:
    """Work until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    look_at = 0.0
    pulse = Pulse()
    with app.app_context():
        while not stop.is_set():
            pulse.beat()
            if time.monotonic() >= look_at:
                run_periods(app)
                look_at = time.monotonic() + PERIODS_S
            if not run_one(app):
                stop.wait(IDLE_S)
