"""The partnerships as a board by step, and the same as a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.accounts.models import Account
from app.catalog.models import Family
from app.partners.models import Organisation, OrganisationFamily, OrganisationKind
from app.partnerships.models import Partnership, Standing, Step

SHOWN: Final = 12
"""Cards of a column; the list has the rest."""


@dataclass(frozen=True)
class Wanted:
    """What the board is narrowed to; empty narrows nothing but leaves the lost ones out."""

    step: Step | None = None
    owner_id: UUID | None = None
    late: bool = False
    standing: Standing | None = None
    kind: OrganisationKind | None = None
    family: Family | None = None
    words: str = ""
    """Folded."""


@dataclass(frozen=True)
class Card:
    """A partnership as the board shows it."""

    id: UUID
    organisation_id: UUID
    name: str
    kind: OrganisationKind
    standing: Standing
    step: Step
    step_since: datetime
    started_at: datetime
    next_action: str
    next_on: date | None
    next_owner: str
    owner: str
    trigger: str
    pause_reason: str
    paused_until: date | None
    loss_reason: str
    version: int


@dataclass
class Column:
    """One step of the board: how many there are, and the first of them."""

    step: Step
    count: int = 0
    cards: list[Card] = field(default_factory=list)


_OWNER = aliased(Account)
_NEXT = aliased(Account)
_RANK = sa.case(
    {step.value: step.rank for step in Step}, value=sa.cast(col(Partnership.step), sa.String)
)
_NEVER = sa.literal(date(9999, 12, 31), sa.Date())
_SOONEST = (sa.func.coalesce(col(Partnership.next_on), _NEVER), col(Partnership.step_since))
_FACTS: Final = (
    col(Partnership.id),
    col(Partnership.organisation_id),
    col(Organisation.name),
    col(Organisation.kind),
    col(Partnership.standing),
    col(Partnership.step),
    col(Partnership.step_since),
    col(Partnership.started_at),
    col(Partnership.next_action),
    col(Partnership.next_on),
    sa.func.coalesce(_NEXT.name, "").label("next_owner"),
    sa.func.coalesce(_OWNER.name, "").label("owner"),
    col(Partnership.trigger),
    col(Partnership.pause_reason),
    col(Partnership.paused_until),
    col(Partnership.loss_reason),
    col(Partnership.version),
)
SORTS: Final[dict[str, tuple[Any, ...]]] = {
    "prochaine": (*_SOONEST, col(Organisation.folded)),
    "structure": (col(Organisation.folded),),
    "etape": (_RANK, col(Organisation.folded)),
    "depuis": (col(Partnership.step_since),),
}


def board(session: Session, wanted: Wanted, *, today: date) -> list[Column]:
    """Return the eleven steps, each with how many there are and the most pressing ones."""
    columns = {step: Column(step) for step in Step}
    counted = _joined(sa.select(col(Partnership.step), sa.func.count()), wanted, today)
    for step, count in session.execute(counted.group_by(col(Partnership.step))):
        columns[step].count = count
    turn = (
        sa.func.row_number()
        .over(partition_by=col(Partnership.step), order_by=(*_SOONEST, col(Partnership.id)))
        .label("turn")
    )
    ranked = _joined(sa.select(*_FACTS, turn), wanted, today).subquery()
    first = sa.select(ranked).where(ranked.c.turn <= SHOWN).order_by(ranked.c.step, ranked.c.turn)
    for row in session.execute(first).mappings():
        facts = {name: value for name, value in row.items() if name != "turn"}
        columns[row["step"]].cards.append(Card(**facts))
    return list(columns.values())


def count(session: Session, wanted: Wanted, *, today: date) -> int:
    """Return how many partnerships pass the filters."""
    return int(session.execute(_joined(sa.select(sa.func.count()), wanted, today)).scalar_one())


def lines(  # noqa: PLR0913 - what, in which order, which page
    session: Session,
    wanted: Wanted,
    *,
    today: date,
    sort: str = "prochaine",
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Card]:
    """Return one page of partnerships."""
    query = _joined(sa.select(*_FACTS), wanted, today)
    query = query.order_by(*SORTS[sort], col(Partnership.id)).limit(limit).offset(offset)
    return [Card(**row) for row in session.execute(query).mappings()]


def _joined(query: Any, wanted: Wanted, today: date) -> Any:
    query = (
        query.select_from(Partnership)
        .join(Organisation, col(Organisation.id) == col(Partnership.organisation_id))
        .outerjoin(_OWNER, _OWNER.id == col(Partnership.owner_id))
        .outerjoin(_NEXT, _NEXT.id == col(Partnership.next_owner_id))
    )
    if wanted.standing is None:
        query = query.where(col(Partnership.standing) != Standing.LOST)
    else:
        query = query.where(col(Partnership.standing) == wanted.standing)
    if wanted.step is not None:
        query = query.where(col(Partnership.step) == wanted.step)
    if wanted.owner_id is not None:
        mine = (
            col(Partnership.owner_id) == wanted.owner_id,
            col(Partnership.next_owner_id) == wanted.owner_id,
        )
        query = query.where(sa.or_(*mine))
    if wanted.late:
        query = query.where(
            col(Partnership.standing) == Standing.ACTIVE, col(Partnership.next_on) < today
        )
    if wanted.kind is not None:
        query = query.where(col(Organisation.kind) == wanted.kind)
    if wanted.family is not None:
        dealing = sa.select(col(OrganisationFamily.organisation_id)).where(
            col(OrganisationFamily.family) == wanted.family
        )
        query = query.where(col(Organisation.id).in_(dealing))
    if wanted.words:
        query = query.where(col(Organisation.folded).contains(wanted.words, autoescape=True))
    return query
