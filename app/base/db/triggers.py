"""Append-only tables: the database itself refuses UPDATE and DELETE."""

from sqlalchemy.engine import Connection

REFUSED = "append only"


def guard_append_only(connection: Connection, table: str) -> None:
    """Create the triggers that refuse UPDATE and DELETE (and TRUNCATE) on `table`.

    For migrations. On SQLite a batch migration copies the table and drops them silently:
    a guard test lists the triggers at head.
    """
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: {REFUSED}'); END"
            )
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table}: {REFUSED}'; END $$"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def drop_append_only(connection: Connection, table: str) -> None:
    """Take the triggers of `table` away again."""
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        return
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {table}_refuse()")
