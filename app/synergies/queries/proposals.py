"""What is read of proposals: one, lists, who has to answer, who is written to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from app.base.core import clock
from app.base.core.errors import NotFound
from app.base.core.text import fold
from app.partners.models import Contact, Organisation
from app.synergies.models import (
    Domain,
    ProposalStatus,
    Side,
    SynergyEntry,
    SynergyEvent,
    SynergyProposal,
)
from app.synergies.rules.proposals import ASKED, LIVE, OPEN, REMINDED_AFTER

Listed = sa.Select[*tuple[Any, ...]]
"""A query of pairs: SQLAlchemy counts the columns in its types, a list that narrows cannot."""
NEED: Final = aliased(SynergyEntry)
OFFER: Final = aliased(SynergyEntry)


@dataclass(frozen=True)
class Pair:
    """A proposal with its two entries."""

    row: SynergyProposal
    need: SynergyEntry
    offer: SynergyEntry

    def of(self, side: Side) -> SynergyEntry:
        """Return the entry of one side."""
        return self.need if side is Side.NEED else self.offer

    def side_of(self, organisation_id: UUID) -> Side | None:
        """Return which side a structure is, or None."""
        return next((s for s in Side if self.of(s).organisation_id == organisation_id), None)


@dataclass(frozen=True)
class Asked:
    """What a list of proposals asks; None asks nothing."""

    status: ProposalStatus | None = None
    domain: Domain | None = None
    organisation_id: UUID | None = None
    entry_id: UUID | None = None
    words: str = ""
    """In the name of one of the two structures."""


def pair(session: Session, proposal_id: UUID) -> Pair:
    """Return a proposal and its entries. Raises NotFound."""
    found = session.execute(_pairs().where(col(SynergyProposal.id) == proposal_id)).one_or_none()
    if found is None:
        raise NotFound
    return Pair(*found)


def pair_of(session: Session, proposal_id: UUID, organisation_id: UUID) -> tuple[Pair, Side]:
    """Return a proposal and the side that a structure is. Raises NotFound for any other's."""
    found = pair(session, proposal_id)
    side = found.side_of(organisation_id)
    if side is None:
        raise NotFound
    return found, side


def live(session: Session, need_id: UUID, offer_id: UUID) -> SynergyProposal | None:
    """Return the live proposal of two entries."""
    query = select(SynergyProposal).where(
        col(SynergyProposal.need_id) == need_id,
        col(SynergyProposal.offer_id) == offer_id,
        col(SynergyProposal.status).in_(LIVE),
    )
    return session.exec(query).one_or_none()


def listed(asked: Asked) -> Listed:
    """Return the query of a list of pairs, without its order."""
    query = _pairs()
    if asked.status is not None:
        query = query.where(col(SynergyProposal.status) == asked.status)
    if asked.domain is not None:
        query = query.where(col(NEED.domain) == asked.domain)
    if asked.organisation_id is not None:
        owner = asked.organisation_id
        owned = sa.or_(col(NEED.organisation_id) == owner, col(OFFER.organisation_id) == owner)
        query = query.where(owned)
    for word in fold(asked.words).split()[:6]:
        named = sa.select(col(Organisation.id)).where(col(Organisation.folded).contains(word))
        query = query.where(
            sa.or_(col(NEED.organisation_id).in_(named), col(OFFER.organisation_id).in_(named))
        )
    if asked.entry_id is not None:
        query = query.where(_leans_on(asked.entry_id))
    return query


def count(session: Session, query: Listed) -> int:
    """Return how many rows a list has."""
    ids = query.with_only_columns(col(SynergyProposal.id))
    return session.execute(sa.select(func.count()).select_from(ids.subquery())).scalar_one()


def lines(
    session: Session, query: Listed, *, limit: int | None = None, offset: int = 0
) -> list[Pair]:
    """Return one page of a list, the newest first."""
    newest = query.order_by(col(SynergyProposal.proposed_at).desc(), col(SynergyProposal.id))
    return [Pair(*found) for found in session.execute(newest.limit(limit).offset(offset))]


def latest(
    session: Session, entry_id: UUID, others: Collection[UUID]
) -> dict[UUID, SynergyProposal]:
    """Return, by the other entry's id, the last proposal between an entry and some others."""
    named = sa.or_(
        col(SynergyProposal.need_id).in_(others), col(SynergyProposal.offer_id).in_(others)
    )
    query = select(SynergyProposal).where(_leans_on(entry_id), named)
    ordered = query.order_by(col(SynergyProposal.proposed_at), col(SynergyProposal.id))
    return {
        row.offer_id if row.need_id == entry_id else row.need_id: row
        for row in session.exec(ordered)
    }


def any_on(session: Session, entry_id: UUID) -> bool:
    """Tell whether any proposal leans on an entry, even one that is over."""
    query = select(SynergyProposal.id).where(_leans_on(entry_id)).limit(1)
    return session.exec(query).first() is not None


def on(
    session: Session, entry_id: UUID, states: Collection[ProposalStatus]
) -> list[SynergyProposal]:
    """Return the proposals in some states that lean on an entry."""
    query = select(SynergyProposal).where(
        _leans_on(entry_id), col(SynergyProposal.status).in_(states)
    )
    return list(session.exec(query.order_by(col(SynergyProposal.id))))


def between(session: Session, one: UUID, other: UUID) -> list[SynergyProposal]:
    """Return the live proposals between two structures."""
    query = (
        select(SynergyProposal)
        .join(NEED, col(NEED.id) == col(SynergyProposal.need_id))
        .join(OFFER, col(OFFER.id) == col(SynergyProposal.offer_id))
        .where(
            col(SynergyProposal.status).in_(LIVE),
            col(NEED.organisation_id).in_((one, other)),
            col(OFFER.organisation_id).in_((one, other)),
        )
    )
    return list(session.exec(query.order_by(col(SynergyProposal.id))))


def unanswered(session: Session, today: date, *, limit: int | None = None) -> list[Pair]:
    """Return what was asked some days ago and somebody did not answer, the oldest first."""
    query = _pairs().where(
        col(SynergyProposal.status).in_(ASKED),
        col(SynergyProposal.proposed_at) < _midnight(today - REMINDED_AFTER, after=1),
    )
    ordered = query.order_by(col(SynergyProposal.proposed_at), col(SynergyProposal.id))
    return [Pair(*found) for found in session.execute(ordered.limit(limit))]


def results_due(
    session: Session, today: date, *, unasked: bool = False, limit: int | None = None
) -> list[Pair]:
    """Return the open matches whose results are due; `unasked`: nobody was asked for them yet."""
    query = _pairs().where(
        col(SynergyProposal.status).in_(OPEN), col(SynergyProposal.result_due_on) <= today
    )
    if unasked:
        query = query.where(col(SynergyProposal.result_asked_at).is_(None))
    ordered = query.order_by(col(SynergyProposal.result_due_on), col(SynergyProposal.id))
    return [Pair(*found) for found in session.execute(ordered.limit(limit))]


def overdue(session: Session, today: date) -> list[Pair]:
    """Return what nobody answered in time."""
    query = _pairs().where(
        col(SynergyProposal.status).in_(ASKED), col(SynergyProposal.answer_by) < today
    )
    return [Pair(*found) for found in session.execute(query.order_by(col(SynergyProposal.id)))]


def left(session: Session) -> list[SynergyProposal]:
    """Return the proposals that still name a contact who has left or whose name was erased."""
    gone = sa.or_(col(Contact.until).is_not(None), col(Contact.erased_at).is_not(None))
    ids = sa.select(col(Contact.id)).where(gone)
    query = select(SynergyProposal).where(
        sa.or_(
            col(SynergyProposal.need_contact_id).in_(ids),
            col(SynergyProposal.offer_contact_id).in_(ids),
        )
    )
    return list(session.exec(query.order_by(col(SynergyProposal.id))))


def events(session: Session, proposal_id: UUID) -> list[SynergyEvent]:
    """Return what happened to a proposal, the oldest first."""
    query = select(SynergyEvent).where(col(SynergyEvent.proposal_id) == proposal_id)
    return list(session.exec(query.order_by(col(SynergyEvent.number))))


def taken(session: Session, entry: SynergyEntry) -> int:
    """Return how much proposals take of an entry, in thousandths of its unit."""
    states = set(LIVE) if entry.recurring else {*LIVE, ProposalStatus.WITH_RESULT}
    total = func.coalesce(func.sum(SynergyProposal.quantity), 0)
    query = sa.select(total).where(_leans_on(entry.id), col(SynergyProposal.status).in_(states))
    return int(session.execute(query).scalar_one())


def _pairs() -> Listed:
    query: Listed = (
        sa.select(SynergyProposal, NEED, OFFER)
        .join(NEED, col(NEED.id) == col(SynergyProposal.need_id))
        .join(OFFER, col(OFFER.id) == col(SynergyProposal.offer_id))
    )
    return query


def _leans_on(entry_id: UUID) -> sa.ColumnElement[bool]:
    return sa.or_(
        col(SynergyProposal.need_id) == entry_id, col(SynergyProposal.offer_id) == entry_id
    )


def _midnight(day: date, *, after: int = 0) -> datetime:
    return clock.instant(date.fromordinal(day.toordinal() + after), time(0))
