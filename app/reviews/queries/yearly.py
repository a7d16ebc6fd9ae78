"""A partner's year, read from what all rooms record of it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.agreements.models import Agreement
from app.agreements.queries import promises
from app.base.core import clock
from app.partners.registry import Arrival, Total, registry
from app.partnerships.models import Exchange, ExchangeState, Partnership
from app.reviews.rules import comparing, yearly
from app.reviews.rules.comparing import Joined
from app.reviews.rules.yearly import Kept, Yearly
from app.reviews.rules.years import Span, month_of

BEGINNING = date(2000, 1, 1)


def arrivals(session: Session, organisation_id: UUID, before: date) -> list[Arrival]:
    """Return all that ever came from a structure."""
    return list(registry.arrivals(session, BEGINNING, before, {organisation_id}))


def joined(session: Session, organisation_id: UUID) -> Joined | None:
    """Return since when a structure is a partner: its first signed agreement, else its partnership."""
    signed = session.execute(
        sa.select(col(Agreement.starts_on), col(Agreement.reference))
        .where(
            col(Agreement.organisation_id) == organisation_id,
            col(Agreement.signed_at).is_not(None),
            col(Agreement.parent_id).is_(None),
        )
        .order_by(col(Agreement.starts_on), col(Agreement.reference))
        .limit(1)
    ).first()
    if signed is not None:
        return Joined(signed.starts_on, signed.reference)
    started = session.execute(
        sa.select(sa.func.min(col(Partnership.started_at))).where(
            col(Partnership.organisation_id) == organisation_id
        )
    ).scalar_one()
    return Joined(clock.local(started).date()) if started else None


def together(session: Session, organisation_id: UUID, days: Span) -> dict[str, int]:
    """Return how many exchanges of each kind took place."""
    rows = session.execute(
        sa.select(col(Exchange.kind), sa.func.count())
        .where(
            col(Exchange.organisation_id) == organisation_id,
            col(Exchange.state) == ExchangeState.DONE,
            col(Exchange.at) >= clock.instant(days.first, clock.MIDNIGHT),
            col(Exchange.at) < clock.instant(days.before, clock.MIDNIGHT),
        )
        .group_by(col(Exchange.kind))
        .order_by(col(Exchange.kind))
    )
    return {kind.value: count for kind, count in rows}


def figures(
    session: Session, organisation_id: UUID, days: Span, came: Sequence[Arrival], today: date
) -> Yearly:
    """Return a structure's year; `came` is all that ever came from it."""
    mine = yearly.within(came, days)
    since = joined(session, organisation_id)
    lately = list(registry.totals(session, month_of(days.before, -comparing.MOST), days.before))
    visits = registry.visits(session, days.first, days.before, {organisation_id})
    return Yearly(
        year=days.year,
        first=days.first,
        last=days.last,
        running=days.running,
        came=yearly.came(mine),
        quality=yearly.quality(mine, visits),
        shared=yearly.shared([t for t in lately if days.holds(t.month)], organisation_id),
        compared=comparing.compare(
            since, [*_before(session, since, days), *lately], organisation_id, days.before
        ),
        promises=tuple(_kept(session, organisation_id, days, today)),
        together=together(session, organisation_id, days),
        records=yearly.records(mine),
    )


def compared_days(since: Joined | None, days: Span, when: str) -> tuple[date, date] | None:
    """Return the days that one side of the comparison counts: `avant` or `apres`."""
    if since is None or when not in {"avant", "apres"}:
        return None
    return comparing.windows(since.day, days.before)[when == "apres"]


def _before(session: Session, since: Joined | None, days: Span) -> list[Total]:
    """Return the months before it joined that are not among the last twelve."""
    if since is None:
        return []
    (old, met), _after = comparing.windows(since.day, days.before)
    end = min(met, month_of(days.before, -comparing.MOST))
    return list(registry.totals(session, old, end)) if old < end else []


def _kept(session: Session, organisation_id: UUID, days: Span, today: date) -> list[Kept]:
    held = promises.held(session, today, organisation_id=organisation_id)
    return [
        yearly.kept(
            each.commitment.id,
            each.commitment.title,
            side=each.commitment.side,
            kind=each.commitment.kind,
            reference=each.agreement.reference,
            past=past,
        )
        for each, past in promises.over(session, held, days.first, days.before, today)
    ]
