"""Column types that mean the same on SQLite and PostgreSQL."""

from enum import StrEnum

import sqlalchemy as sa

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name from the first migration: errors are translated by it."""


def enum(kind: type[StrEnum], name: str = "") -> sa.Enum:
    """Return a text column type holding the values of `kind`, guarded by a CHECK.

    `name` tells the guards of two columns of one kind in a table apart.
    """
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=max(24, *(len(member.value) for member in kind)),
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
