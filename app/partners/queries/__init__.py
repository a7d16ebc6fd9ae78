"""What the register reads: one structure, its parts, names to choose from."""

from collections.abc import Collection
from datetime import date, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.base.core import clock
from app.base.core.errors import NotFound
from app.catalog.models import Family
from app.partners.models import Contact, Member, Organisation, Paper, Site, Supply


def organisation(session: Session, organisation_id: UUID) -> Organisation:
    """Return a structure. Raises NotFound."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found


def with_siret(session: Session, siret: str) -> UUID | None:
    """Return which structure has a number."""
    query = select(Organisation.id).where(col(Organisation.siret) == siret)
    return session.exec(query).one_or_none()


def names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of some structures."""
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids))
    )
    return {row.id: row.name for row in rows}


def named(session: Session, organisation_id: UUID | None) -> Organisation | None:
    """Return the structure that a row names, if it names one."""
    return session.get(Organisation, organisation_id) if organisation_id else None


def ancestors(session: Session, organisation_id: UUID) -> dict[UUID, UUID | None]:
    """Return who depends on whom, from a structure up to the top of its group."""
    found: dict[UUID, UUID | None] = {}
    above: UUID | None = organisation_id
    while above is not None and above not in found:
        query = select(Organisation.parent_id).where(col(Organisation.id) == above)
        found[above] = session.execute(query).scalar_one_or_none()
        above = found[above]
    return found


def subsidiaries(session: Session, organisation_id: UUID) -> list[Organisation]:
    """Return the structures of a group that are followed, by name."""
    query = select(Organisation).where(
        col(Organisation.parent_id) == organisation_id, col(Organisation.closed_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Organisation.folded), col(Organisation.id))))


def merged_into(session: Session, organisation_id: UUID) -> list[UUID]:
    """Return the structures that were merged into one."""
    query = select(Organisation.id).where(col(Organisation.merged_into_id) == organisation_id)
    return list(session.exec(query.order_by(col(Organisation.id))))


def introduced(session: Session, organisation_id: UUID) -> list[Organisation]:
    """Return the structures that one introduced to us, by name."""
    query = select(Organisation).where(
        col(Organisation.introduced_by_id) == organisation_id,
        col(Organisation.closed_at).is_(None),
    )
    return list(session.exec(query.order_by(col(Organisation.folded), col(Organisation.id))))


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


def closed_sites(session: Session, organisation_id: UUID) -> list[Site]:
    """Return the places that a structure has left, the last first."""
    query = select(Site).where(
        col(Site.organisation_id) == organisation_id, col(Site.closed_at).is_not(None)
    )
    return list(session.exec(query.order_by(col(Site.closed_at).desc(), col(Site.id))))


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


def site(session: Session, organisation_id: UUID, site_id: UUID) -> Site:
    """Return a site of a structure. Raises NotFound."""
    found = session.get(Site, site_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    return found


def contact(session: Session, organisation_id: UUID, contact_id: UUID) -> Contact:
    """Return a contact of a structure. Raises NotFound."""
    found = session.get(Contact, contact_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    return found


def contacts_to_erase(session: Session, before: date) -> list[Contact]:
    """Return the contacts who left, or whose structure was closed, before a day."""
    instant = clock.instant(before, time(0))
    left = col(Contact.until) < before
    closed = sa.and_(col(Contact.until).is_(None), col(Organisation.closed_at) < instant)
    query = (
        select(Contact)
        .join(Organisation, col(Organisation.id) == col(Contact.organisation_id))
        .where(col(Contact.erased_at).is_(None), sa.or_(left, closed))
    )
    return list(session.exec(query.order_by(col(Contact.id))))


def papers(session: Session, organisation_id: UUID, *, shared: bool | None = None) -> list[Paper]:
    """Return the papers of a structure, the newest first, those withdrawn last.

    `shared` True gives only those that the structure sees.
    """
    query = select(Paper).where(col(Paper.organisation_id) == organisation_id)
    if shared:
        query = query.where(col(Paper.shared), col(Paper.withdrawn_at).is_(None))
    ordered = query.order_by(
        col(Paper.withdrawn_at).is_not(None), col(Paper.added_at).desc(), col(Paper.id)
    )
    return list(session.exec(ordered))


def paper(
    session: Session, organisation_id: UUID, paper_id: UUID, *, shared: bool = False
) -> Paper:
    """Return a paper of a structure that was not withdrawn; `shared`: that it may see.

    Raises NotFound.
    """
    found = session.get(Paper, paper_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    if found.withdrawn_at is not None or (shared and not found.shared):
        raise NotFound
    return found


def supplies(session: Session, organisation_id: UUID) -> list[Supply]:
    """Return what a structure could give, the last year first."""
    query = select(Supply).where(col(Supply.organisation_id) == organisation_id)
    return list(session.exec(query.order_by(col(Supply.year).desc(), col(Supply.family))))


def supply(session: Session, organisation_id: UUID, year: int, family: Family) -> Supply | None:
    """Return the estimate for one year and family."""
    return session.exec(
        select(Supply).where(
            col(Supply.organisation_id) == organisation_id,
            col(Supply.year) == year,
            col(Supply.family) == family,
        )
    ).one_or_none()


def supply_of(session: Session, organisation_id: UUID, supply_id: UUID) -> Supply:
    """Return an estimate of a structure. Raises NotFound."""
    found = session.get(Supply, supply_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    return found
