"""What the worker does for the pickups."""

import hashlib
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from sqlmodel import Session

from app.base import pictures
from app.base.core import clock
from app.base.core.errors import NotFound
from app.base.outbox import actions as outbox
from app.base.outbox.worker import Periodic
from app.pickups import actions, messages, queries
from app.pickups.actions.photos import FORGET_PHOTOS
from app.pickups.messages import About
from app.pickups.rules import REMINDERS
from app.pickups.rules.reminders import reminder_of
from app.slots import actions as slots

REMINDER = "pickup-reminder"
MORNING = time(9)
"""No reminder leaves before: a text message wakes people up."""
DRAFTS_KEPT = timedelta(days=1)
"""Photos are kept before the form is sent whole; many forms never are."""


def plan_reminders(session: Session, now: datetime) -> None:
    """Plan the reminders due today, each once; what a stopped worker missed is planned now.

    A row holds ids only: whether it is still true is asked when it runs.
    """
    today = clock.local(now).date()
    run_at = max(now, clock.instant(today, MORNING))
    last = today + timedelta(days=max(REMINDERS))
    for pickup in queries.to_remind(session, today, last):
        days = reminder_of(pickup, today=today)
        if days is None or pickup.occurrence is None:
            continue
        day = pickup.occurrence.day.isoformat()
        outbox.job(
            session,
            REMINDER,
            {"pickup": str(pickup.id), "day": day},
            dedupe=f"pickup-{pickup.id}-reminder-{days}-{day}",
            now=now,
            run_at=run_at,
        )


def remind(session: Session, _row_id: UUID, payload: dict[str, Any]) -> None:
    """Write a planned reminder, unless the visit was moved, cancelled or is here."""
    try:
        pickup = queries.by_id(session, UUID(payload["pickup"]))
    except NotFound:
        return
    queries.locked(session, pickup)
    visit = pickup.occurrence
    if visit is None or visit.day.isoformat() != payload["day"]:
        return
    if reminder_of(pickup, today=clock.today()) is not None:
        messages.tell(pickup, About.REMINDER)


def offer_places(session: Session, now: datetime) -> None:
    """Offer what is free to those who wait, and free what nobody confirmed.

    In this order: an offer let pass is known by its hold, which the sweep deletes; the offering
    counts expired holds as free.
    """
    messages.offer_what_is_free(session)
    slots.sweep(session, now=now)


def erase_old(session: Session, now: datetime) -> None:
    """Erase who and where of old visits; their photos go once that is committed."""
    _count, names = actions.erase_old(session, today=clock.local(now).date(), now=now)
    if names:
        mark = hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()[:32]
        photos = {"names": sorted(names)}
        dedupe = f"pickup-photos-{mark}-{now.date()}"
        outbox.job(session, FORGET_PHOTOS, photos, dedupe=dedupe, now=now)


def forget_photos(session: Session, _row_id: UUID, payload: dict[str, Any]) -> None:
    """Delete the files of photos that no pickup shows any more.

    `spare_young`: a file just written may be another form's, whose row is still to come; it
    is left to `forget_drafts`.
    """
    names = set(payload["names"])
    unused = names - queries.photos_in_use(session, names)
    before = clock.now() - DRAFTS_KEPT if payload.get("spare_young") else None
    folder = current_app.config["REBOND"].data_dir
    pictures.forget(folder, unused, pictures.PICKUPS, before=before)


def forget_drafts(session: Session, now: datetime) -> None:
    """Delete the photos of forms that were never sent whole."""
    settings = current_app.config["REBOND"]
    pictures.forget_drafts(settings.data_dir, queries.photo_names(session), now - DRAFTS_KEPT)


def _minute(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M")


def _ten_minutes(instant: datetime) -> str:
    return _minute(instant)[:-1]


PERIODIC = (
    Periodic("pickup-reminders", plan_reminders, _ten_minutes),
    Periodic("pickup-offers", offer_places, _minute),
    Periodic("pickup-retention", erase_old),
    Periodic("pickup-drafts", forget_drafts),
)


def init_app(app: Flask) -> None:
    """Give the worker the room's jobs."""
    app.extensions["periodic"].extend(PERIODIC)
    app.extensions["jobs"] |= {REMINDER: remind, FORGET_PHOTOS: forget_photos}
