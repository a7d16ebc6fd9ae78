"""The promises that are late today, read without their agreements: one visit looks at them all."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.agreements.models import (
    Agreement,
    AgreementStatus,
    Commitment,
    CommitmentEntry,
    EntryStatus,
    Side,
    Source,
)
from app.agreements.rules import promises as rules
from app.agreements.rules.promises import Counting, Period, Progress, Promise
from app.agreements.rules.states import LIVING
from app.agreements.rules.terms import Terms, last_day
from app.base.audit.unchanged import while_unchanged
from app.partners.registry import Arrival, registry

DAY = timedelta(days=1)
_main = aliased(Agreement)


@dataclass(frozen=True)
class Late:
    """A promise that passed a milestone of its period, in percent, without being on time."""

    promise: Promise
    side: Side
    title: str
    progress: Progress
    passed: int


WATCHED: Final = ("agreements", "catalog", "partners")
"""With the rooms that lend arrivals, those whose changes make a promise late or not."""


def late(session: Session, today: date) -> list[Late]:
    """Return the promises of agreements in force that are late in the period that runs today.

    Those whose period is too young to be late are never counted.
    """
    rooms = {*WATCHED, *registry.arrivals_of}
    return while_unchanged(session, rooms, ("late", today), lambda: _late(session, today))


def _late(session: Session, today: date) -> list[Late]:
    told = []
    for row, promise in _running(session, today):
        period = rules.period_on(promise, today)
        if rules.may_be_late(period, today):
            told.append((row, promise, period))
    counted = _counted(session, {promise.id: (promise, period) for _row, promise, period in told})
    found = []
    for row, promise, period in told:
        progress = rules.progress(period, counted.get(promise.id, ()), today)
        passed = rules.milestone(progress)
        if passed is not None:
            found.append(Late(promise, row.side, row.title, progress, passed))
    return found


def _running(session: Session, today: date) -> Iterable[tuple[Any, Promise]]:
    """Yield the signed promises that bind today, each with the row that says its words."""
    rows = session.execute(
        sa.select(
            col(Commitment.id),
            col(Agreement.organisation_id),
            col(Commitment.kind),
            col(Commitment.quantity),
            col(Commitment.rhythm),
            col(Commitment.source),
            sa.func.coalesce(col(Commitment.starts_on), col(Agreement.starts_on)).label("first"),
            col(Commitment.ends_on).label("until"),
            col(Commitment.family),
            col(Commitment.words),
            col(Commitment.side),
            col(Commitment.title),
            col(_main.starts_on).label("starts"),
            sa.func.coalesce(col(_main.amended_ends_on), col(_main.ends_on), col(_main.starts_on)),
            col(_main.notice),
            col(_main.notice_unit),
            col(_main.renewal_months),
            col(_main.renewals_most),
            col(_main.stopped_on),
        )
        .join(Agreement, col(Agreement.id) == col(Commitment.agreement_id))
        .join(_main, col(_main.id) == sa.func.coalesce(Agreement.parent_id, Agreement.id))
        .where(
            col(Agreement.signed_at).is_not(None),
            col(Agreement.status).in_(LIVING),
            col(_main.status).in_(LIVING),
        )
        .order_by(col(Commitment.id))
    )
    ends = _superseded(session)
    for row in rows:
        bounds = [
            day
            for day in (row.until, last_day(Terms(*row[12:])), ends.get(row.id))
            if day is not None
        ]
        last = max(min(bounds), row.first) if bounds else None
        if row.first <= today <= (last or date.max):
            yield (
                row,
                Promise(
                    row.id,
                    row.organisation_id,
                    row.kind,
                    row.quantity,
                    row.rhythm,
                    row.source,
                    row.first,
                    last,
                    row.family,
                    row.words,
                ),
            )


def _superseded(session: Session) -> dict[UUID, date]:
    """Return the last day of each commitment that a signed amendment replaces."""
    begins = sa.func.min(sa.func.coalesce(Commitment.starts_on, Agreement.starts_on))
    rows: Iterable[Any] = session.execute(
        sa.select(col(Commitment.replaces_id), begins)
        .join(Agreement, col(Agreement.id) == col(Commitment.agreement_id))
        .where(
            col(Commitment.replaces_id).is_not(None),
            col(Agreement.signed_at).is_not(None),
            col(Agreement.status) != AgreementStatus.TERMINATED,
        )
        .group_by(col(Commitment.replaces_id))
    )
    return {replaced: day - DAY for replaced, day in rows}


def _counted(
    session: Session, some: Mapping[UUID, tuple[Promise, Period]]
) -> dict[UUID, list[Counting]]:
    """Return what counts for each promise in its period."""
    measured = [each for each in some.values() if each[0].source is Source.ARRIVALS]
    found: dict[UUID, list[Counting]] = defaultdict(list)
    came = _arrived(session, measured)
    for promise, period in measured:
        mine = [each for each in came[promise.organisation_id] if period.holds(each.day)]
        found[promise.id] = rules.counts(promise, mine)
    typed = {key: each[1] for key, each in some.items() if each[0].source is Source.ENTRIES}
    for key, day, amount in _confirmed(session, typed):
        if typed[key].holds(day):
            found[key].append(Counting(day, amount))
    return found


def _arrived(
    session: Session, some: Collection[tuple[Promise, Period]]
) -> Mapping[UUID | None, list[Arrival]]:
    found: dict[UUID | None, list[Arrival]] = defaultdict(list)
    if not some:
        return found
    since = min(period.first for _promise, period in some)
    before = max(period.last for _promise, period in some) + DAY
    structures = {promise.organisation_id for promise, _period in some}
    for arrival in registry.arrivals(session, since, before, structures):
        found[arrival.organisation_id].append(arrival)
    return found


def _confirmed(session: Session, periods: Mapping[UUID, Period]) -> Iterable[Any]:
    """Return (commitment, day, amount) of the entries that count since the first period began."""
    if not periods:
        return []
    return session.execute(
        sa.select(
            col(CommitmentEntry.commitment_id),
            col(CommitmentEntry.day),
            col(CommitmentEntry.amount),
        ).where(
            col(CommitmentEntry.commitment_id).in_(periods),
            col(CommitmentEntry.status) == EntryStatus.CONFIRMED,
            col(CommitmentEntry.day) >= min(period.first for period in periods.values()),
        )
    )
