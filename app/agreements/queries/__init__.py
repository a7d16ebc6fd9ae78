"""What the room reads of one agreement, one structure, one page of arrangements."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.agreements.models import (
    Agreement,
    AgreementEvent,
    AgreementPaper,
    AgreementStatus,
    Article,
    Commitment,
)
from app.agreements.rules.sheets import Other
from app.agreements.rules.states import LIVING
from app.base.core.errors import NotFound

SHARED = frozenset(AgreementStatus) - {AgreementStatus.PROJECT}
"""What its structure sees: a project is still ours alone."""


def agreement(session: Session, agreement_id: UUID) -> Agreement:
    """Return an agreement that was not given up. Raises NotFound."""
    found = session.get(Agreement, agreement_id)
    if found is None or found.dropped_at is not None:
        raise NotFound
    return found


def shared_agreement(session: Session, agreement_id: UUID, organisation_id: UUID) -> Agreement:
    """Return an agreement that a structure may see as its own. Raises NotFound for any other."""
    found = agreement(session, agreement_id)
    if found.organisation_id != organisation_id or found.status not in SHARED:
        raise NotFound
    return found


def of_structure(
    session: Session, organisation_id: UUID, *, shared: bool = False
) -> list[Agreement]:
    """Return a structure's agreements, amendments included, the newest first."""
    query = select(Agreement).where(
        col(Agreement.organisation_id) == organisation_id, col(Agreement.dropped_at).is_(None)
    )
    if shared:
        query = query.where(col(Agreement.status).in_(SHARED))
    order = (col(Agreement.starts_on).desc(), col(Agreement.reference).desc(), col(Agreement.id))
    return list(session.exec(query.order_by(*order)))


def amendments(session: Session, agreement_id: UUID) -> list[Agreement]:
    """Return the amendments of an agreement, the first one first."""
    return list(
        session.exec(
            select(Agreement)
            .where(col(Agreement.parent_id) == agreement_id, col(Agreement.dropped_at).is_(None))
            .order_by(col(Agreement.starts_on), col(Agreement.reference), col(Agreement.id))
        )
    )


def successor(session: Session, agreement_id: UUID) -> Agreement | None:
    """Return the agreement that takes the place of another one."""
    return session.exec(
        select(Agreement)
        .where(col(Agreement.replaces_id) == agreement_id, col(Agreement.dropped_at).is_(None))
        .order_by(col(Agreement.created_at).desc(), col(Agreement.id))
        .limit(1)
    ).first()


def others(session: Session, organisation_id: UUID, without: Collection[UUID]) -> list[Other]:
    """Return the living agreements of a structure, to compare with a new one."""
    rows = session.exec(
        select(Agreement)
        .where(
            col(Agreement.organisation_id) == organisation_id,
            col(Agreement.parent_id).is_(None),
            col(Agreement.status).in_(LIVING),
            col(Agreement.id).not_in(without),
        )
        .order_by(col(Agreement.starts_on), col(Agreement.id))
    )
    return [
        Other(row.id, row.reference, row.kind, row.title, row.starts_on, row.last_day)
        for row in rows
    ]


def articles(session: Session, agreement_id: UUID) -> list[Article]:
    """Return the articles of an agreement in their order."""
    return list(
        session.exec(
            select(Article)
            .where(col(Article.agreement_id) == agreement_id)
            .order_by(col(Article.position), col(Article.id))
        )
    )


def commitments(session: Session, agreement_id: UUID) -> list[Commitment]:
    """Return the commitments written in an agreement, ours first."""
    return list(
        session.exec(
            select(Commitment)
            .where(col(Commitment.agreement_id) == agreement_id)
            .order_by(col(Commitment.side), col(Commitment.position), col(Commitment.id))
        )
    )


def papers(session: Session, agreement_id: UUID) -> list[AgreementPaper]:
    """Return the signed copies deposited, the newest first."""
    return list(
        session.exec(
            select(AgreementPaper)
            .where(col(AgreementPaper.agreement_id) == agreement_id)
            .order_by(col(AgreementPaper.added_at).desc(), col(AgreementPaper.id))
        )
    )


def paper(session: Session, agreement_id: UUID, paper_id: UUID) -> AgreementPaper:
    """Return one signed copy of an agreement. Raises NotFound."""
    found = session.get(AgreementPaper, paper_id)
    if found is None or found.agreement_id != agreement_id:
        raise NotFound
    return found


def events(session: Session, agreement_id: UUID) -> Sequence[AgreementEvent]:
    """Return what happened to an agreement, the newest first."""
    return session.exec(
        select(AgreementEvent)
        .where(col(AgreementEvent.agreement_id) == agreement_id)
        .order_by(col(AgreementEvent.at).desc(), col(AgreementEvent.id))
    ).all()


def locked(session: Session, row: Agreement) -> None:
    """Read an agreement again, locked until the commit."""
    session.refresh(row, with_for_update=True)
