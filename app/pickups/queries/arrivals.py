"""What came in by visits that took something."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core import clock
from app.catalog.models import CatalogObject
from app.pickups.models import Pickup, PickupStatus, PickupThing
from app.slots.models import SlotOccurrence

FETCHED = (PickupStatus.DONE, PickupStatus.LEFT)
ENDED = (*FETCHED, PickupStatus.ABSENT, PickupStatus.REFUSED, PickupStatus.CANCELLED)
_day = sa.func.coalesce(col(SlotOccurrence.day), col(Pickup.month))
_taken = col(PickupThing.quantity) - col(PickupThing.left_quantity)


def taken(
    session: Session, since: date, before: date, structures: Collection[UUID] | None
) -> Sequence[sa.Row[tuple[object, ...]]]:
    """Return what each visit of some days took, one row a kind of thing, visit by visit.

    A visit whose day is erased counts on the first day of its month.
    """
    day = _day
    statement = (
        sa.select(
            col(Pickup.id),
            col(Pickup.reference),
            col(Pickup.organisation_id),
            col(Pickup.noted_mass_g),
            day.label("day"),
            col(PickupThing.name),
            _taken.label("units"),
            col(PickupThing.mass_g),
            col(PickupThing.condition),
            col(CatalogObject.slug),
            col(CatalogObject.subfamily),
        )
        .select_from(Pickup)
        .join(PickupThing, col(PickupThing.pickup_id) == col(Pickup.id))
        .outerjoin(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
        .outerjoin(CatalogObject, col(CatalogObject.id) == col(PickupThing.object_id))
        .where(col(Pickup.status).in_(FETCHED), day >= since, day < before)
        .order_by(day, col(Pickup.id), col(PickupThing.number))
    )
    if structures is not None:
        statement = statement.where(col(Pickup.organisation_id).in_(structures))
    return session.execute(statement).all()


def _sums() -> sa.Select[tuple[object, ...]]:
    """Return the statement of `sums`: visits that nobody weighed are added up as they are."""
    guess = sa.cast(_taken, sa.BigInteger) * col(PickupThing.mass_g)
    noted = sa.cast(col(Pickup.noted_mass_g), sa.BigInteger)
    kind = (col(Pickup.organisation_id), col(CatalogObject.subfamily), col(PickupThing.name))
    days = (sa.bindparam("since", type_=sa.Date()), sa.bindparam("before", type_=sa.Date()))

    def things(*columns: Any) -> sa.Select[Any]:
        return (
            sa.select(*kind, _taken.label("units"), guess.label("guess"), *columns)
            .select_from(Pickup)
            .join(PickupThing, col(PickupThing.pickup_id) == col(Pickup.id))
            .outerjoin(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
            .outerjoin(CatalogObject, col(CatalogObject.id) == col(PickupThing.object_id))
            .where(col(Pickup.status).in_(FETCHED), _day >= days[0], _day < days[1], _taken > 0)
        )

    plain = things(guess.label("mass_g"), guess.label("estimated_g")).where(noted.is_(None))
    whole = sa.cast(sa.func.sum(guess).over(partition_by=col(Pickup.id)), sa.BigInteger)
    read = things(
        col(Pickup.id), col(PickupThing.number), noted.label("noted"), whole.label("whole")
    )
    t = read.where(noted.is_not(None)).subquery().c
    part = sa.func.nullif(t.whole, 0)
    share, rest = t.noted * t.guess // part, t.noted * t.guess % part
    spare = t.noted - sa.func.sum(share).over(partition_by=t.id)
    rank = sa.func.row_number().over(partition_by=t.id, order_by=(rest.desc(), t.number))
    w = sa.select(*t, share.label("share"), spare.label("spare"), rank.label("rank")).subquery().c
    scaled = sa.select(
        w.organisation_id,
        w.subfamily,
        w.name,
        w.units,
        w.guess,
        sa.func.coalesce(w.share + sa.case((w.rank <= w.spare, 1), else_=0), w.guess),
        sa.cast(sa.literal(0), sa.BigInteger),
    )
    each = sa.union_all(plain, scaled).subquery().c
    by = (each.organisation_id, each.subfamily, each.name)
    added = (sa.func.sum(each[name]) for name in ("units", "mass_g", "estimated_g"))
    return sa.select(*by, *added).group_by(*by)


_SUMS = _sums()


def sums(session: Session, since: date, before: date) -> Sequence[sa.Row[tuple[object, ...]]]:
    """Return what visits took by source and kind of thing: pieces, grams as `rules.weighed` shares them.

    Each row: structure, subfamily, name, pieces, grams, grams that nobody weighed. What the van's
    scale read is shared by the estimates; the grams that rounding leaves go to the largest rests,
    then to the first things.
    """
    return session.execute(_SUMS, {"since": since, "before": before}).all()


def totals(session: Session, since: date, before: date) -> Sequence[sa.Row[tuple[object, ...]]]:
    """Return what visits took by source, year and month: pieces, grams as `rules.weighed` shares them."""
    guess = sa.func.sum(_taken * col(PickupThing.mass_g))
    noted = col(Pickup.noted_mass_g)
    visit = (
        sa.select(
            col(Pickup.organisation_id),
            _day.label("day"),
            sa.func.sum(_taken).label("units"),
            sa.case((sa.or_(noted.is_(None), guess == 0), guess), else_=noted).label("mass_g"),
        )
        .select_from(Pickup)
        .join(PickupThing, col(PickupThing.pickup_id) == col(Pickup.id))
        .outerjoin(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
        .where(col(Pickup.status).in_(FETCHED), _day >= since, _day < before)
        .group_by(col(Pickup.id), col(Pickup.organisation_id), _day, noted)
        .having(sa.func.sum(_taken) > 0)
        .subquery()
    )
    year, month = (sa.extract(part, visit.c.day) for part in ("year", "month"))
    return session.execute(
        sa.select(
            visit.c.organisation_id,
            year.label("year"),
            month.label("month"),
            sa.func.sum(visit.c.units).label("units"),
            sa.func.sum(visit.c.mass_g).label("mass_g"),
        )
        .group_by(visit.c.organisation_id, year, month)
        .order_by(year, month, visit.c.organisation_id)
    ).all()


def ended(
    session: Session, since: date, before: date, structures: Collection[UUID] | None
) -> Sequence[sa.Row[tuple[object, ...]]]:
    """Return how visits of some days ended, with the pieces that stayed; the oldest first.

    One that never had a day counts on the day it was asked for.
    """
    left = (
        sa.select(sa.func.coalesce(sa.func.sum(col(PickupThing.left_quantity)), 0))
        .where(col(PickupThing.pickup_id) == col(Pickup.id))
        .scalar_subquery()
    )
    asked = col(Pickup.created_at)
    statement = (
        sa.select(
            col(Pickup.id),
            col(Pickup.reference),
            col(Pickup.organisation_id),
            col(Pickup.status),
            col(Pickup.reason),
            _day.label("day"),
            asked,
            left.label("left"),
        )
        .select_from(Pickup)
        .outerjoin(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
        .where(
            col(Pickup.status).in_(ENDED),
            sa.or_(
                sa.and_(_day >= since, _day < before),
                sa.and_(
                    _day.is_(None),
                    asked >= clock.instant(since, clock.MIDNIGHT),
                    asked < clock.instant(before, clock.MIDNIGHT),
                ),
            ),
        )
        .order_by(_day, asked, col(Pickup.id))
    )
    if structures is not None:
        statement = statement.where(col(Pickup.organisation_id).in_(structures))
    return session.execute(statement).all()


def of_structure(
    session: Session, organisation_id: UUID, *, limit: int, offset: int
) -> Sequence[Pickup]:
    """Return the visits to a structure, the newest first."""
    return (
        session.execute(
            sa.select(Pickup)
            .where(col(Pickup.organisation_id) == organisation_id)
            .order_by(col(Pickup.created_at).desc(), col(Pickup.id))
            .limit(limit)
            .offset(offset)
            .options(sa.orm.joinedload(Pickup.occurrence), sa.orm.joinedload(Pickup.commune))  # type: ignore[arg-type]
        )
        .scalars()
        .all()
    )


def count_of_structure(session: Session, organisation_id: UUID) -> int:
    """Return how many visits a structure asked for."""
    counted = sa.select(sa.func.count(col(Pickup.id))).where(
        col(Pickup.organisation_id) == organisation_id
    )
    return int(session.execute(counted).scalar_one())
