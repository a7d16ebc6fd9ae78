"""Commitments with all that measures them: their agreement's days, arrivals, dated entries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.agreements.models import (
    Agreement,
    AgreementStatus,
    Commitment,
    CommitmentEntry,
    EntryStatus,
    Source,
)
from app.agreements.rules import promises as rules
from app.agreements.rules.promises import Counting, Period, Progress, Promise
from app.agreements.rules.sheets import terms_of
from app.agreements.rules.states import LIVING
from app.agreements.rules.terms import last_day, status_on
from app.base.core.errors import NotFound
from app.partners.registry import registry

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """A signed commitment, the agreement or amendment that holds it, and the promise it makes."""

    commitment: Commitment
    agreement: Agreement
    main: Agreement
    """The agreement itself, also where an amendment holds the commitment."""
    promise: Promise
    superseded: bool

    def runs_on(self, day: date) -> bool:
        """Tell whether the promise binds on a day."""
        return self.promise.first <= day <= (self.promise.last or date.max)


@dataclass(frozen=True)
class Measured:
    """A held commitment with how far it is; `countings` are those of the period asked for."""

    held: Held
    progress: Progress
    countings: tuple[Counting, ...] = ()


@dataclass(frozen=True)
class Told:
    """One commitment over its whole life."""

    held: Held
    past: tuple[Progress, ...]
    total: int
    countings: tuple[Counting, ...]

    def of(self, number: int) -> Progress:
        """Return the progress of a period by its number; the last one for a number that is none."""
        return next((each for each in self.past if each.period.number == number), self.past[-1])


def held(  # noqa: PLR0913 - which ones
    session: Session,
    today: date,
    *,
    organisation_id: UUID | None = None,
    agreement_id: UUID | None = None,
    commitment_id: UUID | None = None,
    running: bool = False,
) -> list[Held]:
    """Return signed commitments: of a structure, of an agreement with its amendments, or one.

    `running` leaves out those of agreements that ended.
    """
    main = aliased(Agreement)
    query = (
        select(Commitment, Agreement, main)
        .join(Agreement, col(Agreement.id) == col(Commitment.agreement_id))
        .join(main, col(main.id) == sa.func.coalesce(Agreement.parent_id, Agreement.id))
        .where(col(Agreement.signed_at).is_not(None))
        .order_by(
            col(Agreement.starts_on).desc(),
            col(Agreement.reference),
            col(Commitment.side).desc(),
            col(Commitment.position),
            col(Commitment.id),
        )
    )
    if organisation_id is not None:
        query = query.where(col(Agreement.organisation_id) == organisation_id)
    if agreement_id is not None:
        query = query.where(col(main.id) == agreement_id)
    if commitment_id is not None:
        query = query.where(col(Commitment.id) == commitment_id)
    if running:
        query = query.where(col(Agreement.status).in_(LIVING), col(main.status).in_(LIVING))
    rows = list(session.exec(query))
    ids = [commitment.id for commitment, _agreement, _main in rows]
    ends = _superseded(session, ids)
    found = [
        Held(c, agreement, whole, promise(c, agreement, whole, ends.get(c.id)), c.id in ends)
        for c, agreement, whole in rows
    ]
    return [each for each in found if not running or each.runs_on(today)]


def one(session: Session, commitment_id: UUID, today: date) -> Held:
    """Return one signed commitment. Raises NotFound, also while it is not signed."""
    found = held(session, today, commitment_id=commitment_id)
    if not found:
        raise NotFound
    return found[0]


def promise(
    commitment: Commitment, agreement: Agreement, main: Agreement, until: date | None
) -> Promise:
    """Return a commitment with the days that its agreement gives it.

    `until` is the last day before an amendment's commitment takes its place.
    """
    bounds = [
        day for day in (commitment.ends_on, last_day(terms_of(main)), until) if day is not None
    ]
    first = commitment.starts_on or agreement.starts_on
    return Promise(
        commitment.id,
        agreement.organisation_id,
        commitment.kind,
        commitment.quantity,
        commitment.rhythm,
        commitment.source,
        first,
        max(min(bounds), first) if bounds else None,
        commitment.family,
        commitment.words,
    )


def measured(session: Session, some: Sequence[Held], today: date) -> list[Measured]:
    """Return commitments with their progress in the period that runs today."""
    current = {each.promise.id: rules.period_on(each.promise, today) for each in some}
    spans = [(each, current[each.promise.id]) for each in some]
    counted = _counted(session, spans)
    return [
        Measured(
            each,
            rules.progress(period, counted[each.promise.id], today),
            tuple(counted[each.promise.id]),
        )
        for each, period in spans
    ]


def over(
    session: Session, some: Sequence[Held], since: date, before: date, today: date
) -> list[tuple[Held, tuple[Progress, ...]]]:
    """Return commitments with each period that meets some days; the others are left out."""
    met = [
        (each, [p for p in rules.periods(each.promise, today) if p.last >= since])
        for each in some
        if each.promise.first < before
    ]
    met = [(each, [p for p in found if p.first < before]) for each, found in met]
    met = [(each, found) for each, found in met if found]
    spans = [(each, Period(0, found[0].first, found[-1].last, 1)) for each, found in met]
    counted = _counted(session, spans)
    return [
        (each, tuple(rules.progress(p, counted[each.promise.id], today) for p in found))
        for each, found in met
    ]


def told(session: Session, one: Held, today: date) -> Told:
    """Return one commitment over all its periods."""
    all_of_it = rules.periods(one.promise, today)
    whole = Period(0, all_of_it[0].first, max(all_of_it[-1].last, today), one.promise.quantity)
    countings = _counted(session, [(one, whole)])[one.promise.id]
    past, total = rules.history(one.promise, countings, today)
    ordered = sorted(countings, key=lambda each: (each.day, each.words), reverse=True)
    return Told(one, tuple(past), total, tuple(ordered))


def entries(session: Session, commitment_id: UUID) -> list[CommitmentEntry]:
    """Return the dated entries of a commitment that were not taken back, the newest first."""
    return list(
        session.exec(
            select(CommitmentEntry)
            .where(
                col(CommitmentEntry.commitment_id) == commitment_id,
                col(CommitmentEntry.status) != EntryStatus.WITHDRAWN,
            )
            .order_by(col(CommitmentEntry.day).desc(), col(CommitmentEntry.id))
        )
    )


def entry(session: Session, commitment_id: UUID, entry_id: UUID) -> CommitmentEntry:
    """Return one entry of a commitment. Raises NotFound."""
    found = session.get(CommitmentEntry, entry_id)
    if found is None or found.commitment_id != commitment_id:
        raise NotFound
    return found


def draft(session: Session, commitment_id: UUID) -> Commitment:
    """Return a commitment whether it is signed or not. Raises NotFound."""
    found = session.get(Commitment, commitment_id)
    if found is None:
        raise NotFound
    return found


def _superseded(session: Session, ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the last day of commitments that a signed amendment replaces."""
    if not ids:
        return {}
    begins = sa.func.min(sa.func.coalesce(Commitment.starts_on, Agreement.starts_on))
    rows: Iterable[Any] = session.execute(
        sa.select(col(Commitment.replaces_id), begins)
        .join(Agreement, col(Agreement.id) == col(Commitment.agreement_id))
        .where(
            col(Commitment.replaces_id).in_(ids),
            col(Agreement.signed_at).is_not(None),
            col(Agreement.status) != AgreementStatus.TERMINATED,
        )
        .group_by(col(Commitment.replaces_id))
    )
    return {replaced: begins - DAY for replaced, begins in rows}


def _counted(session: Session, spans: Sequence[tuple[Held, Period]]) -> dict[UUID, list[Counting]]:
    """Return what counts for each commitment in the days asked for."""
    found: dict[UUID, list[Counting]] = {held.promise.id: [] for held, _period in spans}
    arriving = [(h, p) for h, p in spans if h.promise.source is Source.ARRIVALS]
    if arriving:
        since = min(period.first for _held, period in arriving)
        before = max(period.last for _held, period in arriving) + DAY
        structures = {held.promise.organisation_id for held, _period in arriving}
        by_structure: dict[UUID | None, list[Any]] = {}
        for arrival in registry.arrivals(session, since, before, structures):
            by_structure.setdefault(arrival.organisation_id, []).append(arrival)
        for held, period in arriving:
            came = by_structure.get(held.promise.organisation_id, [])
            fit = rules.counts(held.promise, [a for a in came if period.holds(a.day)])
            found[held.promise.id] = fit
    for row in _confirmed(
        session, [(h, p) for h, p in spans if h.promise.source is Source.ENTRIES]
    ):
        found[row.commitment_id].append(Counting(row.day, row.amount, row.words))
    return found


def _confirmed(session: Session, spans: Sequence[tuple[Held, Period]]) -> Iterable[CommitmentEntry]:
    if not spans:
        return []
    periods = {held.promise.id: period for held, period in spans}
    rows = session.exec(
        select(CommitmentEntry)
        .where(
            col(CommitmentEntry.commitment_id).in_(periods),
            col(CommitmentEntry.status) == EntryStatus.CONFIRMED,
            col(CommitmentEntry.day) >= min(period.first for period in periods.values()),
        )
        .order_by(col(CommitmentEntry.day), col(CommitmentEntry.id))
    )
    return [row for row in rows if periods[row.commitment_id].holds(row.day)]


def stands(row: Agreement, today: date) -> AgreementStatus:
    """Return where an agreement stands today, whether or not the daily job ran.

    An amendment lasts as long as its agreement, whose last day it repeats.
    """
    known = terms_of(row)
    if row.parent_id is not None:
        known = replace(known, ends_on=row.last_day or date.max, stopped_on=None)
    return status_on(row.status, known, today)
