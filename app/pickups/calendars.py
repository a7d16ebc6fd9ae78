"""Calendar entries of the visits: what the asker puts into an agenda, what the team follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.core.text import clean
from app.base.web.french import about
from app.config import Settings
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import FREEING
from app.slots.models import SlotOccurrence
from app.slots.rules import Window

if TYPE_CHECKING:
    from icalendar import Calendar, Event, vCalAddress

PRODUCT = "-//Rebond//Enlevements//FR"
PAST_DAYS = 7
COMING_DAYS = 60
_EVERY = timedelta(hours=1)
"""How often a calendar is asked to read the team's address again."""


@dataclass(frozen=True)
class Sender:
    """Who writes entries: the host that makes them unique, the address they come from."""

    host: str
    email: str


def sender(settings: Settings) -> Sender:
    """Return the installation as calendars see it."""
    host = urlsplit(settings.base_url).hostname or "rebond"
    return Sender(host, settings.mail_from.rpartition("<")[2].rstrip("> "))


def cancels(pickup: Pickup) -> bool:
    """Tell whether the entry takes the visit out of the calendar."""
    return pickup.status in FREEING


def entry(  # noqa: PLR0913 - whose visit, from whom, to whom, when
    pickup: Pickup,
    visit: SlotOccurrence,
    *,
    link: str,
    by: Sender,
    now: datetime,
    attendee: str | None = None,
) -> bytes:
    """Return a visit as an iCalendar file: the same UID always, SEQUENCE raised by changes.

    With an `attendee` (the address a letter goes to) it is an invitation, METHOD:REQUEST; else
    it is published. A visit that is off is METHOD:CANCEL. Instants are UTC: they are right
    whatever the clocks did.
    """
    method = "CANCEL" if cancels(pickup) else "REQUEST" if attendee else "PUBLISH"
    made = _event(pickup, visit, by, now)
    made.add("summary", _summary(pickup))
    made.add("description", _description(pickup, link))
    made.add("url", link)
    made.add("organizer", _address(by.email, CN="Rebond"))
    if attendee:
        made.add("attendee", _address(attendee, PARTSTAT="ACCEPTED", RSVP="FALSE"))
    return _calendar(method, [made]).to_ical()


def window(today: date) -> Window:
    """Return the days that the team's calendar shows."""
    return Window(today - timedelta(days=PAST_DAYS), today + timedelta(days=COMING_DAYS))


def feed(pickups: Iterable[Pickup], *, name: str, by: Sender) -> bytes:
    """Return the team's calendar: reference, commune, number of things, mass, slot.

    No name, no street, no contact. The same visits give the same bytes.
    """
    made = [_team_event(each, each.occurrence, by) for each in pickups if each.occurrence]
    shown = _calendar("PUBLISH", made)
    shown.add("x-wr-calname", clean(name, limit=80))
    shown.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    shown.add("x-published-ttl", "PT1H")
    return shown.to_ical()


def _calendar(method: str, events: "Iterable[Event]") -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415 - megabytes that a search does not need

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    for event in events:
        made.add_component(event)
    return made


def _event(pickup: Pickup, visit: SlotOccurrence, by: Sender, stamp: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - as above

    made = Event()
    made.add("uid", f"pickup-{pickup.id}@{by.host}")
    made.add("sequence", pickup.sequence)
    made.add("dtstamp", stamp)
    made.add("dtstart", visit.starts_at)
    made.add("dtend", visit.ends_at)
    made.add("status", _status(pickup))
    return made


def _team_event(pickup: Pickup, visit: SlotOccurrence, by: Sender) -> "Event":
    count = sum(each.quantity for each in pickup.listed)
    things = ngettext("%(num)d objet", "%(num)d objets", count)
    facts = (pickup.reference, pickup.commune.name, things, about(pickup.mass_g))
    made = _event(pickup, visit, by, pickup.created_at)
    made.add("summary", " · ".join(facts))
    return made


def _status(pickup: Pickup) -> str:
    if cancels(pickup):
        return "CANCELLED"
    return "TENTATIVE" if pickup.status is PickupStatus.REQUESTED else "CONFIRMED"


def _summary(pickup: Pickup) -> str:
    facts = {"ref": pickup.reference}
    if cancels(pickup):
        return _("Enlèvement %(ref)s annulé", **facts)
    if pickup.status is PickupStatus.REQUESTED:
        return _("Enlèvement %(ref)s (à confirmer)", **facts)
    return _("Enlèvement %(ref)s", **facts)


def _description(pickup: Pickup, link: str) -> str:
    things = clean(pickup.things, limit=600)
    told = _("À prendre : %(things)s.", things=things)
    return f"{told}\n{_('Suivre, changer ou annuler :')} {link}"


def _address(email: str, **parameters: str) -> "vCalAddress":
    from icalendar import vCalAddress  # noqa: PLC0415 - as above

    made = vCalAddress(f"mailto:{clean(email, limit=254)}")
    made.params.update(parameters)
    return made
