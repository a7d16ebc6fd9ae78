"""Who stands behind an entry: its structure, whom it may open, to whom one writes."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.partners.models import Contact, Member, MemberRole, Organisation

EDITORS: Final = (MemberRole.MANAGER, MemberRole.HEAD)
"""Who answers in the name of a structure."""


def contact(session: Session, contact_id: UUID | None) -> Contact | None:
    """Return the contact that a side opens."""
    return session.get(Contact, contact_id) if contact_id else None


def contacts(session: Session, organisation_id: UUID) -> list[Contact]:
    """Return whom a structure may open: still there, agreed to be written to, reachable."""
    query = select(Contact).where(
        col(Contact.organisation_id) == organisation_id,
        col(Contact.until).is_(None),
        col(Contact.erased_at).is_(None),
        col(Contact.consent_on).is_not(None),
        sa.or_(col(Contact.email) != "", col(Contact.phone) != ""),
    )
    return list(
        session.exec(query.order_by(col(Contact.relay).desc(), col(Contact.name), col(Contact.id)))
    )


def written_to(session: Session, organisation_id: UUID) -> list[str]:
    """Return the addresses that a structure is written to at, each once.

    Its members who answer in its own space, and the contacts who agreed to be written to: its
    relay persons, or all of them when it has none. Nobody of a structure that is followed no more.
    """
    if session.get_one(Organisation, organisation_id).closed_at is not None:
        return []
    members = session.execute(
        sa.select(col(Account.email))
        .join(Member, col(Member.account_id) == col(Account.id))
        .where(
            col(Member.organisation_id) == organisation_id,
            col(Member.role).in_(EDITORS),
            col(Account.active),
        )
        .order_by(col(Account.email))
    ).scalars()
    people = [each for each in contacts(session, organisation_id) if each.email]
    relays = [each for each in people if each.relay]
    found = [*members, *(each.email for each in relays or people)]
    return list({address.casefold(): address for address in found}.values())


def structures(session: Session, ids: Collection[UUID]) -> dict[UUID, Organisation]:
    """Return some structures by id."""
    query = select(Organisation).where(col(Organisation.id).in_(ids))
    return {row.id: row for row in session.exec(query)}
