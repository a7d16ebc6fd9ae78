"""Who of a structure enters its own space."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Account, Role
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners import queries
from app.partners.actions.organisations import lock, note
from app.partners.models import Member, MemberRole, Organisation

ELSEWHERE = N_("Cette adresse ouvre déjà l’espace d’une structure. Retirez-lui d’abord cet accès.")
NO_PARTNER = N_(
    "Cette adresse a déjà un compte, sans le rôle « Structure partenaire »."
    " Demandez à la direction de l’ajouter."
)
CLOSED = N_("Ce compte est fermé. Demandez à la direction de le rouvrir.")


def check_may_enter(session: Session, account: Account) -> None:
    """Refuse an account that cannot open a space. Raises RuleBroken (field "email")."""
    if not account.active:
        raise RuleBroken(CLOSED, field="email")
    if Role.PARTNER not in account.role_set:
        raise RuleBroken(NO_PARTNER, field="email")
    if queries.member(session, account.id) is not None:
        raise RuleBroken(ELSEWHERE, field="email")


def add_member(  # noqa: PLR0913 - who, of what, as what
    session: Session,
    organisation: Organisation,
    account: Account,
    role: MemberRole,
    *,
    actor: Actor,
    now: datetime,
) -> Member:
    """Let an account into a structure's space. Raises RuleBroken."""
    lock(session, organisation)
    check_may_enter(session, account)
    made = Member(account_id=account.id, organisation_id=organisation.id, role=role, added_at=now)
    session.add(made)
    session.flush()
    told = {"account": str(account.id), "role": role.value}
    note(session, "add-member", organisation.id, actor, now, {}, told)
    return made


def remove_member(session: Session, member: Member, *, actor: Actor, now: datetime) -> None:
    """Let an account into a structure's space no more."""
    told = {"account": str(member.account_id), "role": member.role.value}
    note(session, "remove-member", member.organisation_id, actor, now, told, {})
    session.delete(member)
    session.flush()
