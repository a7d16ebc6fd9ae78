"""A pickup and a slot as the team reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import quote

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.core.text import N_
from app.base.web import french
from app.pickups import rules
from app.pickups.models import Condition, Pickup, PickupEvent, PickupStatus, PickupThing, Source
from app.slots.rules import Slot

KINDS: Final[Mapping[PickupStatus, str]] = {
    PickupStatus.REQUESTED: "warn",
    PickupStatus.CALLBACK: "warn",
    PickupStatus.WAITING: "info",
    PickupStatus.CONFIRMED: "info",
    PickupStatus.DONE: "good",
    PickupStatus.ABSENT: "bad",
    PickupStatus.LEFT: "bad",
}
"""State → kind of tag; the word says it, the colour repeats it."""
CONDITIONS: Final[Mapping[Condition, str]] = {
    Condition.WORKS: N_("fonctionne"),
    Condition.BROKEN: N_("en panne"),
    Condition.UNKNOWN: N_("état inconnu"),
}
SOURCES: Final[Mapping[Source, str]] = {
    Source.PUBLIC: N_("par le site"),
    Source.PHONE: N_("par téléphone, notée par l’équipe"),
    Source.DESK: N_("à un guichet, pour la personne"),
}
HAPPENED: Final[Mapping[str, str]] = {
    "ask": N_("demande enregistrée"),
    "confirm": N_("confirmée"),
    "schedule": N_("créneau donné"),
    "accept": N_("place proposée acceptée"),
    "decline": N_("place proposée laissée"),
    "move": N_("changement de créneau"),
    "amend": N_("demande corrigée"),
    "photograph": N_("photos ajoutées"),
    "unphotograph": N_("photo retirée"),
    "note": N_("précision pour l’équipe"),
    "miss": N_("signalé : personne n’est passé"),
    "collect": N_("passage fait"),
    "absent": N_("personne sur place"),
    "leave": N_("laissé sur place"),
    "refuse": N_("refusé"),
    "cancel": N_("annulé"),
    "reopen": N_("corrigé : le passage reste à faire"),
    "erase": N_("adresse et contact effacés"),
    "give": N_("structure qui donne, notée"),
}
HANDS: Final[Mapping[str, str]] = {"visiteur": N_("la personne"), "système": N_("le site")}
LITRE_ML: Final = 1000
CUBIC_METRE_ML: Final = 1_000_000
HOUR: Final = 60
CENTS: Final = 100
FRENCH_NUMBER: Final = 12


@dataclass(frozen=True)
class Stop:
    """One visit of a day, ready to be drawn."""

    pickup: Pickup
    number: int
    url: str
    state: str
    kind: str
    floor: str
    people: str
    mass: str
    phone: str
    things: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """One of the four things that a day has so much of."""

    id: str
    label: str
    used: int
    capacity: int
    said: str


def stop(pickup: Pickup, number: int = 0) -> Stop:
    """Return a visit of a day in words."""
    things = tuple(thing(each) for each in pickup.listed)
    return replace(stop_line(pickup), number=number, things=things or (pickup.things,))


def stop_line(pickup: Pickup) -> Stop:
    """Return a pickup of a list in words: its things in one line, as it was booked."""
    return Stop(
        pickup=pickup,
        number=0,
        url=url_for("pickups_staff.show", pickup_id=pickup.id),
        state=state(pickup),
        kind=KINDS.get(pickup.status, "plain"),
        floor=floor(pickup),
        people=people(pickup.people),
        mass=french.about(pickup.mass_g),
        phone=phone(pickup),
        things=(pickup.things,),
    )


def state(pickup: Pickup) -> str:
    """Return where a pickup stands."""
    return _(rules.LABELS[pickup.status])


def when(pickup: Pickup) -> str:
    """Return the day and hours of a pickup, or why it has none."""
    visit = pickup.occurrence
    if visit is not None:
        return french.day_and_hours(visit.day, visit.starts, visit.ends)
    if pickup.month is not None:
        return f"{pickup.month:%m/%Y}"
    return _("pas encore de créneau")


def floor(pickup: Pickup) -> str:
    """Return "3e étage, sans ascenseur"."""
    if pickup.floor == 0:
        return _("rez-de-chaussée")
    lift = _("avec ascenseur") if pickup.lift else _("sans ascenseur")
    if pickup.floor < 0:
        return _("sous-sol %(n)d, %(lift)s", n=-pickup.floor, lift=lift)
    level = _("1er étage") if pickup.floor == 1 else _("%(n)de étage", n=pickup.floor)
    return f"{level}, {lift}"


def phone(pickup: Pickup) -> str:
    """Return the number as one reads it out: "06 12 34 56 78"."""
    number = pickup.phone or ""
    if not number.startswith("+33") or len(number) != FRENCH_NUMBER:
        return number
    bare = "0" + number[3:]
    return " ".join(bare[n : n + 2] for n in range(0, len(bare), 2))


def people(number: int) -> str:
    """Return how many have to come."""
    return ngettext("%(num)d personne", "%(num)d personnes", number)


def thing(each: PickupThing) -> str:
    """Return "2 × écran"."""
    return f"{each.quantity} × {each.name}"


def minutes(number: int) -> str:
    """Return "45 min" or "1 h 20"."""
    hours, rest = divmod(number, HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def volume(millilitres: int) -> str:
    """Return "80 litres" or "1,25 m³"."""
    if millilitres < CUBIC_METRE_ML:
        return _("%(n)d litres", n=round(millilitres / LITRE_ML))
    return f"{millilitres / CUBIC_METRE_ML:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " m³"


def price(pickup: Pickup) -> str:
    """Return what is to be paid, as it was said at the booking."""
    if not pickup.price_cents:
        return _("gratuit")
    euros = f"{pickup.price_cents / CENTS:.2f}".removesuffix(".00").replace(".", ",")
    return f"{euros} €"


def slot(each: Slot) -> str:
    """Return the name and hours of a slot."""
    return _(
        "%(name)s, de %(start)s à %(end)s",
        name=each.name,
        start=french.hour(each.starts),
        end=french.hour(each.ends),
    )


def measures(each: Slot) -> list[Measure]:
    """Return what is left of a slot in its four measures, in words and as figures."""
    left, all_of = each.left, each.capacity
    said = (
        (
            "places",
            _("Arrêts"),
            ngettext(
                "%(num)d libre sur %(all)d",
                "%(num)d libres sur %(all)d",
                left.places,
                all=all_of.places,
            ),
            each.used.places,
            all_of.places,
        ),
        (
            "mass",
            _("Poids"),
            _left(french.about(left.mass_g), french.about(all_of.mass_g)),
            each.used.mass_g,
            all_of.mass_g,
        ),
        (
            "volume",
            _("Volume"),
            _left(volume(left.volume_ml), volume(all_of.volume_ml)),
            each.used.volume_ml,
            all_of.volume_ml,
        ),
        (
            "time",
            _("Travail"),
            _left(minutes(left.crew_minutes), minutes(all_of.crew_minutes)),
            each.used.crew_minutes,
            all_of.crew_minutes,
        ),
    )
    return [
        Measure(f"{name}-{each.key.replace('.', '-')}", label, used, max(capacity, 1), text)
        for name, label, text, used, capacity in said
    ]


def happened(event: PickupEvent) -> tuple[str, str, str]:
    """Return when, what and by whom."""
    by = HANDS.get(event.actor)
    what = HAPPENED.get(event.verb)
    return (
        french.moment(event.at),
        _(what) if what else event.verb,
        _(by) if by else event.actor,
    )


def way(pickup: Pickup) -> dict[str, str]:
    """Return the addresses that show the way to a door: the phone's own maps, and a public one."""
    asked = quote(f"{pickup.address or ''}, {pickup.commune.name}".strip(", "))
    return {
        "geo": f"geo:{pickup.commune.lat},{pickup.commune.lon}?q={asked}",
        "map": f"https://www.openstreetmap.org/search?query={asked}",
    }


def day(value: date) -> str:
    """Return the day with a capital, as a heading begins."""
    said = french.day(value)
    return said[:1].upper() + said[1:]


def _left(left: str, capacity: str) -> str:
    return _("reste %(left)s sur %(all)s", left=left, all=capacity)
