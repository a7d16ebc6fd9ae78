"""What was said with structures: one exchange, its contacts and files, lists of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.base.core import clock
from app.base.core.clock import LOCAL
from app.base.core.errors import NotFound
from app.partners.models import Contact, Organisation
from app.partnerships.models import (
    Exchange,
    ExchangeAttachment,
    ExchangeContact,
    ExchangeKind,
    ExchangeState,
)


@dataclass(frozen=True)
class Wanted:
    """What a list of exchanges is narrowed to."""

    organisation_id: UUID | None = None
    kind: ExchangeKind | None = None
    state: ExchangeState | None = None
    owner_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    to_follow: bool = False
    words: str = ""
    """Folded words of a structure's name."""


@dataclass(frozen=True)
class Line:
    """An exchange as lists show it."""

    id: UUID
    organisation_id: UUID
    name: str
    kind: ExchangeKind
    state: ExchangeState
    at: datetime
    subject: str
    result: str
    owner: str
    follow_up: str
    follow_up_on: date | None
    followed_at: datetime | None
    handed_over: bool


_FACTS: Final = (
    col(Exchange.id),
    col(Exchange.organisation_id),
    col(Organisation.name),
    col(Exchange.kind),
    col(Exchange.state),
    col(Exchange.at),
    col(Exchange.subject),
    col(Exchange.result),
    sa.func.coalesce(Account.name, "").label("owner"),
    col(Exchange.follow_up),
    col(Exchange.follow_up_on),
    col(Exchange.followed_at),
    col(Exchange.handed_over),
)
SORTS: Final[dict[str, tuple[Any, ...]]] = {
    "date": (col(Exchange.at).desc(), col(Exchange.id).desc()),
    "structure": (col(Organisation.folded), col(Exchange.at).desc(), col(Exchange.id)),
    "suite": (
        sa.func.coalesce(col(Exchange.follow_up_on), sa.literal(date(9999, 12, 31), sa.Date())),
        col(Exchange.id),
    ),
}


def exchange(session: Session, exchange_id: UUID) -> Exchange:
    """Return an exchange. Raises NotFound."""
    found = session.get(Exchange, exchange_id)
    if found is None:
        raise NotFound
    return found


def present(session: Session, exchange_id: UUID) -> list[Contact]:
    """Return the contacts who took part, by name."""
    return list(
        session.exec(
            select(Contact)
            .join(ExchangeContact, col(ExchangeContact.contact_id) == Contact.id)
            .where(col(ExchangeContact.exchange_id) == exchange_id)
            .order_by(col(Contact.name), col(Contact.id))
        )
    )


def contact_ids(session: Session, exchange_id: UUID) -> frozenset[UUID]:
    """Return who took part."""
    rows = session.exec(
        select(ExchangeContact.contact_id).where(col(ExchangeContact.exchange_id) == exchange_id)
    )
    return frozenset(rows)


def of_structure(session: Session, organisation_id: UUID, ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of `ids` that are contacts of the structure: a forged one is none."""
    rows = session.exec(
        select(Contact.id).where(
            col(Contact.organisation_id) == organisation_id, col(Contact.id).in_(set(ids))
        )
    )
    return frozenset(rows)


def attached(session: Session, exchange_id: UUID) -> Sequence[ExchangeAttachment]:
    """Return the files that a dropped mail carried."""
    return session.exec(
        select(ExchangeAttachment)
        .where(col(ExchangeAttachment.exchange_id) == exchange_id)
        .order_by(col(ExchangeAttachment.filename), col(ExchangeAttachment.id))
    ).all()


def attachment(session: Session, exchange_id: UUID, attachment_id: UUID) -> ExchangeAttachment:
    """Return a file of this very exchange. Raises NotFound."""
    found = session.get(ExchangeAttachment, attachment_id)
    if found is None or found.exchange_id != exchange_id:
        raise NotFound
    return found


def mails_to_erase(session: Session, before: date, *, limit: int) -> list[Exchange]:
    """Return dropped mails older than a day whose words are still there, for one hand at a time.

    Whatever somebody calls such an exchange since: its words are still a mail's.
    """
    first = datetime.combine(before, time(), LOCAL).astimezone(UTC)
    return list(
        session.exec(
            select(Exchange)
            .where(
                col(Exchange.dropped),
                col(Exchange.erased_on).is_(None),
                col(Exchange.at) < first,
            )
            .order_by(col(Exchange.at), col(Exchange.id))
            .limit(limit)
            .with_for_update()
        )
    )


def same_mail(session: Session, organisation_id: UUID, message_id: str) -> Exchange | None:
    """Return the exchange that a mail with this number made already with a structure."""
    if not message_id:
        return None
    return session.exec(
        select(Exchange)
        .where(
            col(Exchange.message_id) == message_id,
            col(Exchange.organisation_id) == organisation_id,
        )
        .order_by(col(Exchange.created_at), col(Exchange.id))
        .limit(1)
    ).one_or_none()


def last(
    session: Session, organisation_id: UUID, *, before: datetime, limit: int = 5
) -> Sequence[Exchange]:
    """Return the latest exchanges that took place with a structure before an instant."""
    return session.exec(
        select(Exchange)
        .where(
            col(Exchange.organisation_id) == organisation_id,
            col(Exchange.state) == ExchangeState.DONE,
            col(Exchange.at) < before,
        )
        .order_by(col(Exchange.at).desc(), col(Exchange.id))
        .limit(limit)
    ).all()


def promised(
    session: Session, organisation_id: UUID, *, before: datetime, limit: int = 5
) -> Sequence[Exchange]:
    """Return the latest exchanges in which something was promised."""
    return session.exec(
        select(Exchange)
        .where(
            col(Exchange.organisation_id) == organisation_id,
            col(Exchange.state) == ExchangeState.DONE,
            col(Exchange.promises) != "",
            col(Exchange.at) < before,
        )
        .order_by(col(Exchange.at).desc(), col(Exchange.id))
        .limit(limit)
    ).all()


def count(session: Session, wanted: Wanted) -> int:
    """Return how many exchanges pass the filters."""
    query = _narrowed(sa.select(sa.func.count()).select_from(Exchange), wanted)
    return int(session.execute(query).scalar_one())


def lines(
    session: Session,
    wanted: Wanted,
    *,
    sort: str = "date",
    limit: int | None = None,
    offset: int = 0,
) -> list[Line]:
    """Return one page of exchanges."""
    query = (
        sa.select(*_FACTS)
        .select_from(Exchange)
        .join(Organisation, col(Organisation.id) == col(Exchange.organisation_id))
        .outerjoin(Account, Account.id == col(Exchange.owner_id))  # type: ignore[arg-type]
    )
    query = _narrowed(query, wanted).order_by(*SORTS[sort]).limit(limit).offset(offset)
    return [Line(**row) for row in session.execute(query).mappings()]


def _narrowed(query: Any, wanted: Wanted) -> Any:
    equals = {
        "organisation_id": wanted.organisation_id,
        "kind": wanted.kind,
        "state": wanted.state,
        "owner_id": wanted.owner_id,
    }
    for name, value in equals.items():
        if value is not None:
            query = query.where(col(getattr(Exchange, name)) == value)
    if wanted.since is not None:
        query = query.where(col(Exchange.at) >= clock.instant(wanted.since, clock.MIDNIGHT))
    if wanted.until is not None and wanted.until < date.max:
        end = wanted.until + timedelta(days=1)
        query = query.where(col(Exchange.at) < clock.instant(end, clock.MIDNIGHT))
    if wanted.to_follow:
        query = query.where(
            col(Exchange.follow_up_on).is_not(None), col(Exchange.followed_at).is_(None)
        )
    if wanted.words:  # each name is read once, not once an exchange
        named = sa.select(col(Organisation.id)).where(
            col(Organisation.folded).contains(wanted.words, autoescape=True)
        )
        query = query.where(col(Exchange.organisation_id).in_(named))
    return query
