"""Agreements of which something may have to be told today."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, col, select

from app.agreements.models import Agreement, Commitment, CommitmentEntry, EntryStatus
from app.agreements.models import AgreementStatus as S
from app.agreements.rules.states import DRAFTS, LIVING
from app.agreements.rules.terms import BEFORE_NOTICE, SOON_DAYS
from app.partners.models import Organisation

FORGOTTEN_AFTER = timedelta(days=365)
"""An agreement that ended longer ago is told no more."""
_TOLD: Any = (
    Agreement.organisation_id,
    Agreement.parent_id,
    Agreement.reference,
    Agreement.status,
    Agreement.status_since,
    Agreement.starts_on,
    Agreement.ends_on,
    Agreement.amended_ends_on,
    Agreement.notice,
    Agreement.notice_unit,
    Agreement.renewal_months,
    Agreement.renewals_most,
    Agreement.our_signed_on,
    Agreement.their_signed_on,
    Agreement.stopped_on,
    Agreement.settled_at,
    Agreement.unread_since,
)
"""What a line is made of: never the text, which is most of an agreement."""


class Waiting(NamedTuple):
    """The oldest entry of a commitment that waits for our yes, and how many wait."""

    id: UUID
    commitment_id: UUID
    added_at: datetime
    many: int
    title: str
    organisation_id: UUID
    name: str


def candidates(session: Session, today: date) -> list[tuple[Agreement, str]]:
    """Return agreements in somebody's hands, near their end, or ended without a follow-up.

    Dates kept by the daily job only widen the choice: they are behind, never ahead.
    """
    ending = (
        (col(Agreement.term_ends_on) <= today + timedelta(days=SOON_DAYS))
        | (col(Agreement.decide_by) <= today + BEFORE_NOTICE)
    ) & col(Agreement.status).in_(LIVING)
    over = (col(Agreement.status) == S.EXPIRED) & (
        col(Agreement.last_day) >= today - FORGOTTEN_AFTER
    )
    open_ended = col(Agreement.parent_id).is_(None) & col(Agreement.settled_at).is_(None)
    query = (
        select(Agreement, Organisation.name)
        .options(orm.load_only(*_TOLD, raiseload=True))
        .join(Organisation, col(Organisation.id) == col(Agreement.organisation_id))
        .where(
            col(Agreement.dropped_at).is_(None),
            col(Agreement.status).in_(DRAFTS)
            | col(Agreement.unread_since).is_not(None)
            | (open_ended & (ending | over)),
        )
        .order_by(col(Agreement.id))
    )
    return [(row, name) for row, name in session.exec(query)]


def followed(session: Session) -> set[Any]:
    """Return the ids of agreements that another one takes the place of."""
    return set(
        session.exec(
            select(Agreement.replaces_id).where(
                col(Agreement.replaces_id).is_not(None), col(Agreement.dropped_at).is_(None)
            )
        )
    )


def to_settle(session: Session, today: date) -> list[Agreement]:
    """Return the living agreements whose dates have moved on: begun, renewed or ended."""
    return list(
        session.exec(
            select(Agreement)
            .where(
                col(Agreement.status).in_(LIVING),
                (col(Agreement.status) == S.SIGNED) & (col(Agreement.starts_on) <= today)
                | (col(Agreement.last_day) < today)
                | (col(Agreement.parent_id).is_(None) & (col(Agreement.term_ends_on) < today)),
            )
            .order_by(col(Agreement.starts_on), col(Agreement.id))
            .with_for_update()
        )
    )


def proposed(session: Session) -> list[Waiting]:
    """Return, for each signed commitment, the oldest entry that waits for our yes."""
    first = (
        sa.select(
            col(CommitmentEntry.commitment_id).label("commitment"),
            sa.func.min(col(CommitmentEntry.added_at)).label("since"),
            sa.func.count().label("many"),
        )
        .where(col(CommitmentEntry.status) == EntryStatus.PROPOSED)
        .group_by(col(CommitmentEntry.commitment_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(
            col(CommitmentEntry.id),
            col(CommitmentEntry.commitment_id),
            col(CommitmentEntry.added_at),
            first.c.many,
            col(Commitment.title),
            col(Agreement.organisation_id),
            col(Organisation.name),
        )
        .join(
            first,
            (first.c.commitment == col(CommitmentEntry.commitment_id))
            & (first.c.since == col(CommitmentEntry.added_at)),
        )
        .join(Commitment, col(Commitment.id) == col(CommitmentEntry.commitment_id))
        .join(Agreement, col(Agreement.id) == col(Commitment.agreement_id))
        .join(Organisation, col(Organisation.id) == col(Agreement.organisation_id))
        .where(col(Agreement.signed_at).is_not(None))
        .order_by(col(CommitmentEntry.id))
    )
    seen: dict[UUID, Waiting] = {}
    for row in rows:
        seen.setdefault(row.commitment_id, Waiting(*row))
    return list(seen.values())
