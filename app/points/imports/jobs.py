"""What the worker does for imports: reading a large file, writing the lines step by step."""

from collections.abc import Callable
from contextvars import Context
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

from flask import Flask, current_app
from sqlmodel import Session

from app.base import db
from app.base.core import clock
from app.base.core.actors import Actor
from app.base.outbox.worker import Periodic
from app.config import Settings
from app.points.imports import batches
from app.points.models.imports import ImportBatch, ImportStatus
from app.territory import queries as territory

Job = Callable[[Session, UUID, dict[str, Any]], None]


def init_app(app: Flask) -> None:
    """Add the jobs of imports to the worker's."""
    app.extensions["jobs"] |= JOBS
    app.extensions["periodic"].append(Periodic("forget-imports", forget))


def read(session: Session, _row_id: UUID, payload: dict[str, Any]) -> None:
    """Read the file of a batch; the write lock is taken only once everything is known."""
    settings = _settings()
    bind = current_app.extensions.get("db_connection") or db.engine()
    batch_id = UUID(payload["batch"])
    found = Context().run(_examine, bind, batch_id, settings)
    batch = session.get(ImportBatch, batch_id)
    if found is not None and batch is not None and batch.status is ImportStatus.READING:
        batches.keep_examined(session, batch, found)


def apply(session: Session, _row_id: UUID, payload: dict[str, Any]) -> None:
    """Write the next lines of a confirmed import."""
    batch = session.get(ImportBatch, UUID(payload["batch"]))
    if batch is None:
        return
    who = UUID(payload["actor"]) if payload.get("actor") else None
    actor = Actor(id=who, label=payload.get("label", ""))
    batches.apply_step(session, batch, data_dir(), actor=actor, now=clock.now())


def forget(session: Session, now: datetime) -> None:
    """Delete the files that are a day old."""
    batches.forget(session, data_dir(), now=now)


def data_dir() -> Path:
    """Return the data folder of this installation."""
    return _settings().data_dir


def _examine(bind: Any, batch_id: UUID, settings: Settings) -> batches.Examined | None:
    """Read a file in a context of its own, where no transaction asks for the write lock."""
    with Session(bind, join_transaction_mode="create_savepoint") as reader:
        batch = reader.get(ImportBatch, batch_id)
        if batch is None or batch.status is not ImportStatus.READING:
            return None
        served = territory.territory(reader, settings.territory)
        return batches.examine(reader, batch, settings.data_dir, served, today=clock.today())


def _settings() -> Settings:
    return cast("Settings", current_app.config["REBOND"])


JOBS: Final[dict[str, Job]] = {batches.READ_JOB: read, batches.APPLY_JOB: apply}
