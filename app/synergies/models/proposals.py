"""The putting in touch of a need and an offer, what each side said, and what happened."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.core import clock
from app.base.db import enum
from app.synergies.models.words import Manner, ProposalStatus, Side

LIVE = sa.text("status IN ('proposee', 'acceptee', 'ouverte', 'en-cours')")
_BOTH = "status NOT IN ('ouverte', 'en-cours', 'avec-resultat', 'sans-resultat')"


def _of_each(check: str) -> str:
    """Return a check for the need's columns and the same for the offer's."""
    return " AND ".join(f"({check.replace('?', side)})" for side in ("need", "offer"))


class SynergyProposal(SQLModel, table=True):
    """A need and an offer whose structures are asked whether they want to know each other.

    Each side says yes by itself (`*_yes_at`, `*_how`) and names the contact that the other one
    may see once both said yes; it may take that back (`*_back_at`). `quantity` is in thousandths
    of the entries' unit. One live proposal per pair, by an index.
    """

    __tablename__ = "synergy_proposal"
    __table_args__ = (
        sa.CheckConstraint("need_id <> offer_id", name="two_entries"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint(
            "status <> 'proposee' OR (need_yes_at IS NULL AND offer_yes_at IS NULL)", name="no_yes"
        ),
        sa.CheckConstraint(
            "status <> 'acceptee' OR (need_yes_at IS NULL) <> (offer_yes_at IS NULL)",
            name="one_yes",
        ),
        sa.CheckConstraint(
            f"{_BOTH} OR (need_yes_at IS NOT NULL AND offer_yes_at IS NOT NULL"
            " AND opened_at IS NOT NULL AND result_due_on IS NOT NULL)",
            name="both_yes",
        ),
        sa.CheckConstraint(_of_each("(?_yes_at IS NULL) = (?_how IS NULL)"), name="yes_with_how"),
        sa.CheckConstraint(
            _of_each("?_yes_at IS NOT NULL OR (?_contact_id IS NULL AND ?_back_at IS NULL)"),
            name="contact_after_yes",
        ),
        sa.CheckConstraint(
            _of_each("?_back_at IS NULL OR ?_contact_id IS NULL"), name="taken_back_shows_nobody"
        ),
        sa.CheckConstraint(
            "(status = 'declinee') = (declined_side IS NOT NULL)", name="declined_by_somebody"
        ),
        sa.CheckConstraint(
            "status NOT IN ('declinee', 'retiree', 'sans-resultat') OR length(reason) > 0",
            name="reason",
        ),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.Index(
            "uq_synergy_proposal_live",
            "need_id",
            "offer_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        sa.Index("ix_synergy_proposal_answers", "status", "answer_by"),
        sa.Index("ix_synergy_proposal_results", "status", "result_due_on"),
        sa.Index("ix_synergy_proposal_newest", "proposed_at", "id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    need_id: UUID = Field(foreign_key="synergy_entry.id", index=True)
    offer_id: UUID = Field(foreign_key="synergy_entry.id", index=True)
    status: ProposalStatus = Field(
        default=ProposalStatus.PROPOSED, sa_column=sa.Column(enum(ProposalStatus), nullable=False)
    )
    quantity: int | None = Field(default=None, sa_type=sa.BigInteger)
    asked_side: Side | None = Field(
        default=None, sa_column=sa.Column(enum(Side, "asked_side"), nullable=True)
    )
    """Which structure asked for it; None: staff proposed it."""
    proposed_at: datetime = Field(default_factory=clock.now)
    answer_by: date
    """The last day to answer; the day after, it lapses by itself."""
    reminded_at: datetime | None = None
    need_yes_at: datetime | None = None
    need_how: Manner | None = Field(
        default=None, sa_column=sa.Column(enum(Manner, "need_how"), nullable=True)
    )
    need_contact_id: UUID | None = Field(
        default=None, foreign_key="organisation_contact.id", index=True, ondelete="SET NULL"
    )
    need_back_at: datetime | None = None
    offer_yes_at: datetime | None = None
    offer_how: Manner | None = Field(
        default=None, sa_column=sa.Column(enum(Manner, "offer_how"), nullable=True)
    )
    offer_contact_id: UUID | None = Field(
        default=None, foreign_key="organisation_contact.id", index=True, ondelete="SET NULL"
    )
    offer_back_at: datetime | None = None
    declined_side: Side | None = Field(
        default=None, sa_column=sa.Column(enum(Side, "declined_side"), nullable=True)
    )
    reason: str = Field(default="", max_length=500)
    """Why it was declined, withdrawn, or came to nothing."""
    opened_at: datetime | None = None
    result_due_on: date | None = None
    result_asked_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1


class SynergyEvent(SQLModel, table=True):
    """What happened to a proposal, when and by whose hand; rows are never changed."""

    __tablename__ = "synergy_event"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    proposal_id: UUID = Field(foreign_key="synergy_proposal.id")
    number: int
    """The version that the proposal has after it: two hands never make the same."""
    verb: str = Field(max_length=30)
    status: ProposalStatus = Field(sa_column=sa.Column(enum(ProposalStatus), nullable=False))
    """Where the proposal stands after it."""
    side: Side | None = Field(default=None, sa_column=sa.Column(enum(Side), nullable=True))
    """Whose answer it is."""
    actor: str = Field(max_length=120)
    at: datetime
