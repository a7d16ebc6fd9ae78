"""What the partnerships read: one structure's partnership, its sheets, its events, who owns what."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Account, AccountRole, Role
from app.base.core.errors import NotFound
from app.partners.models import Contact, Organisation
from app.partnerships.models import (
    Partnership,
    PartnershipEvent,
    PartnershipReason,
    PartnershipSheet,
    SheetKind,
    Standing,
)
from app.partnerships.rules.times import Mark

OWNERS = (
    Role.PARTNERSHIPS,
    Role.DIRECTION,
    Role.ADMIN,
    Role.RECEPTION,
    Role.HANDOVERS,
    Role.MEDIATION,
)
"""Whoever reads the register may be asked to do something for it."""
FOUND = 20


def partnership(session: Session, organisation_id: UUID) -> Partnership | None:
    """Return the partnership of a structure: the one that goes on, else the one lost last."""
    return session.exec(
        select(Partnership)
        .where(col(Partnership.organisation_id) == organisation_id)
        .order_by(
            col(Partnership.standing) == Standing.LOST,
            col(Partnership.started_at).desc(),
            col(Partnership.id),
        )
        .limit(1)
    ).one_or_none()


def known(session: Session, organisation_id: UUID) -> Partnership:
    """Return the same, which has to be there. Raises NotFound."""
    found = partnership(session, organisation_id)
    if found is None:
        raise NotFound
    return found


def events(session: Session, partnership_id: UUID) -> Sequence[PartnershipEvent]:
    """Return what happened to a partnership, oldest first."""
    return session.exec(
        select(PartnershipEvent)
        .where(col(PartnershipEvent.partnership_id) == partnership_id)
        .order_by(col(PartnershipEvent.number))
    ).all()


def reasons(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """Return why a partnership was paused or lost, by event."""
    rows = session.exec(
        select(PartnershipReason)
        .join(PartnershipEvent, col(PartnershipEvent.id) == col(PartnershipReason.event_id))
        .where(col(PartnershipEvent.partnership_id) == partnership_id)
    )
    return {row.event_id: row.words for row in rows}


def marks(found: Sequence[PartnershipEvent]) -> list[Mark]:
    """Return events as time sees them."""
    return [Mark(each.at, each.step, each.standing) for each in found]


def sheets(session: Session, partnership_id: UUID) -> dict[SheetKind, PartnershipSheet]:
    """Return the sheets of a partnership by their kind."""
    rows = session.exec(
        select(PartnershipSheet)
        .where(col(PartnershipSheet.partnership_id) == partnership_id)
        .order_by(col(PartnershipSheet.kind))
    )
    return {row.kind: row for row in rows}


def owners(session: Session) -> list[tuple[UUID, str]]:
    """Return (account, name) of everybody who may have something to do, by name."""
    holders = select(AccountRole.account_id).where(col(AccountRole.role).in_(OWNERS))
    rows = session.execute(
        select(Account.id, Account.name)
        .where(col(Account.active).is_(True), col(Account.id).in_(holders))
        .order_by(col(Account.name), col(Account.id))
    )
    return [(row.id, row.name) for row in rows]


def keepers(session: Session) -> set[UUID]:
    """Return the accounts that keep the partnerships: what nobody owns is theirs."""
    rows = session.exec(select(AccountRole.account_id).where(AccountRole.role == Role.PARTNERSHIPS))
    return set(rows)


def people(session: Session, ids: Collection[UUID | None]) -> dict[UUID, str]:
    """Return the names of some accounts."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = session.execute(select(Account.id, Account.name).where(col(Account.id).in_(wanted)))
    return {row.id: row.name for row in rows}


def structures_named(session: Session, folded: str) -> list[Organisation]:
    """Return the open structures whose name holds some folded words, by name, the first ones."""
    return list(
        session.exec(
            select(Organisation)
            .where(
                col(Organisation.closed_at).is_(None),
                col(Organisation.folded).contains(folded, autoescape=True),
            )
            .order_by(col(Organisation.folded), col(Organisation.id))
            .limit(FOUND)
        )
    )


def contacts_at(session: Session, addresses: Collection[str]) -> list[Contact]:
    """Return the contacts whose e-mail address is one of `addresses` (folded), current ones first."""
    if not addresses:
        return []
    return list(
        session.exec(
            select(Contact)
            .where(col(Contact.email).in_(set(addresses)), col(Contact.erased_at).is_(None))
            .order_by(col(Contact.until).is_not(None), col(Contact.id))
            .limit(100)
        )
    )


def structures_at(session: Session, addresses: Collection[str]) -> list[UUID]:
    """Return the open structures whose own e-mail address is one of `addresses` (folded)."""
    if not addresses:
        return []
    return list(
        session.exec(
            select(Organisation.id)
            .where(
                col(Organisation.email).in_(set(addresses)), col(Organisation.closed_at).is_(None)
            )
            .order_by(col(Organisation.id))
            .limit(10)
        )
    )


def written_to(session: Session) -> list[tuple[UUID, str]]:
    """Return (account, address) of everybody who may have something to do and signs in."""
    holders = select(AccountRole.account_id).where(col(AccountRole.role).in_(OWNERS))
    rows = session.execute(
        select(Account.id, Account.email)
        .where(
            col(Account.active).is_(True),
            col(Account.confirmed_at).is_not(None),
            col(Account.id).in_(holders),
        )
        .order_by(col(Account.id))
    )
    return [(row.id, row.email) for row in rows]
