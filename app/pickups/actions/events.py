"""The trace that every change of a pickup leaves."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.pickups.models import Pickup, PickupEvent


def record(  # noqa: PLR0913 - the facts of an event
    session: Session,
    pickup: Pickup,
    verb: str,
    actor: Actor,
    *,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Append the event and the trail's entry, and flush so that a constraint speaks here.

    Without `after` the trail keeps the status.
    """
    session.add(pickup)
    session.add(PickupEvent(pickup_id=pickup.id, verb=verb, actor=actor.label, at=now))
    audit.record(
        session,
        "pickups",
        verb,
        f"pickup:{pickup.reference}",
        actor,
        now=now,
        before=before,
        after=after if after is not None else {"status": pickup.status.value},
    )
