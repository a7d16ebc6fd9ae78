"""Alembic's environment: the app's own engine and tables."""

import sqlalchemy as sa
import sqlmodel
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from app.base import db


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | bool:
    """Write SQLModel's column types with the names that the migration imports."""
    if kind == "type" and type(item).__module__.startswith("sqlmodel"):
        autogen.imports.add("import sqlmodel")
        length = getattr(item, "length", None)
        inside = f"length={length}" if length else ""
        return f"sqlmodel.sql.sqltypes.{type(item).__name__}({inside})"
    return False


def run(connection: sa.Connection) -> None:
    """Run the migrations on `connection`, SQLite's foreign keys off and checked after.

    A batch migration copies a table: with foreign keys on it would delete the children.
    """
    context.configure(
        connection=connection,
        target_metadata=db.metadata(),
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=False,
    )
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _foreign_keys(connection, "OFF")
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        connection.commit()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            message = f"rows without their parent: {broken[:3]}"
            raise RuntimeError(message)
        connection.commit()
        _foreign_keys(connection, "ON")


def _foreign_keys(connection: sa.Connection, state: str) -> None:
    """Switch SQLite's foreign keys, on the bare connection.

    Inside a transaction, and the first statement of SQLAlchemy opens one, the pragma does
    nothing and says nothing.
    """
    driver = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={state}")
    told = driver.execute("PRAGMA foreign_keys").fetchone()[0]
    if told != (state == "ON"):
        message = f"foreign keys are not {state}"
        raise RuntimeError(message)


assert sqlmodel
with db.writing(), current_app.extensions["db"].connect() as opened:
    run(opened)
    opened.commit()
