"""What the synergies read: one entry, lists, what ends, what could fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import cos, degrees, radians
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.core.errors import NotFound
from app.base.core.geo import EARTH_RADIUS_M
from app.base.core.text import fold
from app.partners.models import Organisation
from app.synergies.models import Domain, EntryStatus, Material, Side, SynergyEntry, Unit
from app.synergies.rules.matching import REACH_M, Fact
from app.synergies.rules.sheets import TOLD_BEFORE
from app.synergies.rules.states import EXPIRE, MOVES

COMPARED: Final = 5000
"""How many entries one page compares at most: the most recent ones."""
SORTS: Final = {
    "recent": (col(SynergyEntry.created_at).desc(), col(SynergyEntry.id)),
    "titre": (col(SynergyEntry.folded), col(SynergyEntry.id)),
    "fin": (
        col(SynergyEntry.until).is_(None),
        col(SynergyEntry.until),
        col(SynergyEntry.id),
    ),
}


@dataclass(frozen=True)
class Filters:
    """What a list asks; None asks nothing."""

    words: str = ""
    side: Side | None = None
    domain: Domain | None = None
    status: EntryStatus | None = None
    organisation_id: UUID | None = None
    material: Material | None = None


def entry(session: Session, entry_id: UUID) -> SynergyEntry:
    """Return a need or an offer. Raises NotFound."""
    found = session.get(SynergyEntry, entry_id)
    if found is None:
        raise NotFound
    return found


def own_entry(session: Session, entry_id: UUID, organisation_id: UUID) -> SynergyEntry:
    """Return a need or an offer of one structure. Raises NotFound for any other's."""
    found = entry(session, entry_id)
    if found.organisation_id != organisation_id:
        raise NotFound
    return found


def any_known(session: Session) -> bool:
    """Tell whether there is any entry at all."""
    return session.exec(select(SynergyEntry.id).limit(1)).first() is not None


def listed(filters: Filters) -> SelectOfScalar[SynergyEntry]:
    """Return the query of a list."""
    query = select(SynergyEntry)
    for word in fold(filters.words).split()[:6]:
        query = query.where(col(SynergyEntry.folded).contains(word))
    for column, asked in (
        (SynergyEntry.side, filters.side),
        (SynergyEntry.domain, filters.domain),
        (SynergyEntry.status, filters.status),
        (SynergyEntry.organisation_id, filters.organisation_id),
        (SynergyEntry.material, filters.material),
    ):
        if asked is not None:
            query = query.where(col(column) == asked)
    return query


def count(session: Session, query: SelectOfScalar[SynergyEntry]) -> int:
    """Return how many rows a list has."""
    return session.exec(select(func.count()).select_from(query.subquery())).one()


def lines(
    session: Session,
    query: SelectOfScalar[SynergyEntry],
    *,
    sort: str = "recent",
    limit: int | None = None,
    offset: int = 0,
) -> list[SynergyEntry]:
    """Return one page of a list in the order asked."""
    return list(session.exec(query.order_by(*SORTS[sort]).limit(limit).offset(offset)))


def any_closed(session: Session, rows: Iterable[SynergyEntry]) -> bool:
    """Tell whether the structure of one of some entries is followed no more."""
    owners = {row.organisation_id for row in rows}
    query = _closed().where(col(Organisation.id).in_(owners)).limit(1)
    return session.exec(query).first() is not None


def some(session: Session, ids: list[UUID]) -> dict[UUID, SynergyEntry]:
    """Return some entries by id."""
    rows = session.exec(select(SynergyEntry).where(col(SynergyEntry.id).in_(ids)))
    return {row.id: row for row in rows}


def over(session: Session, today: date, *, limit: int) -> list[SynergyEntry]:
    """Return what has passed its last day, or whose structure closed, and did not expire yet."""
    query = select(SynergyEntry).where(
        col(SynergyEntry.status).in_(MOVES[EXPIRE].sources),
        or_(col(SynergyEntry.until) < today, col(SynergyEntry.organisation_id).in_(_closed())),
    )
    ordered = query.order_by(col(SynergyEntry.until), col(SynergyEntry.id))
    return list(session.exec(ordered.limit(limit)))


def ending(session: Session, today: date) -> list[SynergyEntry]:
    """Return what is online and ends soon, the first to end first."""
    query = select(SynergyEntry).where(
        col(SynergyEntry.status) == EntryStatus.OPEN,
        col(SynergyEntry.until).between(today, today + TOLD_BEFORE),
    )
    return list(session.exec(query.order_by(col(SynergyEntry.until), col(SynergyEntry.id))))


def things_needed(session: Session, *, limit: int = 60) -> list[SynergyEntry]:
    """Return the online needs that are told in pieces, kilos or volume, the newest first."""
    query = select(SynergyEntry).where(
        col(SynergyEntry.side) == Side.NEED,
        col(SynergyEntry.status) == EntryStatus.OPEN,
        col(SynergyEntry.unit).in_((Unit.PIECES, Unit.KILOGRAMS, Unit.CUBIC_METRES)),
        col(SynergyEntry.organisation_id).not_in(_closed()),
    )
    order = (col(SynergyEntry.created_at).desc(), col(SynergyEntry.id))
    return list(session.exec(query.order_by(*order).limit(limit)))


def to_read(session: Session) -> list[SynergyEntry]:
    """Return what structures wrote and staff have not read yet, the oldest first."""
    query = select(SynergyEntry).where(col(SynergyEntry.status) == EntryStatus.REVIEW)
    ordered = query.order_by(col(SynergyEntry.created_at), col(SynergyEntry.id))
    return list(session.exec(ordered.limit(COMPARED)))


def comparable(session: Session, row: SynergyEntry) -> list[tuple[UUID, Fact]]:
    """Return the online entries of other structures that could answer `row`, the newest first.

    Same field, other side, in the box around it: the index narrows, the rule decides.
    """
    high = degrees(REACH_M / EARTH_RADIUS_M) * 1.01
    wide = high / max(0.01, cos(radians(min(89.0, abs(row.lat) + high))))
    columns = (
        col(SynergyEntry.side),
        col(SynergyEntry.domain),
        col(SynergyEntry.title),
        col(SynergyEntry.words),
        col(SynergyEntry.lat),
        col(SynergyEntry.lon),
        col(SynergyEntry.quantity) - col(SynergyEntry.used),
        col(SynergyEntry.unit),
        col(SynergyEntry.starts),
        col(SynergyEntry.until),
        col(SynergyEntry.material),
    )
    query = (
        select(SynergyEntry)
        .with_only_columns(col(SynergyEntry.id), *columns)
        .where(
            col(SynergyEntry.domain) == row.domain,
            col(SynergyEntry.side) == row.side.other,
            col(SynergyEntry.status) == EntryStatus.OPEN,
            col(SynergyEntry.lat).between(row.lat - high, row.lat + high),
            col(SynergyEntry.lon).between(row.lon - wide, row.lon + wide),
            col(SynergyEntry.organisation_id) != row.organisation_id,
            col(SynergyEntry.organisation_id).not_in(_closed()),
        )
        .order_by(col(SynergyEntry.created_at).desc(), col(SynergyEntry.id))
        .limit(COMPARED)
    )
    return [(found[0], Fact(*found[1:])) for found in session.execute(query)]


def fact(row: SynergyEntry) -> Fact:
    """Return what is compared of an entry."""
    return Fact(
        row.side,
        row.domain,
        row.title,
        row.words,
        row.lat,
        row.lon,
        row.left,
        row.unit,
        row.starts,
        row.until,
        row.material,
    )


def _closed() -> SelectOfScalar[UUID]:
    return select(Organisation.id).where(col(Organisation.closed_at).is_not(None))
