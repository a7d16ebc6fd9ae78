"""What people are told about their pickup: put into the outbox, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import object_session
from sqlmodel import Session

from app.base import db
from app.base.core import clock, gsm
from app.base.core.text import N_
from app.base.outbox import actions as outbox
from app.base.outbox.rules import CalendarPart
from app.base.web import wording
from app.base.web.french import moment
from app.config import Settings
from app.pickups import actions, calendars, queries, words
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import KEPT_DAYS, LIVE
from app.pickups.rules.nights import Daytime, text_at
from app.slots.models import SlotOccurrence


class About(StrEnum):
    """What a message is about."""

    ASKED = "demande"
    CONFIRMED = "confirmation"
    MOVED = "changement"
    CORRECTED = "correction"
    CANCELLED = "annulation"
    REFUSED = "refus"
    WAITING = "attente"
    OFFER = "offre"
    CALLBACK = "rappel"
    REMINDER = "avant-passage"
    ABSENT = "absence"
    LEFT = "laisse"


ABOUT: Mapping[PickupStatus, About] = {
    PickupStatus.CONFIRMED: About.CONFIRMED,
    PickupStatus.REQUESTED: About.ASKED,
    PickupStatus.WAITING: About.WAITING,
    PickupStatus.CALLBACK: About.CALLBACK,
}
"""What says where a booking stands to somebody who hears of it for the first time."""
SUBJECTS: Mapping[About, str] = {
    About.ASKED: N_("Enlèvement %(ref)s : demande reçue"),
    About.CONFIRMED: N_("Enlèvement %(ref)s : passage confirmé"),
    About.MOVED: N_("Enlèvement %(ref)s : le jour a changé"),
    About.CORRECTED: N_("Enlèvement %(ref)s : votre demande est corrigée"),
    About.CANCELLED: N_("Enlèvement %(ref)s : annulé"),
    About.REFUSED: N_("Enlèvement %(ref)s : nous ne pouvons pas venir"),
    About.WAITING: N_("Enlèvement %(ref)s : vous êtes sur la liste d’attente"),
    About.OFFER: N_("Enlèvement %(ref)s : une place se libère, répondez vite"),
    About.CALLBACK: N_("Enlèvement %(ref)s : nous vous recontactons"),
    About.REMINDER: N_("Enlèvement %(ref)s : nous passons bientôt"),
    About.ABSENT: N_("Enlèvement %(ref)s : nous n’avons trouvé personne"),
    About.LEFT: N_("Enlèvement %(ref)s : nous n’avons pas pu tout prendre"),
}
SHORT: Mapping[About, str] = {
    About.ASKED: N_("Rebond %(ref)s : demande reçue pour %(when)s, à confirmer. %(link)s"),
    About.CONFIRMED: N_("Rebond %(ref)s : passage confirmé %(when)s. Changer : %(link)s"),
    About.MOVED: N_("Rebond %(ref)s : nouveau jour, %(when)s. Changer : %(link)s"),
    About.CORRECTED: N_("Rebond %(ref)s : demande corrigée. Passage : %(when)s. Voir : %(link)s"),
    About.CANCELLED: N_("Rebond %(ref)s : passage annulé. %(link)s"),
    About.REFUSED: N_("Rebond %(ref)s : nous ne pouvons pas venir. Pourquoi : %(link)s"),
    About.WAITING: N_("Rebond %(ref)s : vous êtes sur la liste d’attente. %(link)s"),
    About.OFFER: N_("Rebond %(ref)s : une place %(when)s. Oui ou non, vite : %(link)s"),
    About.CALLBACK: N_("Rebond %(ref)s : nous vous rappelons. %(link)s"),
    About.REMINDER: N_("Rebond %(ref)s : nous passons %(when)s. Empêché ? %(link)s"),
    About.ABSENT: N_("Rebond %(ref)s : passés sans trouver personne. Que faire : %(link)s"),
    About.LEFT: N_("Rebond %(ref)s : nous n’avons pas pu tout prendre. Pourquoi : %(link)s"),
}
"""What a text message says: one message long with an address of usual length."""


def tell(pickup: Pickup, about: About, *, was: datetime | None = None) -> bool:
    """Tell the asker, by mail or SMS, once for each change; tell whether something leaves.

    What is written goes with the change: it uses the session that holds the pickup. `was` is
    when a visit that moved would have begun.
    """
    settings: Settings = current_app.config["REBOND"]
    session = _session_of(pickup)
    if about in {About.CANCELLED, About.REFUSED, About.MOVED}:
        outbox.withdraw(session, _key(pickup, About.REMINDER))
    if about is About.OFFER and _visit(pickup, about) is None:
        return False  # the place is gone: there is nothing to answer
    if about is About.CONFIRMED and _is_past(pickup):
        return False  # the team only puts its books in order
    if pickup.email:
        _write(session, settings, pickup, about)
        return True
    if pickup.phone and settings.sms_url:
        _text(session, settings, pickup, about, was)
        return True
    return False


def offer_what_is_free(session: Session | None = None) -> None:
    """Offer free places to who waits, and tell them, in the transaction that frees them.

    A form that is about to take a place calls it first: nobody passes before who waits.
    """
    settings: Settings = current_app.config["REBOND"]
    texting = _daytime(settings) if settings.sms_url else None
    for waiting in actions.offer_places(
        session or db.session(), today=clock.today(), now=clock.now(), texting=texting
    ):
        tell(waiting, About.OFFER)


def hush(pickup: Pickup) -> None:
    """Take back the text messages that wait for the morning: they are no longer true."""
    outbox.withdraw(_session_of(pickup), f"pickup-{pickup.id}-", kind=outbox.SMS)


def link(settings: Settings, pickup: Pickup) -> str:
    """Return the address of the asker's own page."""
    return f"{settings.base_url}/enlevements/{queries.secret(settings.secret_key, pickup)}"


def _write(session: Session, settings: Settings, pickup: Pickup, about: About) -> None:
    subject = _(SUBJECTS[about], ref=pickup.reference)
    told = _told(session, settings, pickup, about) | {"subject": subject}
    outbox.mail(
        session,
        to=pickup.email or "",
        subject=subject,
        text=_rendered(f"{about.name.lower()}.txt", told | {"_": wording.gettext}),
        html=_rendered(f"{about.name.lower()}.html", told),
        calendar=_calendar(settings, pickup, about),
        dedupe=_dedupe(pickup, about),
        now=clock.now(),
    )


def _text(
    session: Session, settings: Settings, pickup: Pickup, about: About, was: datetime | None
) -> None:
    """Write a text message, in place of those that wait for the morning."""
    hush(pickup)
    visit, now = _visit(pickup, about), clock.now()
    begins = [visit.starts_at] if visit is not None and about is not About.OFFER else []
    begins += [was] if was is not None else []
    told = _(
        SHORT[about],
        ref=pickup.reference,
        when=words.when_short(visit) if visit else _("à fixer"),
        link=link(settings, pickup),
    )
    outbox.sms(
        session,
        to=pickup.phone or "",
        text=gsm.plain(told),
        dedupe=_dedupe(pickup, about),
        now=now,
        run_at=text_at(now, _daytime(settings), begins=min(begins, default=None)),
    )


def _told(session: Session, settings: Settings, pickup: Pickup, about: About) -> dict[str, Any]:
    """Return what the templates of letters need."""
    visit = _visit(pickup, about)
    waiting = pickup.waiting
    offered_until = waiting.offer_until if waiting else None
    until = words.change_until(pickup, now=clock.now())
    off = calendars.cancels(pickup)
    return {
        "pickup": pickup,
        "when": words.when(visit),
        "days": (visit.day - clock.today()).days if visit else 0,
        "where": words.where(pickup),
        "floor": words.floor(pickup),
        "price": words.price(pickup) if pickup.price_cents and not off else "",
        "prepare": words.preparing(session, pickup),
        "left": words.left(pickup),
        "to_confirm": pickup.status is PickupStatus.REQUESTED,
        "until": until,
        "too_late": not until and visit is not None and pickup.status in LIVE,
        "offered_until": moment(offered_until) if offered_until else "",
        "link": link(settings, pickup),
        "again": f"{settings.base_url}/enlevements/nouveau",
        "places": f"{settings.base_url}/points",
        "kept_days": KEPT_DAYS,
        "territory_name": settings.territory_name,
        "help_phone": settings.help_phone,
        "help_hours": settings.help_hours,
    }


def _rendered(name: str, told: Mapping[str, Any]) -> str:
    """Return a letter's text; the worker has no request, so nothing of one is asked for."""
    return current_app.jinja_env.get_template(f"pickups/mail/{name}").render(told)


def _calendar(settings: Settings, pickup: Pickup, about: About) -> CalendarPart | None:
    """Return the entry of the visit; an offered place is no visit yet, and a past one none."""
    visit = pickup.occurrence
    if visit is None or about in {About.OFFER, About.ABSENT, About.LEFT}:
        return None
    made = calendars.entry(
        pickup,
        visit,
        link=link(settings, pickup),
        by=calendars.sender(settings),
        now=clock.now(),
        attendee=pickup.email,
    )
    method = "CANCEL" if calendars.cancels(pickup) else "REQUEST"
    return CalendarPart(f"enlevement-{pickup.reference}.ics", method, made.decode())


def _daytime(settings: Settings) -> Daytime:
    return Daytime(settings.sms_from, settings.sms_until)


def _is_past(pickup: Pickup) -> bool:
    return pickup.occurrence is not None and pickup.occurrence.day < clock.today()


def _visit(pickup: Pickup, about: About) -> SlotOccurrence | None:
    """Return the day a message is about: the one offered, else the pickup's own."""
    if about is not About.OFFER:
        return pickup.occurrence
    held = pickup.waiting.hold if pickup.waiting else None
    return held.occurrence if held else None


def _dedupe(pickup: Pickup, about: About) -> str:
    """Return what makes a message the same: pickup, subject, change; offers and days apart."""
    key = f"{_key(pickup, about)}-{pickup.sequence}"
    if about is About.OFFER and pickup.waiting is not None:
        return f"{key}-{pickup.waiting.hold_id}"
    if about is About.REMINDER and pickup.occurrence is not None:
        return f"{key}-{(pickup.occurrence.day - clock.today()).days}"
    return key


def _key(pickup: Pickup, about: About) -> str:
    return f"pickup-{pickup.id}-{about}"


def _session_of(pickup: Pickup) -> Session:
    found = object_session(pickup)
    return found if isinstance(found, Session) else db.session()
