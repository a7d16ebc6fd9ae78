"""What is read of results: of one match, totals per year and field, the records behind them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.base.core.errors import NotFound
from app.synergies.models import Domain, Measure, ResultStatus, SynergyProposal, SynergyResult
from app.synergies.queries.proposals import NEED, OFFER, Listed, Pair


@dataclass(frozen=True)
class Wanted:
    """Which results a page wants; None wants all."""

    year: int | None = None
    domain: Domain | None = None
    measure: Measure | None = None
    status: ResultStatus = ResultStatus.CONFIRMED


@dataclass(frozen=True)
class Total:
    """What the confirmed results of one year, field and measure add up to."""

    year: int
    domain: Domain
    measure: Measure
    amount: int
    records: int
    matches: int


@dataclass(frozen=True)
class Record:
    """A result with the match it comes from."""

    row: SynergyResult
    pair: Pair


def result(session: Session, proposal_id: UUID, result_id: UUID) -> SynergyResult:
    """Return a result of a match. Raises NotFound."""
    found = session.get(SynergyResult, result_id)
    if found is None or found.proposal_id != proposal_id:
        raise NotFound
    return found


def of_proposal(session: Session, proposal_id: UUID) -> list[SynergyResult]:
    """Return the results of a match, the newest first."""
    query = select(SynergyResult).where(col(SynergyResult.proposal_id) == proposal_id)
    ordered = query.order_by(
        col(SynergyResult.day).desc(), col(SynergyResult.created_at).desc(), col(SynergyResult.id)
    )
    return list(session.exec(ordered))


def confirmed(session: Session, proposal_id: UUID) -> int:
    """Return how many results of a match count."""
    query = select(func.count()).where(
        col(SynergyResult.proposal_id) == proposal_id,
        col(SynergyResult.status) == ResultStatus.CONFIRMED,
    )
    return session.exec(query).one()


def same(session: Session, proposal_id: UUID, measure: Measure, day: date) -> SynergyResult | None:
    """Return the result of a match, measure and day that was not set aside."""
    query = select(SynergyResult).where(
        col(SynergyResult.proposal_id) == proposal_id,
        col(SynergyResult.measure) == measure,
        col(SynergyResult.day) == day,
        col(SynergyResult.status) != ResultStatus.SET_ASIDE,
    )
    return session.exec(query).one_or_none()


def to_confirm(session: Session) -> list[Record]:
    """Return what structures told and nobody confirmed yet, the oldest first."""
    query = _records(Wanted(status=ResultStatus.TOLD))
    ordered = query.order_by(col(SynergyResult.created_at), col(SynergyResult.id))
    return [Record(found[0], Pair(*found[1:])) for found in session.execute(ordered)]


def totals(session: Session, wanted: Wanted) -> list[Total]:
    """Return what the results wanted add up to, the last year first."""
    year = sa.extract("year", col(SynergyResult.day))
    query = (
        _narrowed(
            sa.select(SynergyResult)
            .join(SynergyProposal, col(SynergyProposal.id) == col(SynergyResult.proposal_id))
            .join(NEED, col(NEED.id) == col(SynergyProposal.need_id)),
            wanted,
        )
        .with_only_columns(
            year,
            col(NEED.domain),
            col(SynergyResult.measure),
            func.sum(SynergyResult.amount),
            func.count(),
            func.count(sa.distinct(col(SynergyResult.proposal_id))),
        )
        .group_by(year, col(NEED.domain), col(SynergyResult.measure))
        .order_by(year.desc(), col(NEED.domain), col(SynergyResult.measure))
    )
    return [
        Total(int(each[0]), each[1], each[2], int(each[3]), each[4], each[5])
        for each in session.execute(query)
    ]


def count(session: Session, wanted: Wanted) -> int:
    """Return how many results are wanted."""
    whole: Listed = sa.select(SynergyResult)
    if wanted.domain is not None:
        whole = whole.join(
            SynergyProposal, col(SynergyProposal.id) == col(SynergyResult.proposal_id)
        ).join(NEED, col(NEED.id) == col(SynergyProposal.need_id))
    ids = _narrowed(whole, wanted).with_only_columns(col(SynergyResult.id))
    return session.execute(sa.select(func.count()).select_from(ids.subquery())).scalar_one()


def records(
    session: Session, wanted: Wanted, *, limit: int | None = None, offset: int = 0
) -> list[Record]:
    """Return the results wanted, the newest first."""
    ordered = _records(wanted).order_by(col(SynergyResult.day).desc(), col(SynergyResult.id).desc())
    found = session.execute(ordered.limit(limit).offset(offset))
    return [Record(each[0], Pair(*each[1:])) for each in found]


def years(session: Session) -> list[int]:
    """Return the years that have results, the last first."""
    year = sa.extract("year", col(SynergyResult.day))
    query = sa.select(year).where(col(SynergyResult.status) == ResultStatus.CONFIRMED)
    return [int(each) for (each,) in session.execute(query.distinct().order_by(year.desc()))]


def _records(wanted: Wanted) -> Listed:
    return _narrowed(
        sa.select(SynergyResult, SynergyProposal, NEED, OFFER)
        .join(SynergyProposal, col(SynergyProposal.id) == col(SynergyResult.proposal_id))
        .join(NEED, col(NEED.id) == col(SynergyProposal.need_id))
        .join(OFFER, col(OFFER.id) == col(SynergyProposal.offer_id)),
        wanted,
    )


def _narrowed(whole: Listed, wanted: Wanted) -> Listed:
    """Keep what is wanted of a query of results; a field asks that their needs be joined."""
    query = whole.where(col(SynergyResult.status) == wanted.status)
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        query = query.where(col(SynergyResult.day).between(first, last))
    if wanted.domain is not None:
        query = query.where(col(NEED.domain) == wanted.domain)
    if wanted.measure is not None:
        query = query.where(col(SynergyResult.measure) == wanted.measure)
    return query
