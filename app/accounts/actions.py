"""Every change to accounts and sign-ins, each in the trail; passwords come in hashed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts import passwords, queries, rules
from app.accounts.models import Account, AccountRole, Role, SignIn
from app.base.audit import actions as audit
from app.base.core import clock
from app.base.core.actors import SYSTEM, Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

ROOM = "accounts"
DEMO = {
    Role.DIRECTION: "Claire Vasseur",
    Role.RECEPTION: "Yanis Moreau",
    Role.WORKSHOP: "Mireille Tandon",
    Role.PARTNERSHIPS: "Sofia Garnier",
    Role.HANDOVERS: "Étienne Aubry",
    Role.DRIVER: "Malik Renaudin",
    Role.ADMIN: "Ingrid Lemoal",
    Role.MEDIATION: "Paul Okoye",
    Role.COMPANY: "Hélène Fabre",
    Role.PRESCRIBER: "Nadia Costes",
    Role.DESK: "Guichet de Lorris",
    Role.PARTNER: "Bastien Roussel",
}
"""People of the demonstration, all invented."""


def create(  # noqa: PLR0913 - an account has this many parts
    session: Session,
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    by: Account | None,
    now: datetime,
) -> Account:
    """Open an account without a password: its invitation sets it.

    `by` is None for the person who runs the server. Raises RuleBroken.
    """
    rules.check_roles(by, None, roles)
    if queries.by_email(session, email) is not None:
        raise RuleBroken(N_("Cette adresse est déjà utilisée."), field="email")
    account = Account(email=rules.folded_email(email), name=name, created_at=now)
    account.roles = [AccountRole(account_id=account.id, role=role) for role in sorted(set(roles))]
    session.add(account)
    session.flush()
    _trail(session, "create", account, by, now, after={"roles": sorted(account.role_set)})
    return account


def amend(  # noqa: PLR0913 - the parts of an account
    session: Session,
    account: Account,
    *,
    name: str,
    roles: Collection[Role],
    by: Account | None,
    now: datetime,
) -> None:
    """Change a person's name and roles. Raises RuleBroken."""
    rules.check_may_change(by, account)
    rules.check_roles(by, account, roles)
    if Role.ADMIN in account.role_set and Role.ADMIN not in roles:
        rules.check_an_admin_remains(queries.other_admins(session, account.id))
    before, after = sorted(account.role_set), sorted(set(roles))
    if (account.name, before) == (name, after):
        return
    renamed = {"renamed": True} if account.name != name else {}
    account.name = name
    kept = [row for row in account.roles if row.role in roles]
    new = sorted(set(roles) - account.role_set)
    account.roles = kept + [AccountRole(account_id=account.id, role=role) for role in new]
    session.flush()
    _trail(
        session,
        "amend",
        account,
        by,
        now,
        before={"roles": before},
        after={"roles": after, **renamed},
    )


def close(session: Session, account: Account, *, by: Account | None, now: datetime) -> None:
    """Close an account: nobody signs in with it any more. Raises RuleBroken."""
    rules.check_may_close(by, account)
    rules.check_may_change(by, account)
    if not account.active:
        return
    if Role.ADMIN in account.role_set:
        rules.check_an_admin_remains(queries.other_admins(session, account.id))
    account.active = False
    account.fs_uniquifier = uuid4().hex
    _end_all(session, account, now)
    session.flush()
    _trail(session, "close", account, by, now)


def reopen(session: Session, account: Account, *, by: Account | None, now: datetime) -> None:
    """Open a closed account again. Raises RuleBroken."""
    rules.check_may_change(by, account)
    if account.active:
        return
    account.active = True
    session.flush()
    _trail(session, "reopen", account, by, now)


def set_password(
    session: Session,
    account: Account,
    password_hash: str,
    *,
    now: datetime,
    keep: UUID | None = None,
) -> None:
    """Set the person's own password; open links and the other sign-ins die with the old one.

    `keep` is the sign-in that goes on.
    """
    first = account.password is None
    account.password = password_hash
    account.confirmed_at = account.confirmed_at or now
    account.fs_uniquifier = uuid4().hex
    _end_all(session, account, now, keep=keep)
    session.flush()
    _trail(session, "accept-invitation" if first else "set-password", account, account, now)


def open_sign_in(session: Session, account: Account, *, device: str, now: datetime) -> SignIn:
    """Remember that a person signed in on a device."""
    sign_in = SignIn(account_id=account.id, at=now, device=device)
    session.add(sign_in)
    session.flush()
    return sign_in


def end_sign_in(session: Session, sign_in: SignIn, *, now: datetime) -> None:
    """End one sign-in; ending it twice changes nothing."""
    sign_in.ended_at = sign_in.ended_at or now
    session.flush()


def end_own_sign_in(session: Session, account: Account, sign_in: SignIn, *, now: datetime) -> None:
    """End one of one's sign-ins from another device; the trail remembers it."""
    if sign_in.ended_at is None:
        end_sign_in(session, sign_in, now=now)
        _trail(session, "end-sign-ins", account, account, now, after={"count": 1})


def end_sign_ins(
    session: Session,
    account: Account,
    *,
    by: Account,
    now: datetime,
    keep: UUID | None = None,
) -> int:
    """End every sign-in of a person but `keep`; return how many. Raises RuleBroken."""
    if by.id != account.id:
        rules.check_may_change(by, account)
    ended = _end_all(session, account, now, keep=keep)
    session.flush()
    if ended:
        _trail(session, "end-sign-ins", account, by, now, after={"count": ended})
    return ended


def forget_sign_ins(session: Session, *, now: datetime) -> int:
    """Delete the sign-ins that are long over, but each person's last one; return how many."""
    last = sa.select(sa.func.max(col(SignIn.at))).group_by(col(SignIn.account_id))
    done = session.execute(
        sa.delete(SignIn).where(
            col(SignIn.at) < now - rules.SIGN_INS_KEPT_FOR, col(SignIn.at).not_in(last)
        )
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def set_second_factor(session: Session, account: Account, secret: str, *, now: datetime) -> None:
    """Ask for a code after the password from now on; `secret` comes encrypted."""
    account.tf_primary_method = "authenticator"
    account.tf_totp_secret = secret
    session.flush()
    _trail(session, "set-second-factor", account, account, now)


def drop_second_factor(session: Session, account: Account, *, by: Account, now: datetime) -> None:
    """Stop asking for a code: the person did, or lost the phone. Raises RuleBroken."""
    if by.id != account.id:
        rules.check_may_change(by, account)
    account.tf_primary_method = None
    account.tf_totp_secret = None
    account.tf_last_counter = None
    account.mf_recovery_codes = []
    session.flush()
    _trail(session, "drop-second-factor", account, by, now)


def note(session: Session, verb: str, account: Account, *, by: Account, now: datetime) -> None:
    """Leave a trace of something done about an account outside its rows."""
    rules.check_may_change(by, account)
    _trail(session, verb, account, by, now)


def load_demo(session: Session, password: str, *, now: datetime | None = None) -> list[Account]:
    """Open one invented account per role, idempotent; a different password is set again."""
    now = now or clock.now()
    accounts = [_demo(session, role, name, now) for role, name in DEMO.items()]
    for account in accounts:
        if not passwords.fits(account, password):
            account.password = passwords.hashed(password)
            account.confirmed_at = account.confirmed_at or now
    session.flush()
    return accounts


def _demo(session: Session, role: Role, name: str, now: datetime) -> Account:
    email = f"{role.value}@demo.test"
    found = queries.by_email(session, email)
    return found or create(session, email=email, name=name, roles=[role], by=None, now=now)


def _end_all(session: Session, account: Account, now: datetime, *, keep: UUID | None = None) -> int:
    """End the live sign-ins of an account but `keep`; return how many."""
    live = [row for row in queries.live_sign_ins(session, account.id, now) if row.id != keep]
    for row in live:
        row.ended_at = now
    return len(live)


def _trail(  # noqa: PLR0913 - the facts of a trail
    session: Session,
    verb: str,
    account: Account,
    by: Account | None,
    now: datetime,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Append to the trail: the account by its number, never by its address."""
    actor = Actor(id=by.id, label=by.trail_label) if by else SYSTEM
    subject = f"account:{account.id}"
    audit.record(session, ROOM, verb, subject, actor, now=now, before=before, after=after)
