"""Rows that point at a row: found in the schema itself, moved to another row of the same table.

Whatever table comes later, it is found by its foreign key and cannot be forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


@dataclass(frozen=True)
class Link:
    """A column whose foreign key points at the rows of a table."""

    table: sa.Table
    column: sa.Column[Any]

    def __str__(self) -> str:
        """Return `table.column`."""
        return f"{self.table.name}.{self.column.name}"


@dataclass(frozen=True)
class Moved:
    """How many rows follow, and how many were the double of one that was there."""

    rows: int = 0
    doubles: int = 0


@dataclass(frozen=True)
class _Key:
    """Columns whose values only one row may have, beside the column that moves; `where` narrows."""

    others: tuple[sa.Column[Any], ...]
    where: sa.ColumnElement[bool] | None


def links(metadata: sa.MetaData, target: str) -> list[Link]:
    """Return every link to `target` ("table.column"), by table and column."""
    return [
        Link(table, key.parent)
        for table in sorted(metadata.tables.values(), key=lambda table: table.name)
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
        if key.target_fullname == target
    ]


def foreseen(session: Session, link: Link, gone: object, kept: object) -> Moved:
    """Return what `repoint` would do: how many rows would follow, how many are doubles."""
    count = sa.select(sa.func.count()).select_from(link.table).where(link.column == gone)
    doubles = len({pair[0] for pair in _doubles(session, link, gone, kept)})
    return Moved(session.execute(count).scalar_one() - doubles, doubles)


def repoint(session: Session, link: Link, gone: object, kept: object) -> Moved:
    """Point the rows of a link at `kept` instead of `gone`.

    Where a unique key allows one of both, the row of `kept` stays: what points at the other one
    points at it from now on.
    """
    doubles = 0
    for old, known in dict(_doubles(session, link, gone, kept)).items():
        _fold(session, link.table, dict(old), dict(known))
        doubles += 1
    moved = session.execute(
        sa.update(link.table).where(link.column == gone).values({link.column.name: kept})
    )
    return Moved(int(moved.rowcount), doubles)  # type: ignore[attr-defined]


_Row = tuple[tuple[str, object], ...]


def _fold(
    session: Session, table: sa.Table, old: Mapping[str, object], known: Mapping[str, object]
) -> None:
    """Delete a double, once what points at it points at the row that stays."""
    for name in old:
        for link in links(table.metadata, f"{table.name}.{name}"):
            repoint(session, link, old[name], known[name])
    session.execute(sa.delete(table).where(*(table.c[name] == each for name, each in old.items())))


def _doubles(
    session: Session, link: Link, gone: object, kept: object
) -> Iterator[tuple[_Row, _Row]]:
    """Yield (row of `gone`, row of `kept`) that a unique key would not let stand together."""
    for key in _keys(link):
        there = dict(_rows(session, link, key, kept))
        for values, row in _rows(session, link, key, gone):
            if values in there and None not in values:
                yield row, there[values]


def _rows(
    session: Session, link: Link, key: _Key, value: object
) -> Iterator[tuple[tuple[object, ...], _Row]]:
    """Yield (values of the key's other columns, primary key) of the rows that point at `value`."""
    names = [column.name for column in link.table.primary_key]
    query = sa.select(*link.table.primary_key, *key.others).where(link.column == value)
    if key.where is not None:
        query = query.where(key.where)
    for row in session.execute(query):
        own = tuple(zip(names, row[: len(names)], strict=True))
        yield tuple(row[len(names) :]), own


def _keys(link: Link) -> Iterator[_Key]:
    """Yield the unique keys that a link's column is part of."""
    groups: list[tuple[list[sa.Column[Any]], Any]] = [(list(link.table.primary_key), None)]
    groups += [
        (list(each.columns), None)
        for each in link.table.constraints
        if isinstance(each, sa.UniqueConstraint)
    ]
    groups += [
        (
            [link.table.c[column.name] for column in index.columns],
            index.dialect_options["sqlite"]["where"],
        )
        for index in link.table.indexes
        if index.unique
    ]
    for columns, where in groups:
        if any(column.name == link.column.name for column in columns):
            yield _Key(tuple(c for c in columns if c.name != link.column.name), where)
