"""What a pickup's own page shows: where it stands, step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock, emails, phones
from app.base.core.text import N_
from app.base.web.french import day_and_hours, moment
from app.pickups import rules, words
from app.pickups.links import secret_of
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import Who
from app.slots.models import SlotWait

Step = tuple[str, str]
"""What is said, and done, now or next."""
Afterwards = Callable[[Pickup], Sequence[Step]]
"""What a later room knows of the things: received, sorted, used again; never who got them."""

NEXT = {
    PickupStatus.REQUESTED: N_("L’équipe lit votre demande et la confirme : vous serez prévenu."),
    PickupStatus.CONFIRMED: N_(
        "C’est réservé. Nous vous le rappelons trois jours et un jour avant."
    ),
    PickupStatus.WAITING: N_("La première place qui se libère vous sera proposée, pour un temps."),
    PickupStatus.CALLBACK: N_("Nous vous rappelons pour fixer ensemble la date."),
    PickupStatus.REFUSED: N_("Nous ne pouvons pas venir."),
    PickupStatus.CANCELLED: N_(
        "Cet enlèvement est annulé. La place est libre pour quelqu’un d’autre."
    ),
    PickupStatus.DONE: N_("Merci : vos objets sont chez nous."),
    PickupStatus.ABSENT: N_(
        "Nous sommes passés et n’avons trouvé personne. Appelez-nous pour un autre jour."
    ),
    PickupStatus.LEFT: N_("Nous sommes passés et n’avons pas pu tout prendre."),
}


@dataclass(frozen=True)
class Offered:
    """A place that the waiting list keeps for somebody, and until when."""

    when: str
    until: str


def register(app: Flask, afterwards: Afterwards) -> None:
    """Let a later room tell what became of the things."""
    app.extensions.setdefault("afterwards", []).append(afterwards)


def context(pickup: Pickup) -> dict[str, Any]:
    """Return what the templates of a pickup's own pages need."""
    now = clock.now()
    visit = pickup.occurrence
    return {
        "pickup": pickup,
        "secret": secret_of(pickup),
        "state": _(rules.LABELS[pickup.status]),
        "what_next": _(NEXT[pickup.status]),
        "when": day_and_hours(visit.day, visit.starts, visit.ends) if visit else "",
        "floor": words.floor(pickup) if pickup.address else "",
        "contact": _contact(pickup),
        "verbs": rules.verbs(pickup.status, Who.ASKER),
        "may_change": may_change(pickup, now),
        "may_move": pickup.status in rules.LIVE and may_change(pickup, now),
        "change_until": _change_until(pickup),
        "may_tell_missed": _may_tell_missed(pickup, now),
        "offered": offered(pickup, now),
        "steps": steps(pickup),
        "photos": [
            url_for("pickups.photo", secret=secret_of(pickup), number=each.number)
            for each in pickup.photos
        ],
        "kept_days": rules.KEPT_DAYS,
    }


def may_change(pickup: Pickup, now: datetime) -> bool:
    """Tell whether the link may still move or cancel the visit."""
    visit = pickup.occurrence
    return visit is None or rules.can_change(pickup.policy, visit.starts_at, now=now)


def offered(pickup: Pickup, now: datetime) -> Offered | None:
    """Return the place kept for who waits, or None."""
    if pickup.status is not PickupStatus.WAITING or pickup.wait_id is None:
        return None
    waiting = db.session().get(SlotWait, pickup.wait_id)
    if waiting is None or waiting.hold is None or waiting.offer_until is None:
        return None
    if waiting.offer_until <= now:
        return None
    day = waiting.hold.occurrence
    return Offered(day_and_hours(day.day, day.starts, day.ends), moment(waiting.offer_until))


def steps(pickup: Pickup) -> list[Step]:
    """Return the way of the things, from the asking to what became of them."""
    status = pickup.status
    gone = status in rules.FREEING
    confirmed = status not in {PickupStatus.REQUESTED, PickupStatus.WAITING, PickupStatus.CALLBACK}
    fetched = status in {PickupStatus.DONE, PickupStatus.LEFT}
    way = [
        (_("Demandé"), "done"),
        (_("Confirmé"), _state(confirmed and not gone, now=not confirmed)),
        (_("Enlevé"), _state(fetched, now=False)),
    ]
    told = [step for tell in _afterwards() for step in tell(pickup)] if fetched else []
    later = [_("Reçu et pesé"), _("Trié"), _("Réemployé ou recyclé")]
    return way + (told or [(text, "next") for text in later])


def _contact(pickup: Pickup) -> str:
    """Return how we reach the person, known again by who gave it and by nobody else."""
    email = emails.masked(pickup.email) if pickup.email else ""
    phone = phones.masked(pickup.phone) if pickup.phone else ""
    return ", ".join(filter(None, (email, phone)))


def _state(done: bool, *, now: bool) -> str:  # noqa: FBT001 - read with its name above
    return "done" if done else "now" if now else "next"


def _afterwards() -> list[Afterwards]:
    return cast("list[Afterwards]", current_app.extensions.get("afterwards", []))


def _change_until(pickup: Pickup) -> str:
    if pickup.occurrence is None or pickup.status not in rules.LIVE:
        return ""
    return moment(rules.change_until(pickup.policy, pickup.occurrence.starts_at))


def _may_tell_missed(pickup: Pickup, now: datetime) -> bool:
    visit = pickup.occurrence
    late = pickup.status in {PickupStatus.CONFIRMED, PickupStatus.ABSENT}
    return late and visit is not None and now >= visit.ends_at and pickup.missed_at is None
