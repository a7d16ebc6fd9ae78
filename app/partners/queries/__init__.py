"""What the register reads: one structure, its parts, names to choose from."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.base.core.errors import NotFound
from app.partners.models import Contact, Member, Organisation, Site


def organisation(session: Session, organisation_id: UUID) -> Organisation:
    """Return a structure. Raises NotFound."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found


def names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of some structures."""
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids))
    )
    return {row.id: row.name for row in rows}


def choices(session: Session) -> list[tuple[UUID, str]]:
    """Return every open structure to choose from, by name."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(col(Organisation.closed_at).is_(None))
        .order_by(col(Organisation.folded), col(Organisation.id))
    )
    return [(row.id, row.name) for row in rows]


def sites(session: Session, organisation_id: UUID) -> list[Site]:
    """Return the open sites of a structure, the main one first."""
    return list(
        session.exec(
            select(Site)
            .where(col(Site.organisation_id) == organisation_id, col(Site.closed_at).is_(None))
            .order_by(col(Site.main).desc(), col(Site.name), col(Site.id))
        )
    )


def contacts(session: Session, organisation_id: UUID, *, former: bool = False) -> list[Contact]:
    """Return the contacts of a structure, relay persons first; `former` adds those who left."""
    query = select(Contact).where(col(Contact.organisation_id) == organisation_id)
    if not former:
        query = query.where(col(Contact.until).is_(None))
    ordered = query.order_by(
        col(Contact.until).is_not(None),
        col(Contact.relay).desc(),
        col(Contact.name),
        col(Contact.id),
    )
    return list(session.exec(ordered))


def member(session: Session, account_id: UUID) -> Member | None:
    """Return what an account may do in a structure's own space, or None."""
    return session.get(Member, account_id)


def members(session: Session, organisation_id: UUID) -> list[tuple[str, Member]]:
    """Return who may enter a structure's own space: (name, what they may do), by name."""
    rows = session.execute(
        select(Account.name, Member)
        .join(Member, col(Member.account_id) == col(Account.id))
        .where(col(Member.organisation_id) == organisation_id, col(Account.active))
        .order_by(col(Account.name), col(Account.id))
    )
    return [(name, row) for name, row in rows]
