"""Every SELECT of the pickups."""

import hmac
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.base.core.codes import token
from app.base.core.errors import NotFound
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import FREEING, KEPT_DAYS, Ask
from app.slots.models import SlotOccurrence

SECRET: Final = re.compile(r"[0-9a-z]{4,8}-[a-z2-7]{26}")
"""What a secret link ends with; anything else does not reach the database."""


def secret(key: str, pickup: Pickup) -> str:
    """Return the secret part of the asker's link; a reminder can rebuild it."""
    return f"{pickup.reference.lower()}-{token(key, 'pickup', str(pickup.id))}"


def by_secret(session: Session, key: str, given: str) -> Pickup:
    """Return the pickup of a secret link. Raises NotFound for any other text."""
    if not SECRET.fullmatch(given):
        raise NotFound
    reference = given.partition("-")[0].upper()
    found = session.exec(
        select(Pickup)
        .where(Pickup.reference == reference[:8])
        .options(joinedload(Pickup.occurrence), joinedload(Pickup.commune))  # type: ignore[arg-type]
    ).first()
    if found is None or not hmac.compare_digest(secret(key, found).encode(), given.encode()):
        raise NotFound
    return found


def by_id(session: Session, pickup_id: UUID) -> Pickup:
    """Return a pickup. Raises NotFound."""
    found = session.get(Pickup, pickup_id)
    if found is None:
        raise NotFound
    return found


def made_with(session: Session, wish: Ask) -> Pickup | None:
    """Return the pickup that this wish made already, by the same form or by another."""
    return by_form_key(session, wish.form_key) or same_wish(session, wish)


def by_form_key(session: Session, form_key: str) -> Pickup | None:
    """Return the pickup already made with this form, if any."""
    return session.exec(select(Pickup).where(Pickup.form_key == form_key)).first()


def same_wish(session: Session, wish: Ask) -> Pickup | None:
    """Return the live pickup of the same person for the same things, day and door, if any.

    A browser that goes back gets a new form, with a new key, and the words of the old one.
    """
    found = session.exec(
        select(Pickup)
        .where(
            col(Pickup.status).not_in(FREEING),
            Pickup.things == wish.things,
            Pickup.insee == wish.insee,
            Pickup.address == wish.address,
            Pickup.email == wish.email,
            Pickup.phone == wish.phone,
        )
        .options(joinedload(Pickup.occurrence))  # type: ignore[arg-type]
        .order_by(col(Pickup.created_at), col(Pickup.reference))
    )
    return next((each for each in found if each.occurrence.key == wish.slot), None)


def coming(session: Session, status: PickupStatus | None, first: date) -> Sequence[Pickup]:
    """Return the pickups from `first` on, by day then reference; one status or all."""
    statement = (
        select(Pickup)
        .join(SlotOccurrence)
        .where(col(SlotOccurrence.day) >= first)
        .options(joinedload(Pickup.occurrence), joinedload(Pickup.commune))  # type: ignore[arg-type]
        .order_by(col(SlotOccurrence.day), col(SlotOccurrence.starts), col(Pickup.reference))
    )
    if status is not None:
        statement = statement.where(Pickup.status == status)
    return session.exec(statement).unique().all()


def to_erase(session: Session, today: date) -> Sequence[Pickup]:
    """Return the pickups whose contact has been kept long enough."""
    return session.exec(
        select(Pickup)
        .join(SlotOccurrence)
        .where(
            col(Pickup.erased_at).is_(None),
            col(SlotOccurrence.day) < today - timedelta(days=KEPT_DAYS),
        )
        .order_by(col(Pickup.id))
    ).all()
