"""Append-only tables: the database itself refuses UPDATE and DELETE."""

from collections.abc import Sequence

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


FROZEN = "frozen"


def guard_frozen(connection: Connection, table: str, columns: Sequence[str], since: str) -> None:
    """Create the triggers that freeze each row of `table` once its column `since` is set.

    Neither may `columns` change then, nor the row go. For migrations, like `guard_append_only`.
    """
    if connection.dialect.name == "sqlite":
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
        for verb, when in (
            ("update", f"OLD.{since} IS NOT NULL AND ({changed})"),
            ("delete", f"OLD.{since} IS NOT NULL"),
        ):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb.upper()} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: {FROZEN}'); END"
            )
        return
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    _function(
        connection,
        f"{table}_frozen",
        f"IF OLD.{since} IS NOT NULL AND (TG_OP = 'DELETE' OR {changed}) THEN "
        f"RAISE EXCEPTION '{table}: {FROZEN}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
    )
    _no_truncate(connection, table)


def guard_parts(connection: Connection, table: str, key: str, whole: str, since: str) -> None:
    """Create the triggers that freeze the parts of a frozen whole: none comes, changes or goes.

    Rows of `table` belong to the row of `whole` that `key` names, frozen once `since` is set.
    """
    if connection.dialect.name == "sqlite":
        for verb, rows in (
            ("insert", ("NEW",)),
            ("update", ("OLD", "NEW")),
            ("delete", ("OLD",)),
        ):
            ids = ", ".join(f"{row}.{key}" for row in rows)
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb.upper()} ON {table} "  # noqa: S608 - names of ours
                f"WHEN EXISTS (SELECT 1 FROM {whole} WHERE id IN ({ids}) AND {since} IS NOT NULL) "
                f"BEGIN SELECT RAISE(ABORT, '{table}: {FROZEN}'); END"
            )
        return
    asked = f"SELECT 1 FROM {whole} WHERE {since} IS NOT NULL AND id"  # noqa: S608 - names of ours
    _function(
        connection,
        f"{table}_frozen",
        f"IF TG_OP <> 'INSERT' AND EXISTS ({asked} = OLD.{key}) THEN "
        f"RAISE EXCEPTION '{table}: {FROZEN}'; END IF; "
        f"IF TG_OP <> 'DELETE' AND EXISTS ({asked} = NEW.{key}) THEN "
        f"RAISE EXCEPTION '{table}: {FROZEN}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
    )
    _no_truncate(connection, table)


def drop_frozen(connection: Connection, table: str) -> None:
    """Take the triggers of `guard_frozen` or `guard_parts` away again."""
    if connection.dialect.name == "sqlite":
        for verb in ("insert", "update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_frozen_{verb}")
        return
    for name in (f"{table}_frozen", f"{table}_no_truncate"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {table}_no_truncate()")
    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {table}_frozen()")


def _function(connection: Connection, name: str, body: str) -> None:
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )


def _no_truncate(connection: Connection, table: str) -> None:
    _function(connection, f"{table}_no_truncate", f"RAISE EXCEPTION '{table}: {FROZEN}';")
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_no_truncate()"
    )
