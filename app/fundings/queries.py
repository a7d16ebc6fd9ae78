"""What the fundings read."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.core.errors import NotFound
from app.fundings.models import Funding, FundingLever, FundingReport, FundingStatus, Lever
from app.fundings.rules import TOLD_BEFORE, WON, Grant


@dataclass(frozen=True)
class Filters:
    """What a list asks; None asks nothing."""

    status: FundingStatus | None = None
    lever: Lever | None = None
    organisation_id: UUID | None = None


def funding(session: Session, funding_id: UUID) -> Funding:
    """Return a funding. Raises NotFound."""
    found = session.get(Funding, funding_id)
    if found is None:
        raise NotFound
    return found


def report(session: Session, funding_id: UUID, report_id: UUID) -> FundingReport:
    """Return a report of a funding. Raises NotFound, for another funding's too."""
    found = session.get(FundingReport, report_id)
    if found is None or found.funding_id != funding_id:
        raise NotFound
    return found


def any_known(session: Session) -> bool:
    """Tell whether there is any funding at all."""
    return session.exec(select(Funding.id).limit(1)).first() is not None


def listed(filters: Filters) -> SelectOfScalar[Funding]:
    """Return the query of a list."""
    query = select(Funding)
    if filters.status is not None:
        query = query.where(col(Funding.status) == filters.status)
    if filters.organisation_id is not None:
        query = query.where(col(Funding.organisation_id) == filters.organisation_id)
    if filters.lever is not None:
        works = select(FundingLever.funding_id).where(col(FundingLever.lever) == filters.lever)
        query = query.where(col(Funding.id).in_(works))
    return query


def count(session: Session, query: SelectOfScalar[Funding]) -> int:
    """Return how many rows a list has."""
    return session.exec(select(func.count()).select_from(query.subquery())).one()


def lines(
    session: Session, query: SelectOfScalar[Funding], *, limit: int | None = None, offset: int = 0
) -> list[Funding]:
    """Return one page of a list, the last to end first."""
    ordered = query.order_by(
        col(Funding.ends).is_not(None), col(Funding.ends).desc(), col(Funding.name), col(Funding.id)
    )
    return list(session.exec(ordered.limit(limit).offset(offset)))


def grants(session: Session) -> list[Grant]:
    """Return what was granted, each over its period."""
    rows = session.exec(
        select(Funding)
        .where(col(Funding.status).in_(WON), col(Funding.starts).is_not(None))
        .order_by(col(Funding.starts), col(Funding.id))
    )
    return [
        Grant(row.granted_cents or 0, row.starts, row.ends, row.lever_set)
        for row in rows
        if row.starts and row.ends
    ]


def owed(session: Session, today: date) -> list[tuple[FundingReport, Funding]]:
    """Return the reports late or due soon, the most pressing first."""
    rows = session.exec(
        select(FundingReport, Funding)
        .join(Funding, col(Funding.id) == col(FundingReport.funding_id))
        .where(
            col(FundingReport.sent_on).is_(None),
            col(FundingReport.due_on) <= today + TOLD_BEFORE,
            col(Funding.status).in_(WON),
        )
        .order_by(col(FundingReport.due_on), col(FundingReport.id))
    )
    return [(row[0], row[1]) for row in rows]


def to_file(session: Session, today: date) -> list[Funding]:
    """Return the applications whose last day to file is near or past."""
    rows = session.exec(
        select(Funding)
        .where(
            col(Funding.status) == FundingStatus.IDEA, col(Funding.file_by) <= today + TOLD_BEFORE
        )
        .order_by(col(Funding.file_by), col(Funding.id))
    )
    return list(rows)
