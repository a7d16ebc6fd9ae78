"""Groups: who sits there, when they meet, what they decided, what is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts.models import Account
from app.base.core.errors import NotFound
from app.partners.models import Contact, Organisation
from app.partnerships.models import (
    GroupDecision,
    GroupKind,
    GroupMeeting,
    GroupMember,
    GroupTask,
    PartnerGroup,
)


@dataclass(frozen=True)
class Line:
    """A group as the list shows it."""

    id: UUID
    name: str
    kind: GroupKind
    closed_at: datetime | None
    members: int
    open_tasks: int
    next_at: datetime | None


@dataclass(frozen=True)
class Seat:
    """A member of a group: who, from where, and what the person does there."""

    id: UUID
    name: str
    place: str
    organisation_id: UUID | None
    title: str
    account_id: UUID | None
    contact_id: UUID | None


@dataclass(frozen=True)
class Task:
    """Something to do: what, who, until when."""

    id: UUID
    text: str
    who: str
    until: date
    done_at: datetime | None
    meeting_id: UUID | None


def group(session: Session, group_id: UUID) -> PartnerGroup:
    """Return a group. Raises NotFound."""
    found = session.get(PartnerGroup, group_id)
    if found is None:
        raise NotFound
    return found


def meeting(session: Session, group_id: UUID, meeting_id: UUID) -> GroupMeeting:
    """Return a meeting of this very group. Raises NotFound."""
    found = session.get(GroupMeeting, meeting_id)
    if found is None or found.group_id != group_id:
        raise NotFound
    return found


def task(session: Session, group_id: UUID, task_id: UUID) -> GroupTask:
    """Return a task of this very group. Raises NotFound."""
    found = session.get(GroupTask, task_id)
    if found is None or found.group_id != group_id:
        raise NotFound
    return found


def member(session: Session, group_id: UUID, member_id: UUID) -> GroupMember:
    """Return a member of this very group. Raises NotFound."""
    found = session.get(GroupMember, member_id)
    if found is None or found.group_id != group_id:
        raise NotFound
    return found


def count(session: Session, *, closed: bool = False) -> int:
    """Return how many groups there are."""
    query = select(func.count()).select_from(PartnerGroup)
    if not closed:
        query = query.where(col(PartnerGroup.closed_at).is_(None))
    return session.exec(query).one()


def lines(
    session: Session,
    *,
    now: datetime,
    closed: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[Line]:
    """Return the groups, those that go on first, by name."""
    members = (
        sa.select(sa.func.count())
        .where(col(GroupMember.group_id) == col(PartnerGroup.id))
        .correlate(PartnerGroup)
        .scalar_subquery()
    )
    tasks = (
        sa.select(sa.func.count())
        .where(col(GroupTask.group_id) == col(PartnerGroup.id), col(GroupTask.done_at).is_(None))
        .correlate(PartnerGroup)
        .scalar_subquery()
    )
    soon = (
        sa.select(sa.func.min(col(GroupMeeting.at)))
        .where(col(GroupMeeting.group_id) == col(PartnerGroup.id), col(GroupMeeting.at) >= now)
        .correlate(PartnerGroup)
        .scalar_subquery()
    )
    query = sa.select(
        col(PartnerGroup.id),
        col(PartnerGroup.name),
        col(PartnerGroup.kind),
        col(PartnerGroup.closed_at),
        members.label("members"),
        tasks.label("open_tasks"),
        soon.label("next_at"),
    ).order_by(
        col(PartnerGroup.closed_at).is_not(None), col(PartnerGroup.name), col(PartnerGroup.id)
    )
    if not closed:
        query = query.where(col(PartnerGroup.closed_at).is_(None))
    rows = session.execute(query.limit(limit).offset(offset)).mappings()
    return [Line(**row) for row in rows]


def seats(session: Session, group_id: UUID) -> list[Seat]:
    """Return the members of a group, ours first, then by structure."""
    rows = session.execute(
        sa.select(
            col(GroupMember.id),
            sa.func.coalesce(Contact.name, Account.name, "").label("name"),
            sa.func.coalesce(Organisation.name, "").label("place"),
            col(Organisation.id).label("organisation_id"),
            col(GroupMember.title),
            col(GroupMember.account_id),
            col(GroupMember.contact_id),
        )
        .select_from(GroupMember)
        .outerjoin(Contact, col(Contact.id) == col(GroupMember.contact_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Contact.organisation_id))
        .outerjoin(Account, Account.id == col(GroupMember.account_id))  # type: ignore[arg-type]
        .where(col(GroupMember.group_id) == group_id)
        .order_by(
            col(GroupMember.account_id).is_(None),
            col(Organisation.folded),
            col(Contact.name),
            Account.name,
            col(GroupMember.id),
        )
    ).mappings()
    return [Seat(**row) for row in rows]


def meetings(session: Session, group_id: UUID, *, limit: int = 100) -> Sequence[GroupMeeting]:
    """Return the meetings of a group, the latest first."""
    return session.exec(
        select(GroupMeeting)
        .where(col(GroupMeeting.group_id) == group_id)
        .order_by(col(GroupMeeting.at).desc(), col(GroupMeeting.id))
        .limit(limit)
    ).all()


def decisions(
    session: Session, group_id: UUID, *, meeting_id: UUID | None = None, limit: int = 200
) -> Sequence[GroupDecision]:
    """Return what a group decided (at one meeting), the latest first."""
    query = select(GroupDecision).where(col(GroupDecision.group_id) == group_id)
    if meeting_id is not None:
        query = query.where(col(GroupDecision.meeting_id) == meeting_id)
    return session.exec(query.order_by(col(GroupDecision.number).desc()).limit(limit)).all()


def last_number(session: Session, group_id: UUID) -> int:
    """Return the number of the latest decision of a group, 0 before the first."""
    query = select(func.max(GroupDecision.number)).where(col(GroupDecision.group_id) == group_id)
    return session.exec(query).one() or 0


def tasks(
    session: Session, group_id: UUID, *, meeting_id: UUID | None = None, limit: int = 200
) -> list[Task]:
    """Return the tasks of a group (given at one meeting), the open ones first, by their day."""
    query = (
        sa.select(
            col(GroupTask.id),
            col(GroupTask.text),
            sa.func.coalesce(Account.name, Contact.name, "").label("who"),
            col(GroupTask.until),
            col(GroupTask.done_at),
            col(GroupTask.meeting_id),
        )
        .select_from(GroupTask)
        .outerjoin(Account, Account.id == col(GroupTask.account_id))  # type: ignore[arg-type]
        .outerjoin(Contact, col(Contact.id) == col(GroupTask.contact_id))
        .where(col(GroupTask.group_id) == group_id)
    )
    if meeting_id is not None:
        query = query.where(col(GroupTask.meeting_id) == meeting_id)
    query = query.order_by(
        col(GroupTask.done_at).is_not(None), col(GroupTask.until), col(GroupTask.id)
    )
    return [Task(**row) for row in session.execute(query.limit(limit)).mappings()]


def contacts_named(session: Session, folded: str, *, limit: int = 20) -> list[tuple[Contact, str]]:
    """Return current contacts of the structures whose name holds some folded words."""
    rows = session.execute(
        select(Contact, Organisation.name)
        .join(Organisation, col(Organisation.id) == Contact.organisation_id)
        .where(
            col(Contact.until).is_(None),
            col(Contact.erased_at).is_(None),
            col(Organisation.closed_at).is_(None),
            col(Organisation.folded).contains(folded, autoescape=True),
        )
        .order_by(col(Organisation.folded), col(Contact.name), col(Contact.id))
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def contact(session: Session, contact_id: UUID | None) -> Contact | None:
    """Return a contact who is still there, or None."""
    found = session.get(Contact, contact_id) if contact_id else None
    return found if found is not None and found.erased_at is None else None
