"""Every SELECT about accounts and sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.accounts import rules
from app.accounts.models import Account, AccountRole, Role, SignIn
from app.base.core.errors import NotFound
from app.base.core.text import fold


@dataclass(frozen=True)
class Filters:
    """What a list of accounts is narrowed to."""

    text: str = ""
    role: Role | None = None
    state: str = ""
    """`actif`, `invite` (no password yet) or `ferme`; empty: all."""


def by_id(session: Session, account_id: UUID) -> Account:
    """Return an account. Raises NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def by_email(session: Session, email: str) -> Account | None:
    """Return the account of an address, however it was typed, or None."""
    return session.exec(
        select(Account).where(Account.email == rules.folded_email(email))
    ).one_or_none()


def by_uniquifier(session: Session, uniquifier: str, *, lock: bool = False) -> Account | None:
    """Return the account a signed link or a pending sign-in names; `lock` until the commit."""
    statement = select(Account).where(Account.fs_uniquifier == uniquifier)
    if lock:
        statement = statement.with_for_update(of=Account).execution_options(populate_existing=True)
    return session.exec(statement).one_or_none()


def signed_in(session: Session, sign_in_id: UUID, uniquifier: str) -> tuple[Account, SignIn] | None:
    """Return who holds a sign-in, in one statement, or None when either is gone."""
    row = (
        session.execute(
            select(Account, SignIn)
            .join(SignIn, col(SignIn.account_id) == Account.id)
            .where(
                SignIn.id == sign_in_id,
                Account.fs_uniquifier == uniquifier,
                col(Account.active).is_(True),
            )
            .options(joinedload(Account.roles))  # type: ignore[arg-type]
        )
        .unique()
        .one_or_none()
    )
    return (row[0], row[1]) if row else None


def live_sign_ins(session: Session, account_id: UUID, now: datetime) -> Sequence[SignIn]:
    """Return the sign-ins of an account that still open pages, newest first."""
    return session.exec(
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            col(SignIn.ended_at).is_(None),
            col(SignIn.at) > now - rules.SIGNED_IN_FOR,
        )
        .order_by(col(SignIn.at).desc(), col(SignIn.id))
    ).all()


def last_sign_ins(session: Session, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when each of these accounts signed in last."""
    rows = session.exec(
        select(SignIn.account_id, sa.func.max(SignIn.at))
        .where(col(SignIn.account_id).in_(ids))
        .group_by(col(SignIn.account_id))
    )
    return dict(rows.all())


def sign_in_of(session: Session, account_id: UUID, sign_in_id: UUID) -> SignIn:
    """Return a sign-in of this account. Raises NotFound for anybody else's."""
    found = session.get(SignIn, sign_in_id)
    if found is None or found.account_id != account_id:
        raise NotFound
    return found


def other_admins(session: Session, account_id: UUID) -> int:
    """Return how many other people can administer the site; their rows stay locked.

    Locked first, counted after: the count then sees what a parallel change committed.
    """
    holders = select(AccountRole.account_id).where(AccountRole.role == Role.ADMIN)
    session.exec(
        select(Account.id)
        .where(col(Account.id).in_(holders))
        .order_by(col(Account.id))
        .with_for_update()
    ).all()
    return session.exec(
        select(sa.func.count())
        .select_from(Account)
        .where(
            col(Account.id).in_(holders),
            Account.id != account_id,
            col(Account.active).is_(True),
            col(Account.password).is_not(None),
        )
    ).one()


def listed(session: Session, filters: Filters) -> list[Account]:
    """Return the accounts that match, by name as a reader sorts them.

    Names are compared without accents, which neither database does alike; a territory has
    hundreds of accounts, not thousands.
    """
    statement = select(Account).order_by(col(Account.id))
    if filters.role is not None:
        holders = select(AccountRole.account_id).where(AccountRole.role == filters.role)
        statement = statement.where(col(Account.id).in_(holders))
    wanted = fold(filters.text)
    found = [
        account
        for account in session.exec(statement)
        if filters.state in {"", rules.state(account)}
        and wanted in fold(f"{account.name} {account.email}")
    ]
    return sorted(found, key=lambda account: fold(account.name))
