"""The team's calendar addresses: opened, revoked."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.pickups.models import PickupFeed

ALREADY = N_("Cette adresse est déjà révoquée.")


def open_feed(session: Session, name: str, *, actor: Actor, now: datetime) -> PickupFeed:
    """Make an address for somebody's calendar; `name` says whose."""
    made = PickupFeed(name=name, created_at=now)
    session.add(made)
    session.flush()
    _record(session, made, "open-feed", actor, now)
    return made


def revoke_feed(session: Session, feed: PickupFeed, *, actor: Actor, now: datetime) -> None:
    """End an address for good: its calendars stop being served.

    The row is locked and read again first. Raises RuleBroken when it is ended already.
    """
    session.exec(
        select(PickupFeed)
        .where(col(PickupFeed.id) == feed.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if feed.revoked_at is not None:
        raise RuleBroken(ALREADY)
    feed.revoked_at = now
    session.add(feed)
    session.flush()
    _record(session, feed, "revoke-feed", actor, now)


def _record(session: Session, feed: PickupFeed, verb: str, actor: Actor, now: datetime) -> None:
    """Leave a trace; the address itself is never in it."""
    subject = f"pickup-feed:{feed.id}"
    audit.record(session, "pickups", verb, subject, actor, now=now, after={"name": feed.name})
