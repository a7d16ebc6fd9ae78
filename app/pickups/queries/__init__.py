"""Every SELECT of the pickups."""

import hmac
import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.base.core.codes import token
from app.base.core.errors import NotFound
from app.pickups.models import (
    Pickup,
    PickupEvent,
    PickupFeed,
    PickupPolicy,
    PickupStatus,
)
from app.pickups.queries.attention import Attention, attention
from app.pickups.queries.retention import lock_all, photo_names, photos_in_use, to_erase
from app.pickups.rules import FREEING, LIVE, Booking, policy_for, summary, window
from app.slots import queries as slots
from app.slots.models import SlotOccurrence, SlotWait

__all__ = [
    "AGAIN_WITHIN",
    "SECRET",
    "Attention",
    "attention",
    "booked_by",
    "by_form_key",
    "by_id",
    "by_reference",
    "by_secret",
    "coming",
    "days_passing",
    "feed",
    "feeds",
    "lock_all",
    "locked",
    "made_with",
    "next_day",
    "of_days",
    "offered",
    "photo_names",
    "photos_in_use",
    "policies",
    "policy",
    "policy_at",
    "same_wish",
    "secret",
    "to_erase",
    "to_remind",
    "version",
    "waits_by_text",
]
SECRET: Final = re.compile(r"[0-9a-z]{4,8}-[a-z2-7]{26}")
"""What a secret link ends with; anything else does not reach the database."""
AGAIN_WITHIN: Final = timedelta(hours=1)
"""How long the same wish in a new form is the same booking."""
_SEEN = (
    joinedload(Pickup.occurrence),  # type: ignore[arg-type]
    joinedload(Pickup.commune),  # type: ignore[arg-type]
    joinedload(Pickup.policy),  # type: ignore[arg-type]
    selectinload(Pickup.listed),  # type: ignore[arg-type]
)

_MOVING = [
    "status",
    "hold_id",
    "occurrence_id",
    "sequence",
    "wait_id",
    "missed_at",
    "reason",
    "on_review",
    "access",
    "erased_at",
]
"""What two hands may change at once."""


def secret(key: str, pickup: Pickup) -> str:
    """Return the secret part of the asker's link; a reminder can rebuild it."""
    return f"{pickup.reference.lower()}-{token(key, 'pickup', str(pickup.id))}"


def by_secret(session: Session, key: str, given: str) -> Pickup:
    """Return the pickup of a secret link. Raises NotFound for any other text."""
    if not SECRET.fullmatch(given):
        raise NotFound
    reference = given.partition("-")[0].upper()
    found = by_reference(session, reference[:8])
    if found is None or not hmac.compare_digest(secret(key, found).encode(), given.encode()):
        raise NotFound
    return found


def by_reference(session: Session, reference: str) -> Pickup | None:
    """Return the pickup that somebody names on the phone, if any."""
    return (
        session.exec(select(Pickup).where(Pickup.reference == reference).options(*_SEEN))
        .unique()
        .first()
    )


def by_id(session: Session, pickup_id: UUID) -> Pickup:
    """Return a pickup with what its page shows. Raises NotFound."""
    found = (
        session.exec(select(Pickup).where(Pickup.id == pickup_id).options(*_SEEN)).unique().first()
    )
    if found is None:
        raise NotFound
    return found


def version(session: Session, pickup: Pickup) -> int:
    """Return a number that every change of a pickup raises: how many things happened to it."""
    statement = sa.select(sa.func.count(col(PickupEvent.id))).where(
        col(PickupEvent.pickup_id) == pickup.id
    )
    return int(session.execute(statement).scalar_one())


def locked(session: Session, pickup: Pickup) -> None:
    """Lock the row of a pickup until the commit and read it again."""
    session.refresh(pickup, _MOVING, with_for_update=True)
    session.expire(pickup, ["hold", "occurrence", "waiting"])


def made_with(session: Session, wish: Booking, *, now: datetime) -> Pickup | None:
    """Return the pickup that this wish made already, by the same form or by another."""
    return by_form_key(session, wish.form_key) or same_wish(session, wish, now=now)


def by_form_key(session: Session, form_key: str) -> Pickup | None:
    """Return the pickup already made with this form, if any."""
    return session.exec(select(Pickup).where(Pickup.form_key == form_key)).first()


def same_wish(session: Session, wish: Booking, *, now: datetime) -> Pickup | None:
    """Return the live pickup of the same person for the same things, day and door, if any.

    A browser that goes back gets a new form, with a new key, and the words of the old one. It
    does so soon, and with all of them: this leads to a secret page, and a neighbour knows the
    things, the door and the phone.
    """
    found = session.exec(
        select(Pickup)
        .where(
            col(Pickup.status).not_in(FREEING),
            Pickup.things == summary(wish.lines),
            Pickup.insee == wish.insee,
            Pickup.address == wish.address,
            Pickup.floor == wish.floor,
            Pickup.lift == wish.lift,
            Pickup.contact_name == (wish.contact_name or None),
            Pickup.email == wish.email,
            Pickup.phone == wish.phone,
            col(Pickup.created_at) > now - AGAIN_WITHIN,
        )
        .options(joinedload(Pickup.occurrence))  # type: ignore[arg-type]
        .order_by(col(Pickup.created_at), col(Pickup.reference))
    )
    return next((each for each in found if _day_key(each) == wish.slot), None)


def _day_key(pickup: Pickup) -> str:
    return pickup.occurrence.key if pickup.occurrence else ""


def coming(session: Session, status: PickupStatus | None, first: date) -> Sequence[Pickup]:
    """Return the pickups from `first` on and those without a day, by day then reference."""
    statement = (
        select(Pickup)
        .outerjoin(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
        .where(
            sa.or_(
                col(SlotOccurrence.day) >= first,
                col(Pickup.status).in_((PickupStatus.WAITING, PickupStatus.CALLBACK)),
            )
        )
        .options(joinedload(Pickup.occurrence), joinedload(Pickup.commune))  # type: ignore[arg-type]
        .order_by(
            col(SlotOccurrence.day).nulls_first(),
            col(SlotOccurrence.starts),
            col(Pickup.created_at),
            col(Pickup.reference),
        )
    )
    if status is not None:
        statement = statement.where(Pickup.status == status)
    return session.exec(statement).unique().all()


def of_days(
    session: Session, first: date, last: date, *, pattern_id: UUID | None = None
) -> Sequence[Pickup]:
    """Return the visits of a period that still take a place, in the driver's order of each slot."""
    statement = (
        select(Pickup)
        .join(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
        .where(col(SlotOccurrence.day).between(first, last), col(Pickup.status).not_in(FREEING))
        .options(*_SEEN)
        .order_by(
            col(SlotOccurrence.day),
            col(SlotOccurrence.starts),
            col(SlotOccurrence.pattern_id),
            col(Pickup.position).nulls_last(),
            col(Pickup.insee),
            col(Pickup.reference),
        )
    )
    if pattern_id is not None:
        statement = statement.where(col(SlotOccurrence.pattern_id) == pattern_id)
    return session.exec(statement).unique().all()


def days_passing(session: Session, insee: str, first: date, last: date) -> set[tuple[UUID, date]]:
    """Return the (pattern, day) on which a van already comes to a commune."""
    rows = session.execute(
        sa.select(col(SlotOccurrence.pattern_id), col(SlotOccurrence.day))
        .join(Pickup, col(Pickup.occurrence_id) == col(SlotOccurrence.id))
        .where(
            col(Pickup.insee) == insee,
            col(Pickup.status).in_(LIVE),
            col(SlotOccurrence.day).between(first, last),
        )
        .group_by(col(SlotOccurrence.pattern_id), col(SlotOccurrence.day))
        .order_by(col(SlotOccurrence.day), col(SlotOccurrence.pattern_id))
    )
    return {(pattern_id, day) for pattern_id, day in rows}


def next_day(session: Session, insee: str, *, today: date, now: datetime) -> date | None:
    """Return the first day on which somebody of a commune can have something fetched."""
    terms = policy_at(session, insee)
    if terms is None:
        return None
    found = slots.open_slots(session, window(terms, today), now=now, insee=insee)
    return found[0].day if found else None


def policies(session: Session) -> Sequence[PickupPolicy]:
    """Return every policy, by name."""
    return session.exec(
        select(PickupPolicy).order_by(col(PickupPolicy.name), col(PickupPolicy.id))
    ).all()


def policy(session: Session, policy_id: UUID) -> PickupPolicy:
    """Return a policy. Raises NotFound."""
    found = session.get(PickupPolicy, policy_id)
    if found is None:
        raise NotFound
    return found


def policy_at(session: Session, insee: str) -> PickupPolicy | None:
    """Return the terms that hold in a commune, or None where we do not pass."""
    return policy_for(policies(session), slots.zones_of(session, insee))


def waits_by_text(session: Session) -> frozenset[UUID]:
    """Return the waits of those whom only a text message reaches."""
    found = session.exec(
        select(Pickup.wait_id)
        .where(
            col(Pickup.status) == PickupStatus.WAITING,
            col(Pickup.email).is_(None),
            col(Pickup.wait_id).is_not(None),
        )
        .order_by(col(Pickup.wait_id))
    )
    return frozenset(each for each in found if each is not None)


def offered(session: Session, wait_ids: Collection[UUID]) -> Sequence[Pickup]:
    """Return the pickups of some waits, with the place they are offered."""
    return (
        session.exec(
            select(Pickup)
            .where(col(Pickup.wait_id).in_(wait_ids))
            .options(
                *_SEEN,
                joinedload(Pickup.waiting).joinedload(SlotWait.hold),  # type: ignore[arg-type]
            )
            .order_by(col(Pickup.created_at), col(Pickup.reference))
        )
        .unique()
        .all()
    )


def to_remind(session: Session, first: date, last: date) -> Sequence[Pickup]:
    """Return the confirmed visits of a period."""
    return (
        session.exec(
            select(Pickup)
            .join(SlotOccurrence, col(SlotOccurrence.id) == col(Pickup.occurrence_id))
            .where(
                col(SlotOccurrence.day).between(first, last),
                col(Pickup.status) == PickupStatus.CONFIRMED,
                col(Pickup.erased_at).is_(None),
            )
            .options(*_SEEN)
            .order_by(col(SlotOccurrence.day), col(Pickup.reference))
        )
        .unique()
        .all()
    )


def feeds(session: Session) -> Sequence[PickupFeed]:
    """Return the calendar addresses, newest first."""
    return session.exec(
        select(PickupFeed).order_by(col(PickupFeed.created_at).desc(), col(PickupFeed.id))
    ).all()


def feed(session: Session, feed_id: UUID) -> PickupFeed:
    """Return a calendar address. Raises NotFound."""
    found = session.get(PickupFeed, feed_id)
    if found is None:
        raise NotFound
    return found


def booked_by(session: Session, account_id: UUID, since: datetime) -> Sequence[Pickup]:
    """Return what an account booked for others since an instant, newest first."""
    return (
        session.exec(
            select(Pickup)
            .where(col(Pickup.booked_by) == account_id, col(Pickup.created_at) >= since)
            .options(joinedload(Pickup.occurrence), joinedload(Pickup.commune))  # type: ignore[arg-type]
            .order_by(col(Pickup.created_at).desc(), col(Pickup.reference))
        )
        .unique()
        .all()
    )
