"""The lists that staff work through: in turn, narrowed, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col

from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import ENDED, FREEING, KEPT_DAYS, LIVE
from app.slots.models import SlotOccurrence, ZoneCommune
from app.territory.models import Commune

MISSED, LATE = "manque", "sans-suite"
"""What an address says, beside the states: told missed; past, and nobody noted how it went."""


class Turn(IntEnum):
    """In which turn staff deal with a pickup."""

    ASKED = 0
    CALLBACK = 1
    MISSED = 2
    LATE = 3
    COMING = 4
    WAITING = 5
    ENDED = 6


@dataclass(frozen=True)
class Wanted:
    """What a list of pickups is narrowed to; without anything, all that is still to do.

    `missed` and `late` narrow to visits told missed, and to past ones nobody noted. A
    `reference`, or its beginning, is looked for among all days.
    """

    status: PickupStatus | None = None
    missed: bool = False
    late: bool = False
    insee: str | None = None
    zone_id: UUID | None = None
    reference: str = ""


def listed(
    session: Session, wanted: Wanted, *, today: date, limit: int | None = None, offset: int = 0
) -> Sequence[tuple[Pickup, Turn]]:
    """Return pickups with their turn: what waits for a yes first, then to call, then by day."""
    turn = _turn(today)
    day = col(SlotOccurrence.day)
    ended = wanted.status in FREEING | ENDED or wanted.reference
    rows = session.execute(
        _narrowed(sa.select(Pickup, turn), wanted, today)
        .options(joinedload(Pickup.occurrence), joinedload(Pickup.commune))  # type: ignore[arg-type]
        .order_by(
            turn,
            day.desc() if ended else day,
            col(SlotOccurrence.starts),
            col(Pickup.created_at),
            col(Pickup.reference),
        )
        .limit(limit)
        .offset(offset)
    ).unique()
    return [(pickup, Turn(number)) for pickup, number in rows]


def counted(session: Session, wanted: Wanted, *, today: date) -> int:
    """Return how many pickups a list has."""
    statement = _narrowed(sa.select(sa.func.count(col(Pickup.id))), wanted, today)
    return int(session.execute(statement).scalar_one())


def turns(session: Session, wanted: Wanted, *, today: date) -> dict[Turn, int]:
    """Return how many pickups each turn of a list has."""
    turn = _turn(today).label("turn")
    inner = _narrowed(sa.select(turn), wanted, today).subquery()
    rows = session.execute(
        sa.select(inner.c.turn, sa.func.count()).group_by(inner.c.turn).order_by(inner.c.turn)
    )
    return {Turn(number): count for number, count in rows}


def communes(session: Session) -> list[tuple[str, str]]:
    """Return (code, name) of the communes that have a pickup we still know of, from A to Z."""
    rows = session.execute(
        sa.select(col(Commune.insee), col(Commune.name))
        .where(
            col(Commune.insee).in_(
                sa.select(col(Pickup.insee)).where(col(Pickup.erased_at).is_(None))
            )
        )
        .order_by(col(Commune.folded), col(Commune.insee))
    )
    return [(insee, name) for insee, name in rows]


def _turn(today: date) -> sa.Case[int]:
    """Return, as SQL, in which turn a pickup is dealt with."""
    status, day = col(Pickup.status), col(SlotOccurrence.day)
    return sa.case(
        (sa.and_(status == PickupStatus.REQUESTED, day >= today), Turn.ASKED.value),
        (status == PickupStatus.CALLBACK, Turn.CALLBACK.value),
        (_missed(), Turn.MISSED.value),
        (_late(today), Turn.LATE.value),
        (sa.and_(status.not_in(FREEING), day >= today), Turn.COMING.value),
        (status == PickupStatus.WAITING, Turn.WAITING.value),
        else_=Turn.ENDED.value,
    )


def _missed() -> sa.ColumnElement[bool]:
    return sa.and_(col(Pickup.missed_at).is_not(None), col(Pickup.status) == PickupStatus.CONFIRMED)


def _late(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(col(Pickup.status).in_(LIVE), col(SlotOccurrence.day) < today)


def _narrowed(statement: Any, wanted: Wanted, today: date) -> Any:
    status, day = col(Pickup.status), col(SlotOccurrence.day)
    statement = statement.outerjoin(
        SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id)
    ).where(col(Pickup.erased_at).is_(None))
    if wanted.missed:
        statement = statement.where(_missed())
    elif wanted.late:
        statement = statement.where(_late(today))
    elif wanted.status is not None:
        since = today - timedelta(days=KEPT_DAYS)
        statement = statement.where(status == wanted.status, sa.or_(day >= since, day.is_(None)))
    elif not wanted.reference:
        waits = (*LIVE, PickupStatus.WAITING, PickupStatus.CALLBACK)
        statement = statement.where(
            sa.or_(status.in_(waits), sa.and_(day >= today, status.not_in(FREEING)))
        )
    if wanted.insee is not None:
        statement = statement.where(col(Pickup.insee) == wanted.insee)
    if wanted.zone_id is not None:
        inside = sa.select(col(ZoneCommune.insee)).where(col(ZoneCommune.zone_id) == wanted.zone_id)
        statement = statement.where(col(Pickup.insee).in_(inside))
    if wanted.reference:
        statement = statement.where(
            col(Pickup.reference).startswith(wanted.reference, autoescape=True)
        )
    return statement
