"""Loading the communes at set-up, and forgetting the geocoder's old answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from app.territory import gazetteer, reference
from app.territory.models import Commune, CommunePostcode, GeocodeCache

KEPT = timedelta(days=30)
"""How long an answer of the geocoder is believed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load changed."""

    added: int
    changed: int


def load(session: Session) -> Loaded:
    """Bring the tables to what the reference file says; a second run changes nothing.

    Nothing is deleted: a commune that has merged away may still be where something happened.
    """
    table = _table(Commune)
    known = {row.insee: dict(row._mapping) for row in session.execute(sa.select(table))}  # noqa: SLF001 - SQLAlchemy's name
    rows, postcodes = _reference()
    added = [row for row in rows if row["insee"] not in known]
    changed = [row for row in rows if known.get(row["insee"], row) != row]
    if added:
        session.execute(sa.insert(table), added)
    for row in changed:
        session.execute(sa.update(table).where(table.c.insee == row["insee"]).values(row))
    _load_postcodes(session, postcodes)
    session.flush()
    gazetteer.forget()
    return Loaded(len(added), len(changed))


def forget_geocodes(session: Session, *, now: datetime) -> int:
    """Delete the geocoder's answers that are older than they are believed; return how many."""
    old = sa.delete(GeocodeCache).where(col(GeocodeCache.at) < now - KEPT)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _reference() -> tuple[list[dict[str, Any]], dict[tuple[str, str], bool]]:
    """Return the communes, and whether each pair of INSEE and postcode is the main one."""
    rows: list[dict[str, Any]] = []
    pairs: dict[tuple[str, str], bool] = {}
    for row, postcodes in reference.communes():
        rows.append(row)
        pairs |= {(row["insee"], code): rank == 0 for rank, code in enumerate(postcodes)}
    return rows, pairs


def _table(model: type[SQLModel]) -> sa.Table:
    return cast("sa.Table", sa.inspect(model).local_table)


def _load_postcodes(session: Session, pairs: dict[tuple[str, str], bool]) -> None:
    table = _table(CommunePostcode)
    known = {(row.insee, row.postcode): row.main for row in session.execute(sa.select(table))}
    if known == pairs:
        return
    named = {insee for insee, _ in pairs}
    stale = [pair for pair in known if pair[0] in named and pairs.get(pair) != known[pair]]
    for insee, code in stale:
        gone = (table.c.insee == insee) & (table.c.postcode == code)
        session.execute(sa.delete(table).where(gone))
    fresh = [pair for pair in pairs if pairs[pair] != known.get(pair)]
    session.execute(
        sa.insert(table),
        [{"insee": insee, "postcode": code, "main": pairs[insee, code]} for insee, code in fresh],
    )
