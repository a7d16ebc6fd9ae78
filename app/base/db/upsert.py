"""INSERT … ON CONFLICT, spelled alike on both databases."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def insert(session: Session, table: sa.Table) -> Any:
    """Return the INSERT of the session's database, which knows what to do on a conflict."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)


def insert_once(session: Session, model: type, values: Mapping[str, object]) -> bool:
    """Insert a row unless one with the same key is there; tell whether it was inserted."""
    table: sa.Table = sa.inspect(model).local_table
    statement = insert(session, table).values(**values).on_conflict_do_nothing()
    written = session.execute(statement.returning(sa.literal(1)))
    return written.first() is not None
