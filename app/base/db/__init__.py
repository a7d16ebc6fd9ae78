"""The engine, the session, the one commit; both databases behave alike here."""

from app.base.db.engine import (
    aside,
    engine,
    init_app,
    is_writing,
    metadata,
    session,
    unit_of_work,
    writing,
)
from app.base.db.types import enum

__all__ = [
    "aside",
    "engine",
    "enum",
    "init_app",
    "is_writing",
    "metadata",
    "session",
    "unit_of_work",
    "writing",
]
