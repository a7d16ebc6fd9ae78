"""What the team entered of each family."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.base.core.errors import NotFound
from app.catalog.models import Family
from app.feasibility.models import (
    Assumption,
    FeasibilityAssumption,
    FeasibilityDecision,
    FeasibilityPlayer,
    FeasibilitySheet,
    Side,
)
from app.feasibility.rules.sheets import TOLD_BEFORE, PlayerFacts


def every_assumption(
    session: Session,
) -> Mapping[Family, dict[Assumption, FeasibilityAssumption]]:
    """Return what is assumed of each family, in one statement."""
    found: dict[Family, dict[Assumption, FeasibilityAssumption]] = {each: {} for each in Family}
    rows = session.exec(
        select(FeasibilityAssumption).order_by(
            col(FeasibilityAssumption.family), col(FeasibilityAssumption.kind)
        )
    )
    for row in rows:
        found[row.family][row.kind] = row
    return found


def assumptions(session: Session, family: Family) -> dict[Assumption, FeasibilityAssumption]:
    """Return what is assumed of a family."""
    query = select(FeasibilityAssumption).where(col(FeasibilityAssumption.family) == family)
    rows = session.exec(query.order_by(col(FeasibilityAssumption.kind)))
    return {row.kind: row for row in rows}


def locked_assumption(
    session: Session, family: Family, kind: Assumption
) -> FeasibilityAssumption | None:
    """Return an assumption for one hand at a time, as it is now."""
    query = select(FeasibilityAssumption).where(
        col(FeasibilityAssumption.family) == family, col(FeasibilityAssumption.kind) == kind
    )
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(fresh).first()


def sheet(session: Session, family: Family) -> FeasibilitySheet | None:
    """Return what is noted of a family's market, if anything is."""
    return session.get(FeasibilitySheet, family)


def locked_sheet(session: Session, family: Family) -> FeasibilitySheet:
    """Return a market's sheet that exists, for one hand at a time, as it is now."""
    query = select(FeasibilitySheet).where(col(FeasibilitySheet.family) == family)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(fresh).one()


def players(session: Session, family: Family) -> list[FeasibilityPlayer]:
    """Return who takes, buys or competes, in the order they are read."""
    query = select(FeasibilityPlayer).where(col(FeasibilityPlayer.family) == family)
    order = (col(FeasibilityPlayer.side), col(FeasibilityPlayer.name), col(FeasibilityPlayer.id))
    return list(session.exec(query.order_by(*order)))


def player(session: Session, family: Family, player_id: UUID) -> FeasibilityPlayer:
    """Return somebody noted for a family. Raises NotFound, for another family's too."""
    found = session.get(FeasibilityPlayer, player_id)
    if found is None or found.family is not family:
        raise NotFound
    return found


def player_like(session: Session, family: Family, facts: PlayerFacts) -> UUID | None:
    """Return whom a family has already on that side, the same structure or the same name."""
    query = select(FeasibilityPlayer.id).where(
        col(FeasibilityPlayer.family) == family, col(FeasibilityPlayer.side) == facts.side
    )
    if facts.organisation_id is not None:
        same = col(FeasibilityPlayer.organisation_id) == facts.organisation_id
    else:
        same = col(FeasibilityPlayer.name) == facts.name
    return session.exec(query.where(same)).first()


def sides(session: Session) -> Mapping[tuple[Family, Side], int]:
    """Return how many are noted on each side of each family."""
    rows = session.execute(
        sa.select(
            col(FeasibilityPlayer.family),
            col(FeasibilityPlayer.side),
            func.count(col(FeasibilityPlayer.id)),
        ).group_by(col(FeasibilityPlayer.family), col(FeasibilityPlayer.side))
    )
    return {(family, side): count for family, side, count in rows}


def decisions(session: Session, family: Family) -> list[FeasibilityDecision]:
    """Return what was decided of a family, the last first."""
    query = select(FeasibilityDecision).where(col(FeasibilityDecision.family) == family)
    return list(session.exec(query.order_by(col(FeasibilityDecision.number).desc())))


def last_decision(session: Session, family: Family) -> FeasibilityDecision | None:
    """Return the decision that holds for a family."""
    query = select(FeasibilityDecision).where(col(FeasibilityDecision.family) == family)
    return session.exec(query.order_by(col(FeasibilityDecision.number).desc()).limit(1)).first()


def last_decisions(session: Session) -> Mapping[Family, FeasibilityDecision]:
    """Return the decision that holds for each family, in one statement."""
    last = (
        sa.select(
            col(FeasibilityDecision.family), func.max(col(FeasibilityDecision.number)).label("n")
        )
        .group_by(col(FeasibilityDecision.family))
        .subquery()
    )
    query = select(FeasibilityDecision).join(
        last,
        sa.and_(
            col(FeasibilityDecision.family) == last.c.family,
            col(FeasibilityDecision.number) == last.c.n,
        ),
    )
    return {row.family: row for row in session.exec(query.order_by(last.c.family))}


def to_review(session: Session, today: date) -> list[FeasibilityDecision]:
    """Return the decisions that hold and are to be looked at again soon, or should have been."""
    latest = today + TOLD_BEFORE
    found = [
        row
        for row in last_decisions(session).values()
        if row.review_on is not None and row.review_on <= latest
    ]
    return sorted(found, key=lambda row: (row.review_on, row.family))
